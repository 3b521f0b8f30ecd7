import { statement } from '#storage/statement';
import type { Integration, IntegrationKind } from './integration.ts';

export interface IntegrationRow {
  id: string;
  account: string;
  name: string;
  kind: IntegrationKind;
  plan_name: string | null;
  severity: number;
  secret_id: string;
  created_at: Date;
  created_by: string;
}

const COLUMNS = 'i.id, i.account, i.name, i.kind, i.plan_name, i.severity, i.secret_id, i.created_at, i.created_by';

export const integrationsSql = {
  insert: statement<IntegrationRow>(
    'integrations.insert',
    `insert into integrations as i (id, account, name, kind, plan_name, severity, secret_id, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (account, name) do nothing returning ${COLUMNS}`,
  ),
  count: statement<{ count: number }>(
    'integrations.count',
    'select count(*)::int as count from integrations i where i.account = $1',
  ),
  get: statement<IntegrationRow>(
    'integrations.get',
    `select ${COLUMNS} from integrations i where i.account = $1 and i.id = $2`,
  ),
  byIds: statement<IntegrationRow>(
    'integrations.byIds',
    `select ${COLUMNS} from integrations i where i.account = $1 and i.id = any($2::uuid[])`,
  ),
  list: statement<IntegrationRow>(
    'integrations.list',
    `select ${COLUMNS} from integrations i where i.account = $1 and ($2::uuid is null or i.id < $2) order by i.id desc limit $3`,
  ),
  ofAccounts: statement<IntegrationRow>(
    'integrations.ofAccounts',
    `select ${COLUMNS} from integrations i where i.account = any($1::text[]) order by i.id`,
  ),
  remove: statement<{ id: string }>(
    'integrations.remove',
    'delete from integrations i where i.account = $1 and i.id = $2 returning i.id',
  ),
  erase: statement('integrations.erase', 'delete from integrations i where i.account = $1'),
  eraseLooks: statement('integrations.eraseLooks', 'delete from credential_probes c where c.account = $1'),
};

export const toIntegration = (row: IntegrationRow): Integration => ({
  id: row.id,
  account: row.account,
  name: row.name,
  kind: row.kind,
  ...(row.plan_name ? { planName: row.plan_name } : {}),
  severity: row.severity,
  secretId: row.secret_id,
  createdAt: row.created_at,
  createdBy: row.created_by,
});
