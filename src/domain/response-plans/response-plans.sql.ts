import { statement } from '#storage/statement';
import type { ResponsePlan } from './response-plan.ts';

export interface ResponsePlanRow {
  account: string;
  name: string;
  display_name: string | null;
  template: ResponsePlan['template'];
  engagements: string[];
  actions: ResponsePlan['actions'];
  chat_channel: ResponsePlan['chatChannel'] | null;
  integrations: ResponsePlan['integrations'];
  tags: Record<string, string>;
}

const COLUMNS =
  'p.account, p.name, p.display_name, p.template, p.engagements, p.actions, p.chat_channel, p.integrations, p.tags';

export const responsePlansSql = {
  insert: statement<{ name: string }>(
    'responsePlans.insert',
    `insert into response_plans (account, name, display_name, template, engagements, actions, chat_channel, integrations, tags,
       created_at, created_by, modified_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $10) on conflict do nothing returning name`,
  ),
  find: statement<ResponsePlanRow>(
    'responsePlans.find',
    `select ${COLUMNS} from response_plans p
     join jsonb_to_recordset($1::jsonb) as n(account text, name text) on p.account = n.account and p.name = n.name`,
  ),
};
