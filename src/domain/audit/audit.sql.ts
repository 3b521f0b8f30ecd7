import { statement } from '#storage/statement';

export const auditSql = {
  insert: statement(
    'audit.insert',
    `insert into audit_events (account, id, region, at, event)
     select n.account, n.id, n.region, n.at, n.event
     from jsonb_to_recordset($1::jsonb) as n(account text, id uuid, region text, at timestamptz, event jsonb)
     on conflict do nothing`,
  ),
};
