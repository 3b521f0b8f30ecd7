import { type ContactRef, type Contacts, contactArn, keyOf, parseContactArn } from '#domain/contacts';
import { after, DAY } from '#kernel/clock';
import { notFound } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import { type NamedRota, rotasOfPerson } from './reading.ts';
import { isRotationArn } from './rotation.ts';
import { shiftsBetween } from './shifts.ts';
import { rotasOfSubject } from './subject.ts';

/** How far ahead a calendar reaches. */
const REACH_MS = 90 * DAY;
/** Shifts that a calendar has at most, and that are walked in one rotation to find a person's. */
const MOST_SHIFTS = 5_000;
const MOST_WALKED = 10_000;

export interface Person {
  arn: string;
  alias: string;
  name: string;
}

export interface CalendarShift {
  start: Date;
  end: Date;
  rotation: { id: string; name: string };
  people: Person[];
  /** Whether an override has a say in it. */
  overridden: boolean;
}

/** On-call time as a calendar shows it: the shifts of somebody or something, by their start. */
export interface Calendar {
  /** Of whom or what. */
  name: string;
  from: Date;
  /** Up to here the shifts are complete: 90 days on, or earlier where they are too many. */
  to: Date;
  shifts: CalendarShift[];
}

/**
 * The calendar of a person, a rotation or an on-call schedule from `now` on, shifts in their whole length, those of nobody
 * left out. Refuses (notFound) a subject that is gone.
 */
export async function calendarOf(
  on: Queries,
  contacts: Contacts,
  { account, region, subject }: { account: string; region: string; subject: string },
  now: Date,
): Promise<Calendar> {
  const person = isRotationArn(subject) ? undefined : await personOf(on, contacts, subject);
  const rotas = person
    ? await rotasOfPerson(on, { account, region }, subject, now)
    : await rotasOfSubject(on, contacts, subject);
  if (!rotas) throw notFound('ONCALL_SCHEDULE', subject);
  const drawn = shiftsOf(rotas, now, after(now, REACH_MS), person);
  const people = await namesOf(on, contacts, new Set(drawn.shifts.flatMap(({ members }) => members)));
  const [only] = rotas;
  const name =
    person?.name ?? (isRotationArn(subject) ? only!.rotation.name : parseContactArn(subject, 'subject').alias);
  const shifts = drawn.shifts.map(({ rota, start, end, members, overridden }) => ({
    start,
    end,
    rotation: { id: rota.rotation.id, name: rota.rotation.name },
    people: members.map((arn) => people.get(arn)!),
    overridden: overridden !== undefined,
  }));
  return { name, from: now, to: drawn.to, shifts };
}

function shiftsOf(rotas: readonly NamedRota[], from: Date, until: Date, person: Person | undefined) {
  let to = until;
  const all = rotas.flatMap((rota) => {
    const walked = shiftsBetween(rota.schedule, rota.overrides, from, until).take(MOST_WALKED).toArray();
    const last = walked.length === MOST_WALKED ? walked.at(-1) : undefined;
    if (last && last.start < to) to = last.start;
    const wanted = walked.filter(({ members }) => (person ? members.includes(person.arn) : members.length > 0));
    return wanted.map((shift) => ({ rota, ...shift }));
  });
  const sorted = all.sort((a, b) => a.start.getTime() - b.start.getTime());
  const beyond = sorted[MOST_SHIFTS];
  if (beyond && beyond.start < to) to = beyond.start;
  return { to, shifts: sorted.filter(({ start }) => start < to) };
}

/** The person of an ARN; undefined where it is a schedule's. Refuses (notFound) a contact that is gone. */
async function personOf(on: Queries, contacts: Contacts, subject: string): Promise<Person | undefined> {
  const ref = parseContactArn(subject, 'subject');
  const contact = (await contacts.find(on, [ref])).get(keyOf(ref));
  if (!contact) throw notFound('CONTACT', subject);
  return contact.type === 'PERSONAL' ? toPerson(contact, contact.displayName) : undefined;
}

async function namesOf(on: Queries, contacts: Contacts, arns: ReadonlySet<string>): Promise<Map<string, Person>> {
  const refs = [...arns].map((arn) => parseContactArn(arn, 'contact'));
  const known = await contacts.find(on, refs);
  return new Map(refs.map((ref) => [contactArn(ref), toPerson(ref, known.get(keyOf(ref))?.displayName)]));
}

const toPerson = (ref: ContactRef, name?: string): Person => ({
  arn: contactArn(ref),
  alias: ref.alias,
  name: name ?? ref.alias,
});
