import { statement } from '#storage/statement';
import type { RuleView } from './rules.sql.ts';

export interface ScheduledRow {
  account: string;
  region: string;
  bus: string;
  name: string;
  schedule: string;
  scheduled_at: Date;
  state: 'ENABLED' | 'DISABLED';
  created_by: string;
  targets: RuleView['targets'];
}

export const schedulesSql = {
  /** A rule with its schedule and targets; locked, so that it is not changed while it fires. */
  lock: statement<ScheduledRow>(
    'events.lockScheduled',
    `select r.account, r.region, r.bus, r.name, r.schedule, r.scheduled_at, r.state, r.created_by,
       coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'arn', t.arn, 'role_arn', t.role_arn, 'options', t.options)
           order by t.id collate "C")
         from event_targets t where t.account = r.account and t.region = r.region and t.bus = r.bus and t.rule = r.name),
         '[]'::jsonb) as targets
     from event_rules r
     where r.account = $1 and r.region = $2 and r.bus = $3 and r.name = $4 and r.schedule is not null for update`,
  ),
  /** Enabled rules with a schedule, after one, in order. */
  enabled: statement<Pick<ScheduledRow, 'account' | 'region' | 'bus' | 'name' | 'schedule' | 'scheduled_at'>>(
    'events.enabledSchedules',
    `select r.account, r.region, r.bus, r.name, r.schedule, r.scheduled_at from event_rules r
     where r.schedule is not null and r.state = 'ENABLED' and (r.account, r.region, r.bus, r.name) > ($1, $2, $3, $4)
     order by r.account, r.region, r.bus, r.name limit $5`,
  ),
};
