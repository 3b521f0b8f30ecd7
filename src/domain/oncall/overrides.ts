import { type ContactRef, type Contacts, contactArn } from '#domain/contacts';
import type { Actor } from '#kernel/actor';
import { isUuid, newId } from '#kernel/ids';
import { type Quota, within } from '#kernel/quota';
import { notFound } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { checkRange } from './check.ts';
import { checkOverride, checkTimes } from './check-override.ts';
import { put, removeBundle } from './override-rows.ts';
import { overridesSql, toOverride } from './overrides.sql.ts';
import { checkPeople } from './people.ts';
import { type Override, type RotationRef, rotationArn } from './rotation.ts';
import { rotationsSql } from './rotations.sql.ts';
import type { Watch } from './watch.ts';

export interface NewOverride {
  start: Date;
  end: Date;
  /** Who is on call instead; nobody, where it is empty. Whoever is added must be somebody. */
  contacts: ContactRef[];
  /** `replace` unless given. */
  kind?: 'replace' | 'add';
  /** Whether people may be named who have no turn in the rotation. AWS refuses them. */
  outsiders?: boolean;
}

export interface OverrideQuery {
  from: Date;
  to: Date;
  limit: number;
  /** The last one of the page before. */
  after?: { start: Date; id: string };
}

export interface Overrides {
  /** Answers the new override's id. Refuses two replacements at one time: they cannot both say who is on call. */
  create(tx: Tx, now: Date, actor: Actor, rotation: RotationRef, override: NewOverride): Promise<string>;
  get(on: Queries, rotation: RotationRef, id: string): Promise<Override>;
  /** Those that lie at least partly in [from, to), by their start. */
  list(on: Queries, rotation: RotationRef, query: OverrideQuery): Promise<Override[]>;
  /** Those whose turn it is are on call again. What came together with it goes, too: a swap, a temporary schedule. */
  remove(tx: Tx, now: Date, rotation: RotationRef, id: string): Promise<void>;
  /** The rotations of which an override that is not over at `now` names a contact. */
  withContact(on: Queries, contact: ContactRef, now: Date): Promise<string[]>;
}

export function createOverrides(
  contacts: Contacts,
  watch: Watch,
  quotas: Readonly<Record<'overridesPerRotation', Quota>>,
): Overrides {
  const require = async (on: Queries, { account, region, id }: RotationRef, how: 'find' | 'lock' = 'find') => {
    const row = await on.first(rotationsSql[how], [account, region, id]);
    if (!row) throw notFound('ROTATION', rotationArn({ account, region, id }));
    return row;
  };
  const find = async (on: Queries, rotation: RotationRef, id: string) => {
    const { id: key } = await require(on, rotation);
    const row = isUuid(id) ? await on.first(overridesSql.find, [key, id]) : undefined;
    if (!row) throw notFound('ROTATION_OVERRIDE', id);
    return row;
  };
  return {
    async create(tx, now, actor, rotation, given) {
      const { start, end, contacts: people, kind = 'replace', outsiders = false } = given;
      // Locked, so that two at once cannot both find the time free.
      const row = await require(tx, rotation, 'lock');
      const members = people.map(contactArn);
      checkTimes({ start, end }, now);
      checkOverride({ start, end, members, kind }, outsiders ? members : row.contacts);
      if (outsiders) await checkPeople(tx, contacts, 'NewContactIds', people);
      const id = newId(now);
      await put(tx, now, actor, row, [{ id, start, end, members, kind }]);
      const { count } = (await tx.first(rotationsSql.countOverrides, [row.id]))!;
      within(quotas.overridesPerRotation, count, { type: 'ROTATION', id: rotationArn(rotation) });
      await watch.soon(tx, now, row);
      return id;
    },
    async get(on, rotation, id) {
      return toOverride(await find(on, rotation, id));
    },
    async list(on, rotation, { from, to, limit, after }) {
      checkRange(from, to);
      const { id } = await require(on, rotation);
      const position = [after?.start ?? null, after?.id ?? null];
      return (await on.rows(overridesSql.list, [id, from, to, ...position, limit])).map(toOverride);
    },
    async remove(tx, now, rotation, id) {
      const { bundle_id: bundle } = await find(tx, rotation, id);
      if (bundle) {
        for (const each of await removeBundle(tx, rotation, bundle)) await watch.soon(tx, now, each);
        return;
      }
      const { id: key } = await require(tx, rotation, 'lock');
      if (!(await tx.first(overridesSql.remove, [key, id]))) throw notFound('ROTATION_OVERRIDE', id);
      await watch.soon(tx, now, rotation);
    },
    async withContact(on, contact, now) {
      const rows = await on.rows(overridesSql.withContact, [contact.account, contactArn(contact), now]);
      return rows.map(rotationArn);
    },
  };
}
