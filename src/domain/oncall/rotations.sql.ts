import { statement } from '#storage/statement';
import type { Recurrence } from './recurrence.ts';
import type { Rotation } from './rotation.ts';

export interface RotationRow {
  id: string;
  account: string;
  region: string;
  name: string;
  contacts: string[];
  start_time: Date | null;
  time_zone: string;
  recurrence: Recurrence;
  tags: Record<string, string>;
  anchor_at: Date;
  anchor_position: number;
  anchor_held: string[] | null;
}

const ROTATION = `r.id, r.account, r.region, r.name, r.contacts, r.start_time, r.time_zone, r.recurrence, r.tags, r.anchor_at,
  r.anchor_position, r.anchor_held`;

export const rotationsSql = {
  insert: statement(
    'oncall.insert',
    `insert into rotations (id, account, region, name, contacts, start_time, time_zone, recurrence, anchor_at, anchor_position,
       tags, created_at, created_by, modified_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $11)`,
  ),
  /** How many there are in a Region; $3 stands for all beyond it. */
  count: statement<{ count: number }>(
    'oncall.count',
    `select count(*)::int as count from
       (select 1 from rotations r where r.account = $1 and r.region = $2 limit $3) as found`,
  ),
  countOverrides: statement<{ count: number }>(
    'oncall.countOverrides',
    'select count(*)::int as count from rotation_overrides o where o.rotation_id = $1',
  ),
  update: statement(
    'oncall.update',
    `update rotations set contacts = $2, start_time = $3, time_zone = $4, recurrence = $5, anchor_at = $6,
       anchor_position = $7, anchor_held = $8, modified_at = $9 where id = $1`,
  ),
  find: statement<RotationRow>(
    'oncall.find',
    `select ${ROTATION} from rotations r where r.account = $1 and r.region = $2 and r.id = $3`,
  ),
  lock: statement<RotationRow>(
    'oncall.lock',
    `select ${ROTATION} from rotations r where r.account = $1 and r.region = $2 and r.id = $3 for update`,
  ),
  /** Of one account and region, by id. */
  findMany: statement<RotationRow>(
    'oncall.findMany',
    `select ${ROTATION} from rotations r where r.account = $1 and r.region = $2 and r.id = any($3::uuid[]) order by r.id`,
  ),
  lockMany: statement<RotationRow>(
    'oncall.lockMany',
    `select ${ROTATION} from rotations r where r.account = $1 and r.region = $2 and r.id = any($3::uuid[])
     order by r.id for update`,
  ),
  /** Those in which a person has a turn, or an override that is not over. */
  ofPerson: statement<RotationRow>(
    'oncall.ofPerson',
    `select ${ROTATION} from rotations r where r.account = $1 and r.region = $2 and (r.contacts @> array[$3::text]
       or exists (select 1 from rotation_overrides o
                  where o.rotation_id = r.id and o.contacts @> array[$3::text] and o.end_at > $4)) order by r.id`,
  ),
  findAll: statement<RotationRow>(
    'oncall.findAll',
    `select ${ROTATION} from rotations r where r.id = any($1::uuid[]) order by r.id`,
  ),
  /** Those of the ids that are rotations of an account and region, held so that none is deleted until the transaction ends. */
  hold: statement<{ id: string }>(
    'oncall.hold',
    `select r.id from rotations r where r.account = $1 and r.region = $2 and r.id = any($3::uuid[]) order by r.id for key share of r`,
  ),
  tags: statement<{ tags: Record<string, string> }>(
    'oncall.tags',
    'select r.tags from rotations r where r.account = $1 and r.region = $2 and r.id = $3',
  ),
  lockTags: statement<{ tags: Record<string, string> }>(
    'oncall.lockTags',
    'select r.tags from rotations r where r.account = $1 and r.region = $2 and r.id = $3 for update',
  ),
  setTags: statement('oncall.setTags', 'update rotations set tags = $4 where account = $1 and region = $2 and id = $3'),
  /** Those that a contact has a turn in. */
  withContact: statement<{ id: string; account: string; region: string }>(
    'oncall.withContact',
    'select r.id, r.account, r.region from rotations r where r.account = $1 and r.contacts @> array[$2::text] order by r.id',
  ),
  /** With their overrides. */
  erase: statement<{ id: string; account: string; region: string }>(
    'oncall.erase',
    'delete from rotations r where r.account = $1 returning r.id, r.account, r.region',
  ),
  /** Oldest first, those after an id; with a name that begins so. */
  list: statement<RotationRow>(
    'oncall.list',
    `select ${ROTATION} from rotations r where r.account = $1 and r.region = $2 and starts_with(r.name, $3)
       and ($4::uuid is null or r.id > $4) order by r.id limit $5`,
  ),
  remove: statement<{ id: string }>(
    'oncall.remove',
    'delete from rotations r where r.account = $1 and r.region = $2 and r.id = $3 returning r.id',
  ),
};

export function toRotation(row: RotationRow): Rotation {
  const { id, account, region, name, contacts, recurrence } = row;
  return {
    id,
    account,
    region,
    name,
    contacts,
    ...(row.start_time ? { startTime: row.start_time } : {}),
    timeZone: row.time_zone,
    recurrence,
    tags: row.tags,
    anchor: row.anchor_at,
    position: row.anchor_position,
    ...(row.anchor_held ? { held: row.anchor_held } : {}),
  };
}
