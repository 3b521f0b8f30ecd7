import type { Tags } from '#kernel/tags';
import { statement } from '#storage/statement';
import type { TargetOptions } from './target-options.ts';

export interface BusKey {
  account: string;
  region: string;
  bus: string;
}

export interface RuleRow extends BusKey {
  name: string;
  pattern: string | null;
  schedule: string | null;
  state: 'ENABLED' | 'DISABLED';
}

/** A rule with what it does; its targets by id. */
export interface RuleView extends RuleRow {
  description: string | null;
  role_arn: string | null;
  created_by: string;
  modified_at: Date;
  targets: { id: string; arn: string; role_arn: string | null; options: TargetOptions }[];
}

export interface TargetRow {
  rule: string;
  id: string;
  arn: string;
  options: TargetOptions;
}

const VIEW = `r.account, r.region, r.bus, r.name, r.pattern, r.schedule, r.state, r.description, r.role_arn, r.created_by, r.modified_at,
  coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'arn', t.arn, 'role_arn', t.role_arn, 'options', t.options) order by t.id collate "C")
    from event_targets t where t.account = r.account and t.region = r.region and t.bus = r.bus and t.rule = r.name),
    '[]'::jsonb) as targets`;

/** Deliveries that are looked at when it is asked what has matched: the newest ones. */
const LOOKED_AT = 200_000;

export const rulesSql = {
  /** The rules of a region that an event after $3 was delivered by; event ids tell when. */
  matchedSince: statement<{ rule: string }>(
    'events.matchedSince',
    `select distinct x.rule from (
       select d.rule from event_deliveries d where d.account = $1 and d.region = $2 and d.event_id >= $3::uuid
       order by d.event_id desc limit ${LOOKED_AT}
     ) x`,
  ),
  /** Of each of the rules $3: the newest event that it was delivered by, among the newest deliveries of the region. */
  lastMatches: statement<{ rule: string; event_id: string }>(
    'events.lastMatches',
    `select distinct on (x.rule) x.rule, x.event_id from (
       select d.rule, d.event_id from event_deliveries d where d.account = $1 and d.region = $2
       order by d.event_id desc limit ${LOOKED_AT}
     ) x where x.rule = any($3::text[]) order by x.rule, x.event_id desc`,
  ),
  put: statement(
    'events.putRule',
    `insert into event_rules (account, region, bus, name, pattern, state, description, role_arn, tags, created_at, created_by, modified_at,
       schedule, scheduled_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $10, $12, $10)
     on conflict (account, region, bus, name) do update set pattern = excluded.pattern, state = excluded.state,
       description = excluded.description, role_arn = excluded.role_arn, modified_at = excluded.modified_at, schedule = excluded.schedule,
       scheduled_at = excluded.scheduled_at`,
  ),
  count: statement<{ count: number }>(
    'events.countRules',
    'select count(*)::int as count from event_rules r where r.account = $1 and r.region = $2 and r.bus = $3 and r.name <> $4',
  ),
  lock: statement<RuleRow>(
    'events.lockRule',
    `select r.account, r.region, r.bus, r.name, r.pattern, r.schedule, r.state from event_rules r
     where r.account = $1 and r.region = $2 and r.bus = $3 and r.name = $4 for update`,
  ),
  putTargets: statement(
    'events.putTargets',
    `insert into event_targets (account, region, bus, rule, id, arn, role_arn, options)
     select $1, $2, $3, $4, n.id, n.arn, n.role_arn, n.options
     from jsonb_to_recordset($5::jsonb) as n(id text, arn text, role_arn text, options jsonb)
     on conflict (account, region, bus, rule, id) do update set arn = excluded.arn, role_arn = excluded.role_arn,
       options = excluded.options`,
  ),
  targetIds: statement<{ id: string }>(
    'events.targetIds',
    'select t.id from event_targets t where t.account = $1 and t.region = $2 and t.bus = $3 and t.rule = $4',
  ),
  /** Those of a bus after a name, whose names begin so, by name. */
  list: statement<RuleView>(
    'events.listRules',
    `select ${VIEW} from event_rules r where r.account = $1 and r.region = $2 and r.bus = $3
       and starts_with(r.name, $4) and ($5::text is null or r.name collate "C" > $5)
     order by r.name collate "C" limit $6`,
  ),
  one: statement<RuleView>(
    'events.oneRule',
    `select ${VIEW} from event_rules r where r.account = $1 and r.region = $2 and r.bus = $3 and r.name = $4`,
  ),
  setState: statement(
    'events.setRuleState',
    `update event_rules set state = $5, modified_at = $6, scheduled_at = $6
     where account = $1 and region = $2 and bus = $3 and name = $4`,
  ),
  /** Names of the bus's rules after a name that have such a target, by name. */
  withTarget: statement<{ name: string }>(
    'events.rulesWithTarget',
    `select distinct t.rule collate "C" as name from event_targets t where t.account = $1 and t.region = $2 and t.bus = $3
       and t.arn = $4 and ($5::text is null or t.rule collate "C" > $5) order by name limit $6`,
  ),
  tags: statement<{ tags: Tags }>(
    'events.ruleTags',
    'select r.tags from event_rules r where r.account = $1 and r.region = $2 and r.bus = $3 and r.name = $4',
  ),
  setTags: statement(
    'events.setRuleTags',
    'update event_rules set tags = $5 where account = $1 and region = $2 and bus = $3 and name = $4',
  ),
  delete: statement(
    'events.deleteRule',
    'delete from event_rules r where r.account = $1 and r.region = $2 and r.bus = $3 and r.name = $4',
  ),
  deleteTargets: statement<{ id: string }>(
    'events.deleteTargets',
    `delete from event_targets t where t.account = $1 and t.region = $2 and t.bus = $3 and t.rule = $4
       and t.id = any($5::text[]) returning t.id`,
  ),
  /** Takes the bus's version number up; concurrent changes queue on its row. */
  raiseVersion: statement(
    'events.raiseVersion',
    `insert into event_rule_versions as v (account, region, bus, version) values ($1, $2, $3, 1)
     on conflict (account, region, bus) do update set version = v.version + 1`,
  ),
  versions: statement<BusKey & { version: number }>(
    'events.ruleVersions',
    `select v.account, v.region, v.bus, v.version from event_rule_versions v
     join jsonb_to_recordset($1::jsonb) as n(account text, region text, bus text)
       on v.account = n.account and v.region = n.region and v.bus = n.bus`,
  ),
  enabled: statement<RuleRow & { pattern: string }>(
    'events.enabledRules',
    `select r.account, r.region, r.bus, r.name, r.pattern, r.schedule, r.state from event_rules r
     where r.account = $1 and r.region = $2 and r.bus = $3 and r.state = 'ENABLED' and r.pattern is not null order by r.name`,
  ),
  targets: statement<TargetRow>(
    'events.targets',
    `select t.rule, t.id, t.arn, t.options from event_targets t where t.account = $1 and t.region = $2 and t.bus = $3 order by t.rule, t.id`,
  ),
};
