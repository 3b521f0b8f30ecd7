import { statement } from '#storage/statement';
import type { Monitor, MonitorStatus } from './monitor.ts';

export interface MonitorRow {
  id: string;
  account: string;
  region: string;
  name: string;
  interval_seconds: number;
  grace_seconds: number;
  plan_name: string | null;
  labels: Record<string, string>;
  status: MonitorStatus;
  last_beat_at: Date | null;
  missed_at: Date | null;
  created_at: Date;
  created_by: string;
  modified_at: Date;
  modified_by: string;
}

const COLUMNS = `m.id, m.account, m.region, m.name, m.interval_seconds, m.grace_seconds, m.plan_name, m.labels, m.status, m.last_beat_at,
  m.missed_at, m.created_at, m.created_by, m.modified_at, m.modified_by`;

export const monitorsSql = {
  insert: statement<{ id: string }>(
    'monitors.insert',
    `insert into heartbeat_monitors (id, account, region, name, key_hash, interval_seconds, grace_seconds, plan_name, labels, status,
       created_at, created_by, modified_at, modified_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, $11, $10, $11)
     on conflict (account, region, name) do nothing returning id`,
  ),
  count: statement<{ count: number }>(
    'monitors.count',
    'select count(*)::int as count from heartbeat_monitors m where m.account = $1',
  ),
  find: statement<MonitorRow>(
    'monitors.find',
    `select ${COLUMNS} from heartbeat_monitors m where m.account = $1 and m.region = $2 and m.id = $3`,
  ),
  lock: statement<MonitorRow>(
    'monitors.lock',
    `select ${COLUMNS} from heartbeat_monitors m where m.account = $1 and m.region = $2 and m.id = $3 for update`,
  ),
  lockById: statement<MonitorRow>(
    'monitors.lockById',
    `select ${COLUMNS} from heartbeat_monitors m where m.id = $1 for update`,
  ),
  byKey: statement<Pick<MonitorRow, 'status'>>(
    'monitors.byKey',
    'select m.status from heartbeat_monitors m where m.key_hash = $1',
  ),
  lockByKey: statement<MonitorRow>(
    'monitors.lockByKey',
    `select ${COLUMNS} from heartbeat_monitors m where m.key_hash = $1 for update`,
  ),
  /** By name; $3 is the last one seen, $4 a status. */
  list: statement<MonitorRow>(
    'monitors.list',
    `select ${COLUMNS} from heartbeat_monitors m where m.account = $1 and m.region = $2 and ($3::text is null or m.name > $3)
       and ($4::text is null or m.status = $4) order by m.name limit $5`,
  ),
  /** The beat of one that is heard: nothing else is to be done for it. None where it beat after $3 already. */
  beat: statement<{ id: string }>(
    'monitors.beat',
    `update heartbeat_monitors m set last_beat_at = $2
     where m.key_hash = $1 and m.status = 'heard' and m.last_beat_at <= $3 returning m.id`,
  ),
  setBeat: statement(
    'monitors.setBeat',
    `update heartbeat_monitors m set status = $2, last_beat_at = coalesce($3, m.last_beat_at), missed_at = $4 where m.id = $1`,
  ),
  update: statement(
    'monitors.update',
    `update heartbeat_monitors m set interval_seconds = $2, grace_seconds = $3, plan_name = $4, labels = $5, status = $6,
       missed_at = case when $6 = 'missing' then m.missed_at end, modified_at = $7, modified_by = $8 where m.id = $1`,
  ),
  setKey: statement(
    'monitors.setKey',
    'update heartbeat_monitors m set key_hash = $2, modified_at = $3, modified_by = $4 where m.id = $1',
  ),
  remove: statement('monitors.remove', 'delete from heartbeat_monitors m where m.id = $1'),
  /** Those that are heard, from $1 on: each has work that looks at it. */
  heard: statement<MonitorRow>(
    'monitors.heard',
    `select ${COLUMNS} from heartbeat_monitors m where m.status = 'heard' and m.id > $1 order by m.id limit $2`,
  ),
};

export function toMonitor(row: MonitorRow): Monitor {
  return {
    id: row.id,
    account: row.account,
    region: row.region,
    name: row.name,
    intervalSeconds: row.interval_seconds,
    graceSeconds: row.grace_seconds,
    ...(row.plan_name ? { planName: row.plan_name } : {}),
    labels: row.labels,
    status: row.status,
    ...(row.last_beat_at ? { lastBeatAt: row.last_beat_at } : {}),
    ...(row.missed_at ? { missedAt: row.missed_at } : {}),
    createdAt: row.created_at,
    createdBy: row.created_by,
    modifiedAt: row.modified_at,
    modifiedBy: row.modified_by,
  };
}
