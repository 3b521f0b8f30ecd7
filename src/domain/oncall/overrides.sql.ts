import { statement } from '#storage/statement';
import type { OverrideKind } from './recurrence.ts';
import type { Override } from './rotation.ts';

export interface OverrideRow {
  id: string;
  rotation_id: string;
  start_at: Date;
  end_at: Date;
  contacts: string[];
  kind: OverrideKind;
  bundle_id: string | null;
  created_at: Date;
}

const OVERRIDE = 'o.id, o.rotation_id, o.start_at, o.end_at, o.contacts, o.kind, o.bundle_id, o.created_at';

export const overridesSql = {
  insert: statement(
    'oncall.insertOverride',
    `insert into rotation_overrides (id, account, rotation_id, start_at, end_at, contacts, kind, bundle_id, created_at, created_by)
     select o.id, $2, $3, o.start, o."end", o.members, o.kind, o.bundle, $4, $5
     from jsonb_to_recordset($1::jsonb) as o(id uuid, start timestamptz, "end" timestamptz, members text[], kind text,
       bundle uuid)`,
  ),
  /** One of a kind that is at least partly in the time given. */
  overlapping: statement<OverrideRow>(
    'oncall.overlapping',
    `select ${OVERRIDE} from rotation_overrides o
     where o.rotation_id = $1 and o.kind = $4 and o.start_at < $3 and o.end_at > $2 order by o.start_at limit 1`,
  ),
  /** How many of a rotation are not over. */
  countLive: statement<{ count: number }>(
    'oncall.countLiveOverrides',
    'select count(*)::int as count from rotation_overrides o where o.rotation_id = $1 and o.end_at > $2',
  ),
  ofRotations: statement<OverrideRow>(
    'oncall.overridesOf',
    `select ${OVERRIDE} from rotation_overrides o where o.rotation_id = any($1::uuid[]) order by o.rotation_id, o.start_at, o.id`,
  ),
  /** Those at least partly in [from, to), by start, after a position. */
  list: statement<OverrideRow>(
    'oncall.listOverrides',
    `select ${OVERRIDE} from rotation_overrides o where o.rotation_id = $1 and o.end_at > $2 and o.start_at < $3
       and ($4::timestamptz is null or (o.start_at, o.id) > ($4, $5::uuid)) order by o.start_at, o.id limit $6`,
  ),
  find: statement<OverrideRow>(
    'oncall.findOverride',
    `select ${OVERRIDE} from rotation_overrides o where o.rotation_id = $1 and o.id = $2`,
  ),
  remove: statement<{ id: string }>(
    'oncall.removeOverride',
    'delete from rotation_overrides o where o.rotation_id = $1 and o.id = $2 returning o.id',
  ),
  ofBundle: statement<OverrideRow>(
    'oncall.overridesOfBundle',
    `select ${OVERRIDE} from rotation_overrides o where o.account = $1 and o.bundle_id = $2
     order by o.rotation_id, o.start_at, o.id`,
  ),
  removeBundle: statement<{ id: string }>(
    'oncall.removeBundle',
    'delete from rotation_overrides o where o.account = $1 and o.bundle_id = $2 returning o.id',
  ),
  /** The rotations of which an override that is not over names a contact. */
  withContact: statement<{ id: string; account: string; region: string }>(
    'oncall.overriddenWithContact',
    `select distinct r.id, r.account, r.region from rotation_overrides o join rotations r on r.id = o.rotation_id
     where o.account = $1 and o.contacts @> array[$2::text] and o.end_at > $3 order by r.id`,
  ),
  /** The parts of temporary schedules that are at least partly in [from, to), whole schedules each. */
  temporary: statement<OverrideRow>(
    'oncall.temporarySchedules',
    `select ${OVERRIDE} from rotation_overrides o join rotations r on r.id = o.rotation_id
     where o.account = $1 and r.region = $2 and o.kind = 'temporary' and o.bundle_id in (
       select p.bundle_id from rotation_overrides p
       where p.account = $1 and p.kind = 'temporary' and p.end_at > $3 and p.start_at < $4)
     order by o.bundle_id, o.rotation_id, o.start_at limit $5`,
  ),
};

export const toOverride = (row: OverrideRow): Override => ({
  id: row.id,
  start: row.start_at,
  end: row.end_at,
  members: row.contacts,
  ...(row.kind === 'replace' ? {} : { kind: row.kind }),
  ...(row.bundle_id ? { bundle: row.bundle_id } : {}),
  createdAt: row.created_at,
});
