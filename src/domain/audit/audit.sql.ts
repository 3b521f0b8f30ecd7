import { statement } from '#storage/statement';

export const auditSql = {
  insert: statement(
    'audit.insert',
    `insert into audit_events (account, id, region, at, event)
     select n.account, n.id, n.region, n.at, n.event
     from json_to_recordset($1::json) as n(account text, id uuid, region text, at timestamptz, event jsonb)
     on conflict do nothing`,
  ),
};
