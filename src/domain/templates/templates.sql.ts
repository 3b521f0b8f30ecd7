import { statement } from '#storage/statement';
import type { Parts } from './check.ts';
import type { TemplateKind } from './kinds.ts';

export interface TemplateRow {
  account: string;
  /** Null: for all plans that have none of their own. */
  plan_name: string | null;
  kind: TemplateKind;
  parts: Parts;
  modified_at: Date;
  modified_by: string;
}

const COLUMNS = 't.account, t.plan_name, t.kind, t.parts, t.modified_at, t.modified_by';
const SAME = `t.account = $1 and t.plan_name is not distinct from $2 and t.kind = $3`;

export const templatesSql = {
  /** Those that can matter for messages: of each kind that of the plan and that for all. */
  find: statement<TemplateRow>(
    'templates.find',
    `select distinct ${COLUMNS} from templates t
     join jsonb_to_recordset($1::jsonb) as n(account text, plan_name text, kind text)
       on t.account = n.account and t.kind = n.kind and (t.plan_name is null or t.plan_name = n.plan_name)`,
  ),
  one: statement<TemplateRow>('templates.one', `select ${COLUMNS} from templates t where ${SAME}`),
  lock: statement<TemplateRow>('templates.lock', `select ${COLUMNS} from templates t where ${SAME} for update`),
  put: statement(
    'templates.put',
    `insert into templates (account, plan_name, kind, parts, modified_at, modified_by) values ($1, $2, $3, $4, $5, $6)
     on conflict (account, plan_name, kind)
       do update set parts = excluded.parts, modified_at = excluded.modified_at, modified_by = excluded.modified_by`,
  ),
  delete: statement('templates.delete', `delete from templates t where ${SAME}`),
  /** A page of them: those for all first, then by plan; $2 and $3 are the last one seen, the plan '' for all. */
  list: statement<TemplateRow>(
    'templates.list',
    `select ${COLUMNS} from templates t
     where t.account = $1 and ($2::text is null or (coalesce(t.plan_name, ''), t.kind) > ($2, $3))
     order by coalesce(t.plan_name, ''), t.kind limit $4`,
  ),
  erase: statement('templates.erase', 'delete from templates t where t.account = $1'),
};
