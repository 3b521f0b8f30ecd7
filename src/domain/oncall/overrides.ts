import { type ContactRef, contactArn } from '#domain/contacts';
import type { Actor } from '#kernel/actor';
import { isUuid, newId } from '#kernel/ids';
import { type Quota, within } from '#kernel/quota';
import { notFound } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { checkOverride, checkRange, fault } from './check.ts';
import { type Override, type RotationRef, rotationArn } from './rotation.ts';
import { type OverrideRow, rotationsSql } from './rotations.sql.ts';

export interface NewOverride {
  start: Date;
  end: Date;
  /** Who is on call instead; nobody, where it is empty. */
  contacts: ContactRef[];
}

export interface OverrideQuery {
  from: Date;
  to: Date;
  limit: number;
  /** The start of the last one of the page before. */
  after?: Date;
}

export interface Overrides {
  /** Answers the new override's id. Refuses one at the time of another: two cannot both say who is on call. */
  create(tx: Tx, now: Date, actor: Actor, rotation: RotationRef, override: NewOverride): Promise<string>;
  get(on: Queries, rotation: RotationRef, id: string): Promise<Override>;
  /** Those that lie at least partly in [from, to), by their start. */
  list(on: Queries, rotation: RotationRef, query: OverrideQuery): Promise<Override[]>;
  /** Those whose turn it is are on call again. */
  remove(tx: Tx, rotation: RotationRef, id: string): Promise<void>;
}

export function createOverrides(quotas: Readonly<Record<'overridesPerRotation', Quota>>): Overrides {
  const require = async (on: Queries, { account, region, id }: RotationRef, how: 'find' | 'lock' = 'find') => {
    const row = await on.first(rotationsSql[how], [account, region, id]);
    if (!row) throw notFound('ROTATION', rotationArn({ account, region, id }));
    return row;
  };
  return {
    async create(tx, now, actor, rotation, { start, end, contacts }) {
      // Locked, so that two at once cannot both find the time free.
      const row = await require(tx, rotation, 'lock');
      const members = contacts.map(contactArn);
      checkOverride({ start, end, members }, row.contacts, now);
      const other = await tx.first(rotationsSql.overlapping, [row.id, start, end]);
      if (other) {
        const when = `${other.start_at.toISOString()} to ${other.end_at.toISOString()}`;
        throw fault(
          'StartTime',
          `override ${other.id} is already from ${when}; delete it first, or leave its time out`,
        );
      }
      const id = newId(now);
      const values = [id, row.account, row.id, start, end, members, now, actor.principal];
      await tx.rows(rotationsSql.insertOverride, values);
      const { count } = (await tx.first(rotationsSql.countOverrides, [row.id]))!;
      within(quotas.overridesPerRotation, count, { type: 'ROTATION', id: rotationArn(rotation) });
      return id;
    },
    async get(on, rotation, id) {
      const { id: key } = await require(on, rotation);
      const row = isUuid(id) ? await on.first(rotationsSql.findOverride, [key, id]) : undefined;
      if (!row) throw notFound('ROTATION_OVERRIDE', id);
      return toOverride(row);
    },
    async list(on, rotation, { from, to, limit, after }) {
      checkRange(from, to);
      const { id } = await require(on, rotation);
      const rows = await on.rows(rotationsSql.listOverrides, [id, from, to, after ?? null, limit]);
      return rows.map(toOverride);
    },
    async remove(tx, rotation, id) {
      const { id: key } = await require(tx, rotation, 'lock');
      const row = isUuid(id) ? await tx.first(rotationsSql.removeOverride, [key, id]) : undefined;
      if (!row) throw notFound('ROTATION_OVERRIDE', id);
    },
  };
}

const toOverride = (row: OverrideRow): Override => ({
  id: row.id,
  start: row.start_at,
  end: row.end_at,
  members: row.contacts,
  createdAt: row.created_at,
});
