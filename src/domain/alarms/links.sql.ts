import { statement } from '#storage/statement';
import type { AlarmKind, AlarmState } from './alarm.ts';

export type LinkRole = 'child' | 'suppressor';

export interface LinkedRow {
  name: string;
  role: LinkRole;
  state: AlarmState;
  state_transitioned_at: Date;
}

/** Which composite alarm names which alarms, and which alarm watches which metrics. */
export const linksSql = {
  clear: statement(
    'alarms.clearLinks',
    'delete from alarm_links l where l.account = $1 and l.region = $2 and l.parent = any($3::text[])',
  ),
  add: statement(
    'alarms.addLinks',
    `insert into alarm_links (account, region, parent, child, role)
     select $1, $2, $3, n.child, n.role from jsonb_to_recordset($4::jsonb) as n(child text, role text) order by n.child, n.role`,
  ),
  /** What a composite alarm names, as it stands now. */
  of: statement<LinkedRow>(
    'alarms.linked',
    `select a.name, l.role, a.state, a.state_transitioned_at from alarm_links l
     join alarms a on a.account = l.account and a.region = l.region and a.name = l.child
     where l.account = $1 and l.region = $2 and l.parent = $3 order by a.name collate "C", l.role`,
  ),
  /** Who names these. */
  parents: statement<{ parent: string; child: string }>(
    'alarms.parents',
    `select distinct l.parent, l.child from alarm_links l where l.account = $1 and l.region = $2 and l.child = any($3::text[])
     order by l.parent, l.child`,
  ),
  /** How many parents each of these has, $4 left out. */
  countParents: statement<{ child: string; parents: number }>(
    'alarms.countParents',
    `select l.child, count(distinct l.parent)::int as parents from alarm_links l
     where l.account = $1 and l.region = $2 and l.child = any($3::text[]) and l.parent <> $4 group by l.child`,
  ),
  /** Whether an alarm depends on itself, by way of others. */
  inCycle: statement<{ cycle: boolean }>(
    'alarms.inCycle',
    `with recursive below(name) as (
       select l.child from alarm_links l where l.account = $1 and l.region = $2 and l.parent = $3
       union
       select l.child from below b join alarm_links l on l.account = $1 and l.region = $2 and l.parent = b.name
     )
     select exists (select from below b where b.name = $3) as cycle`,
  ),
  clearMetrics: statement(
    'alarms.clearMetrics',
    'delete from alarm_metrics m where m.account = $1 and m.region = $2 and m.name = any($3::text[])',
  ),
  addMetrics: statement(
    'alarms.addMetrics',
    `insert into alarm_metrics (account, region, name, metric) select $1, $2, $3, n.metric from unnest($4::uuid[]) as n(metric)
     order by n.metric on conflict do nothing`,
  ),
  watching: statement<{ name: string }>(
    'alarms.watching',
    `select m.name from alarm_metrics m where m.account = $1 and m.region = $2 and m.metric = $3 order by m.name`,
  ),
  /**
   * Alarms on these metrics that would be evaluated later than at $4; and those that are being evaluated just now, and would sleep
   * after that, because there were no data.
   */
  asleep: statement<{ name: string }>(
    'alarms.asleep',
    `select distinct m.name from alarm_metrics m
     join due d on d.queue = $5 and d.key = 'arn:aws:cloudwatch:' || m.region || ':' || m.account || ':alarm:' || m.name
     where m.account = $1 and m.region = $2 and m.metric = any($3::uuid[])
       and case when d.owner is null then d.run_at > $4 else d.payload ? 'idle' end
     order by m.name`,
  ),
  /** Alarms that must have work: metric alarms, and composite ones that wait for the end of a period; from one on. */
  timed: statement<{ account: string; region: string; name: string; kind: AlarmKind; waits: boolean }>(
    'alarms.timed',
    `select a.account, a.region, a.name, a.kind, (a.kind = 'metric' or a.suppression ->> 'until' is not null) as waits
     from alarms a where (a.account, a.region, a.name) > ($1, $2, $3) order by a.account, a.region, a.name limit $4`,
  ),
};
