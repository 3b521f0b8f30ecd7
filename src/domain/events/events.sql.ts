import { statement } from '#storage/statement';

export const eventsSql = {
  insert: statement(
    'events.insert',
    `insert into events (account, region, id, bus, accepted_at, source, detail_type, body, matched_rules,
       principal, request_id)
     select n.account, n.region, n.id, n.bus, $2, n.source, n.detail_type, n.body, n.matched_rules,
       n.principal, n.request_id
     from json_to_recordset($1::json) as n(account text, region text, id uuid, bus text, source text, detail_type text,
       body text, matched_rules integer, principal text, request_id text)
     on conflict (account, region, id) do update set matched_rules = excluded.matched_rules`,
  ),
  insertDeliveries: statement(
    'events.insertDeliveries',
    `insert into event_deliveries (account, region, event_id, rule, target_id, at, result, error)
     select n.account, n.region, n.event_id, n.rule, n.target_id, $2, n.result, n.error
     from json_to_recordset($1::json) as n(account text, region text, event_id uuid, rule text, target_id text, result text,
       error text) on conflict do nothing`,
  ),
  one: statement<{ bus: string; body: string; accepted_at: Date }>(
    'events.one',
    'select x.bus, x.body, x.accepted_at from events x where x.account = $1 and x.region = $2 and x.id = $3::uuid',
  ),
  delivery: statement<{ result: string | null }>(
    'events.delivery',
    `select x.result from event_deliveries x
     where x.account = $1 and x.region = $2 and x.event_id = $3 and x.rule = $4 and x.target_id = $5`,
  ),
  forgetDeliveries: statement(
    'events.forgetDeliveries',
    'delete from event_deliveries x where x.account = $1 and x.region = $2 and x.event_id = $3',
  ),
  forget: statement('events.forget', 'delete from events x where x.account = $1 and x.region = $2 and x.id = $3'),
};
