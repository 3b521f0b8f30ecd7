import { statement } from '#storage/statement';
import type { SeverityEngagements } from './by-severity.ts';
import type { Noise } from './noise.ts';
import type { ResponsePlan } from './response-plan.ts';

export interface ResponsePlanRow {
  account: string;
  name: string;
  display_name: string | null;
  template: ResponsePlan['template'];
  engagements: string[];
  engagements_by_severity: SeverityEngagements[];
  noise: Partial<Noise>;
  actions: ResponsePlan['actions'];
  chat_channel: ResponsePlan['chatChannel'] | null;
  integrations: ResponsePlan['integrations'];
  tags: Record<string, string>;
}

const COLUMNS = `p.account, p.name, p.display_name, p.template, p.engagements, p.actions, p.chat_channel, p.integrations,
  p.engagements_by_severity, p.noise, p.tags`;

export const responsePlansSql = {
  insert: statement<{ name: string }>(
    'responsePlans.insert',
    `insert into response_plans (account, name, display_name, template, engagements, actions, chat_channel, integrations,
       engagements_by_severity, noise, tags, created_at, created_by, modified_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $12) on conflict do nothing returning name`,
  ),
  /** How many plans an account has; $2 stands for all beyond it. */
  count: statement<{ count: number }>(
    'responsePlans.count',
    'select count(*)::int as count from (select 1 from response_plans p where p.account = $1 limit $2) as found',
  ),
  one: statement<ResponsePlanRow>(
    'responsePlans.one',
    `select ${COLUMNS} from response_plans p where p.account = $1 and p.name = $2`,
  ),
  lock: statement<ResponsePlanRow>(
    'responsePlans.lock',
    `select ${COLUMNS} from response_plans p where p.account = $1 and p.name = $2 for update`,
  ),
  update: statement(
    'responsePlans.update',
    `update response_plans set display_name = $3, template = $4, engagements = $5, actions = $6, chat_channel = $7,
       integrations = $8, engagements_by_severity = $9, noise = $10, modified_at = $11 where account = $1 and name = $2`,
  ),
  saveTags: statement('responsePlans.saveTags', 'update response_plans set tags = $3 where account = $1 and name = $2'),
  /** A page of them; $2 is the last name seen. */
  list: statement<{ account: string; name: string; display_name: string | null }>(
    'responsePlans.list',
    `select p.account, p.name, p.display_name from response_plans p
     where p.account = $1 and ($2::text is null or p.name > $2) order by p.name limit $3`,
  ),
  delete: statement('responsePlans.delete', 'delete from response_plans p where p.account = $1 and p.name = $2'),
  erase: statement('responsePlans.erase', 'delete from response_plans p where p.account = $1'),
  /** The services that plans pass incidents on to; of one account, where $1 names it. */
  services: statement<{ account: string; name: string; secret_id: string; service_id: string }>(
    'responsePlans.services',
    `select p.account, p.name, i.value -> 'pagerDutyConfiguration' ->> 'secretId' as secret_id,
       i.value -> 'pagerDutyConfiguration' -> 'pagerDutyIncidentConfiguration' ->> 'serviceId' as service_id
     from response_plans p cross join lateral jsonb_array_elements(p.integrations) i
     where p.integrations <> '[]'::jsonb and ($1::text is null or p.account = $1) order by p.account, p.name limit $2`,
  ),
  find: statement<ResponsePlanRow>(
    'responsePlans.find',
    `select ${COLUMNS} from response_plans p
     join json_to_recordset($1::json) as n(account text, name text) on p.account = n.account and p.name = n.name`,
  ),
};
