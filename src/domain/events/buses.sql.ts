import { statement } from '#storage/statement';
import type { PolicyStatement } from './bus-policy.ts';
import type { BusKey } from './rules.sql.ts';

export interface BusRow {
  account: string;
  region: string;
  name: string;
  description: string | null;
  kms_key: string | null;
  dead_letter_arn: string | null;
  log_config: { level?: string; detail?: string } | null;
  policy: PolicyStatement[];
  tags: Record<string, string>;
  created_at: Date;
  modified_at: Date;
}

const ALL = `b.account, b.region, b.name, b.description, b.kms_key, b.dead_letter_arn, b.log_config, b.policy, b.tags,
  b.created_at, b.modified_at`;

export const busesSql = {
  /** Nothing where the name is taken. */
  insert: statement<{ name: string }>(
    'events.insertBus',
    `insert into event_buses (account, region, name, description, kms_key, dead_letter_arn, log_config, policy, tags, created_at,
       modified_at)
     values ($1, $2, $3, $4, $5, $6, $7, '[]', $8, $9, $9) on conflict do nothing returning name`,
  ),
  count: statement<{ count: number }>(
    'events.countBuses',
    'select count(*)::int as count from event_buses b where b.account = $1 and b.region = $2',
  ),
  one: statement<BusRow>(
    'events.oneBus',
    `select ${ALL} from event_buses b where b.account = $1 and b.region = $2 and b.name = $3`,
  ),
  lock: statement<BusRow>(
    'events.lockBus',
    `select ${ALL} from event_buses b where b.account = $1 and b.region = $2 and b.name = $3 for update`,
  ),
  /** That it stays while something is put on it. */
  hold: statement<{ name: string }>(
    'events.holdBus',
    'select b.name from event_buses b where b.account = $1 and b.region = $2 and b.name = $3 for key share',
  ),
  /** Of these those that there are. */
  present: statement<{ name: string }>(
    'events.presentBuses',
    'select b.name from event_buses b where b.account = $1 and b.region = $2 and b.name = any($3::text[])',
  ),
  list: statement<BusRow>(
    'events.listBuses',
    `select ${ALL} from event_buses b where b.account = $1 and b.region = $2 and starts_with(b.name, $3)
       and ($4::text is null or b.name collate "C" > $4) order by b.name collate "C" limit $5`,
  ),
  update: statement(
    'events.updateBus',
    `update event_buses set description = $4, kms_key = $5, dead_letter_arn = $6, log_config = $7, modified_at = $8
     where account = $1 and region = $2 and name = $3`,
  ),
  setPolicy: statement(
    'events.setBusPolicy',
    'update event_buses set policy = $4, modified_at = $5 where account = $1 and region = $2 and name = $3',
  ),
  setTags: statement(
    'events.setBusTags',
    'update event_buses set tags = $4 where account = $1 and region = $2 and name = $3',
  ),
  delete: statement('events.deleteBus', 'delete from event_buses where account = $1 and region = $2 and name = $3'),
  rulesOf: statement<{ name: string }>(
    'events.rulesOfBus',
    'select r.name from event_rules r where r.account = $1 and r.region = $2 and r.bus = $3 order by r.name limit 6',
  ),
};

export const busValues = ({ account, region, bus }: BusKey) => [account, region, bus];
