import { LATE_MS } from '#domain/channels';
import {
  type Contact,
  type ContactChannels,
  type ContactRef,
  type Contacts,
  keyOf,
  nameOf,
  parseContactArn,
} from '#domain/contacts';
import type { NamedShifts, Schedules } from '#domain/oncall';
import type { Queries } from '#storage/db';
import type { Book, ScheduleAnswer } from './engagement.ts';

/** Where a decision reads what the plans say. */
export interface PlanRooms {
  contacts: Contacts;
  contactChannels: ContactChannels;
  schedules: Schedules;
  /** Milliseconds that a minute of a plan lasts. */
  minuteMs: number;
}

/**
 * Reads what a decision needs to know of the plans: these contacts, whom their stages name, who is on call in the schedules
 * among them, and all of their channels.
 */
export async function readBook(on: Queries, now: Date, rooms: PlanRooms, refs: ContactRef[]): Promise<Book> {
  const known = new Map(await rooms.contacts.find(on, refs));
  const add = async (more: ContactRef[]) => {
    const missing = more.filter((ref) => !known.has(keyOf(ref)));
    for (const [key, contact] of await rooms.contacts.find(on, missing)) known.set(key, contact);
  };
  await add([...known.values()].flatMap(namedIn));
  const schedules = await readSchedules(on, now, rooms.schedules, [...known.values()]);
  await add([...schedules.values()].flatMap(peopleIn));
  const all = [...known.values()];
  const channels = await rooms.contactChannels.of(
    on,
    all.filter((contact) => contact.type === 'PERSONAL'),
  );
  return {
    contacts: new Map(
      all.map((contact) => [keyOf(contact), { type: contact.type, name: nameOf(contact), stages: contact.stages }]),
    ),
    schedules,
    channels: new Map(channels.map(({ id, type, activated }) => [id, { type, activated }])),
    minuteMs: rooms.minuteMs,
  };
}

const namedIn = ({ stages }: Contact): ContactRef[] =>
  stages.flatMap(({ targets }) => targets.flatMap((target) => (target.kind === 'contact' ? [target.contact] : [])));

const peopleIn = ({ rotations }: ScheduleAnswer): ContactRef[] =>
  rotations.flatMap(({ shifts = [] }) => shifts.flatMap(({ people }) => people));

/** What the schedules among these contacts answer, from the earliest moment at which a page is still in time until now. */
async function readSchedules(
  on: Queries,
  now: Date,
  schedules: Schedules,
  contacts: Contact[],
): Promise<Map<string, ScheduleAnswer>> {
  const asked = contacts.filter(({ type }) => type === 'ONCALL_SCHEDULE');
  const named = [...new Set(asked.flatMap(({ rotations }) => rotations))];
  const from = new Date(now.getTime() - LATE_MS);
  const shifts = await schedules.shiftsOf(on, named, from, new Date(now.getTime() + 1));
  return new Map(
    asked.map((contact) => [
      keyOf(contact),
      { rotations: contact.rotations.map((arn) => ({ arn, ...answerOf(shifts.get(arn)) })) },
    ]),
  );
}

function answerOf(found: NamedShifts | undefined) {
  if (!found) return {};
  const people = (members: string[]) => members.map((arn) => parseContactArn(arn, 'ContactIds'));
  const { name, timeZone } = found;
  const shifts = found.shifts.map(({ start, end, members, overridden, by }) => ({
    start,
    end,
    people: people(members),
    ...(overridden ? { overridden: people(overridden), by } : {}),
  }));
  return { name, timeZone, shifts };
}
