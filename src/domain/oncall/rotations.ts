import { type ContactRef, type Contacts, contactArn } from '#domain/contacts';
import type { Actor } from '#kernel/actor';
import { newId } from '#kernel/ids';
import { type Quota, within } from '#kernel/quota';
import { notFound } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import { checkInstant, checkRange, checkSchedule } from './check.ts';
import { anchorAfter } from './edit.ts';
import { checkPeople } from './people.ts';
import { rotaOf } from './reading.ts';
import type { Recurrence, Shift } from './recurrence.ts';
import { type Rotation, type RotationRef, rotationArn, scheduleOf } from './rotation.ts';
import { rotationsSql, toRotation } from './rotations.sql.ts';
import { shiftsBetween, whoIsOnCall } from './shifts.ts';
import { type RotationTags, rotationTags } from './tags.ts';
import type { Watch } from './watch.ts';

export interface NewRotation {
  name: string;
  /** In the order of their turns; 1–30. */
  contacts: ContactRef[];
  /** When the first shift begins; now, unless given. */
  startTime?: Date;
  timeZone: string;
  recurrence: Recurrence;
  tags: Record<string, string>;
}

/** What an edit replaces; what is absent stays. */
export type RotationChange = Partial<Pick<NewRotation, 'contacts' | 'startTime' | 'timeZone'>> &
  Pick<NewRotation, 'recurrence'>;

export interface RotationQuery {
  account: string;
  region: string;
  /** What the names begin with. */
  prefix?: string;
  limit: number;
  /** The last id of the page before. */
  after?: string;
}

export interface Rotations extends RotationTags {
  /** Answers the new rotation's ARN. Refuses what could not be calculated, and people who cannot be on call. */
  create(tx: Tx, now: Date, actor: Actor, rotation: NewRotation): Promise<string>;
  /** Whoever's turn it is keeps it, unless another start is given: then it is calculated from there. */
  update(tx: Tx, now: Date, ref: RotationRef, change: RotationChange): Promise<void>;
  /** With its overrides; it is taken out of every schedule that names it. */
  remove(tx: Tx, now: Date, ref: RotationRef): Promise<void>;
  get(on: Queries, ref: RotationRef): Promise<Rotation>;
  /** The same, locked until the transaction ends. */
  lock(tx: Tx, ref: RotationRef): Promise<Rotation>;
  /** In the order in which they were made. */
  list(on: Queries, query: RotationQuery): Promise<Rotation[]>;
  /** At most `limit` of the shifts that lie at least partly in [from, to), in order, each in its whole length. */
  shifts(on: Queries, ref: RotationRef, range: { from: Date; to: Date; limit: number }): Promise<Shift[]>;
  /** The rotations in which a contact has a turn. */
  withContact(on: Queries, contact: ContactRef): Promise<string[]>;
  /** The ARNs of those on call at an instant. */
  onCall(on: Queries, ref: RotationRef, at: Date): Promise<string[]>;
}

/** The quotas that rotations keep. */
export type RotationQuotas = Readonly<Record<'rotations' | 'contactsPerRotation' | 'tagsPerResource', Quota>>;

export function createRotations(contacts: Contacts, watch: Watch, quotas: RotationQuotas): Rotations {
  return {
    ...rotationTags(quotas.tagsPerResource),
    async withContact(on, contact) {
      return (await on.rows(rotationsSql.withContact, [contact.account, contactArn(contact)])).map(rotationArn);
    },
    async create(tx, now, actor, { name, contacts: refs, startTime, timeZone, recurrence, tags }) {
      const { account, region, principal } = actor;
      const ref = { account, region, id: newId(now) };
      const named = { type: 'ROTATION', id: rotationArn(ref) };
      within(quotas.contactsPerRotation, refs.length, named);
      within(quotas.tagsPerResource, Object.keys(tags).length, named);
      await oneAtATime(tx, `oncall.rotations/${account}/${region}`);
      const people = await checkPeople(tx, contacts, 'ContactIds', refs);
      const start = startTime ?? now;
      checkSchedule({ members: people, start, timeZone, recurrence });
      const fixed = [ref.id, account, region, name, people, startTime ?? null, timeZone, JSON.stringify(recurrence)];
      await tx.rows(rotationsSql.insert, [...fixed, start, JSON.stringify(tags), now, principal]);
      const most = (quotas.rotations.limit ?? 0) + 1;
      within(quotas.rotations, (await tx.first(rotationsSql.count, [account, region, most]))!.count, named);
      await watch.soon(tx, now, ref);
      return rotationArn(ref);
    },
    async update(tx, now, ref, change) {
      const was = await read(tx, ref, 'lock');
      const size = change.contacts?.length ?? 0;
      if (size > was.contacts.length)
        within(quotas.contactsPerRotation, size, { type: 'ROTATION', id: rotationArn(ref) });
      const members = change.contacts ? await checkPeople(tx, contacts, 'ContactIds', change.contacts) : was.contacts;
      const edited = { members, timeZone: change.timeZone ?? was.timeZone, recurrence: change.recurrence };
      const asked = change.startTime && change.startTime.getTime() !== was.startTime?.getTime();
      checkSchedule({ ...edited, start: change.startTime ?? was.anchor });
      const next =
        asked && change.startTime
          ? { ...edited, start: change.startTime, position: 0 }
          : anchorAfter(scheduleOf(was), edited, now);
      const start = change.startTime ?? was.startTime ?? null;
      const recurrence = JSON.stringify(edited.recurrence);
      const turns = [next.start, next.position ?? 0, next.held ?? null];
      await tx.rows(rotationsSql.update, [ref.id, members, start, edited.timeZone, recurrence, ...turns, now]);
      await watch.soon(tx, now, ref);
    },
    async remove(tx, now, ref) {
      // Schedules before the rotation, as whoever edits one locks them; and again for one that named it until this waited.
      const schedules = await contacts.withRotation(tx, ref.account, rotationArn(ref));
      await contacts.dropRotation(tx, now, ref.account, rotationArn(ref));
      if (!(await tx.first(rotationsSql.remove, keyValues(ref)))) throw notFound('ROTATION', rotationArn(ref));
      await contacts.dropRotation(tx, now, ref.account, rotationArn(ref));
      // They may have gaps now; and the look at the rotation finds it gone, and forgets what it was warned of.
      for (const schedule of schedules) await watch.soonOf(tx, now, { ...ref, arn: contactArn(schedule) });
      await watch.soon(tx, now, ref);
    },
    get: (on, ref) => read(on, ref),
    lock: (tx, ref) => read(tx, ref, 'lock'),
    async list(on, { account, region, prefix = '', limit, after }) {
      const rows = await on.rows(rotationsSql.list, [account, region, prefix, after ?? null, limit]);
      return rows.map(toRotation);
    },
    async shifts(on, ref, { from, to, limit }) {
      checkRange(from, to);
      const { schedule, overrides } = await rotaOf(on, ref);
      return shiftsBetween(schedule, overrides, from, to).take(limit).toArray();
    },
    async onCall(on, ref, at) {
      checkInstant('at', at);
      const { schedule, overrides } = await rotaOf(on, ref);
      return whoIsOnCall(schedule, overrides, at);
    },
  };
}

async function read(on: Queries, ref: RotationRef, how: 'find' | 'lock' = 'find'): Promise<Rotation> {
  const row = await on.first(rotationsSql[how], keyValues(ref));
  if (!row) throw notFound('ROTATION', rotationArn(ref));
  return toRotation(row);
}

const keyValues = ({ account, region, id }: RotationRef) => [account, region, id];
