import { type ContactRef, type Contacts, contactArn } from '#domain/contacts';
import type { Actor } from '#kernel/actor';
import { isUuid, newId } from '#kernel/ids';
import { type Quota, within } from '#kernel/quota';
import { notFound } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { checkRange, fault } from './check.ts';
import { checkTimes } from './check-override.ts';
import { put, removeBundle } from './override-rows.ts';
import { type OverrideRow, overridesSql } from './overrides.sql.ts';
import { checkPeople } from './people.ts';
import { lockRotas } from './reading.ts';
import { type RotationRef, rotationArn } from './rotation.ts';
import { type FixedShift, spread } from './spread.ts';
import type { Watch } from './watch.ts';

/** Different people of one temporary schedule. */
const MOST_PEOPLE = 200;
/** Parts of all temporary schedules that one list reads. */
const MOST_PARTS = 5_000;

export interface TemporaryRef {
  account: string;
  region: string;
  /** A UUID. */
  id: string;
}

export interface NewTemporary {
  start: Date;
  end: Date;
  /** Whose shifts it replaces: those of a schedule. */
  rotations: RotationRef[];
  /** Who is on call meanwhile; at other times of the window nobody is. They may overlap. */
  shifts: { start: Date; end: Date; contacts: ContactRef[] }[];
}

/** A time in which none of its rotations, but these shifts say who is on call. */
export interface Temporary {
  id: string;
  start: Date;
  end: Date;
  /** ARNs. */
  rotations: string[];
  /** One after another, without those of nobody. */
  shifts: FixedShift[];
  createdAt: Date;
}

export interface TemporarySchedules {
  /** Answers its id. Refuses one at the time of another, and all of it where any part could not be. */
  create(tx: Tx, now: Date, actor: Actor, temporary: NewTemporary): Promise<string>;
  get(on: Queries, ref: TemporaryRef): Promise<Temporary>;
  /** Those at least partly in [from, to), in the order in which they were made. */
  list(on: Queries, query: { account: string; region: string; from: Date; to: Date }): Promise<Temporary[]>;
  /** Rotations, coverage and other overrides count again. */
  remove(tx: Tx, now: Date, ref: TemporaryRef): Promise<void>;
}

/** The quotas that temporary schedules keep. */
export type TemporaryQuotas = Readonly<Record<'rotationsPerTemporarySchedule' | 'shiftsPerTemporarySchedule', Quota>>;

export function createTemporarySchedules(
  contacts: Contacts,
  watch: Watch,
  quotas: TemporaryQuotas,
): TemporarySchedules {
  return {
    async create(tx, now, actor, { start, end, rotations, shifts }) {
      checkTimes({ start, end }, now);
      if (rotations.length === 0) throw fault('rotations', 'wanted at least 1 rotation, got 0');
      const named = { type: 'TEMPORARY_SCHEDULE', id: actor.account };
      within(quotas.rotationsPerTemporarySchedule, rotations.length, named);
      within(quotas.shiftsPerTemporarySchedule, shifts.length, named);
      const owner = { account: actor.account, region: actor.region };
      const ids = rotations.map(({ id }) => id);
      const locked = await lockRotas(tx, owner, ids);
      const people = new Map(shifts.flatMap((shift) => shift.contacts).map((ref) => [contactArn(ref), ref]));
      if (people.size > MOST_PEOPLE)
        throw fault('shifts', `wanted at most ${MOST_PEOPLE} different people, got ${people.size}`);
      await checkPeople(tx, contacts, 'shifts', [...people.values()]);
      const fixed = shifts.map((shift) => ({ ...shift, members: shift.contacts.map(contactArn) }));
      const bundle = newId(now);
      const parts = spread({ start, end }, fixed);
      for (const { rotation } of locked) {
        // Its people are on call by the first rotation, and by the others nobody is: so each of them is there once.
        const own = rotation.id === ids[0] ? parts : [{ start, end, members: [] }];
        const overrides = own.map((part) => ({ ...part, id: newId(now), kind: 'temporary' as const, bundle }));
        await put(tx, now, actor, rotation, overrides);
        await watch.soon(tx, now, rotation);
      }
      return bundle;
    },
    async get(on, { account, region, id }) {
      const parts = isUuid(id) ? await on.rows(overridesSql.ofBundle, [account, id]) : [];
      const [found] = toTemporary(
        { account, region },
        parts.filter(({ kind }) => kind === 'temporary'),
      );
      if (!found) throw notFound('TEMPORARY_SCHEDULE', id);
      return found;
    },
    async list(on, { account, region, from, to }) {
      checkRange(from, to);
      return toTemporary(
        { account, region },
        await on.rows(overridesSql.temporary, [account, region, from, to, MOST_PARTS]),
      );
    },
    async remove(tx, now, ref) {
      const parts = isUuid(ref.id) ? await tx.rows(overridesSql.ofBundle, [ref.account, ref.id]) : [];
      if (!parts.some(({ kind }) => kind === 'temporary')) throw notFound('TEMPORARY_SCHEDULE', ref.id);
      for (const rotation of await removeBundle(tx, ref, ref.id)) await watch.soon(tx, now, rotation);
    },
  };
}

function toTemporary(owner: { account: string; region: string }, rows: readonly OverrideRow[]): Temporary[] {
  return [...Map.groupBy(rows, (row) => row.bundle_id ?? row.id)].map(([id, parts]) => ({
    id,
    start: new Date(Math.min(...parts.map((part) => part.start_at.getTime()))),
    end: new Date(Math.max(...parts.map((part) => part.end_at.getTime()))),
    rotations: [...new Set(parts.map((part) => rotationArn({ ...owner, id: part.rotation_id })))],
    shifts: parts
      .filter(({ contacts }) => contacts.length > 0)
      .map(({ start_at: start, end_at: end, contacts: members }) => ({ start, end, members })),
    createdAt: parts[0]!.created_at,
  }));
}
