import { statement } from '#storage/statement';

export const eventsSql = {
  insert: statement(
    'events.insert',
    `insert into events (account, region, id, bus, accepted_at, source, detail_type, body, matched_rules,
       principal, request_id)
     select n.account, n.region, n.id, n.bus, $1, n.source, n.detail_type, n.body, n.matched_rules,
       n.principal, n.request_id
     from unnest($2::text[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int4[], $10::text[],
       $11::text[]) as n(account, region, id, bus, source, detail_type, body, matched_rules, principal, request_id)
     on conflict (account, region, id) do update set matched_rules = excluded.matched_rules`,
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
  /** Those taken before $1, at most $2, the oldest first. */
  forgetOld: statement<{ account: string; region: string; id: string }>(
    'events.forgetOldEvents',
    `delete from events e using (
       select v.account, v.region, v.id from events v where v.accepted_at < $1 order by v.accepted_at limit $2
       for update skip locked
     ) old where e.account = old.account and e.region = old.region and e.id = old.id returning e.account, e.region, e.id`,
  ),
  forgetDeliveriesOf: statement(
    'events.forgetDeliveriesOf',
    `delete from event_deliveries x using json_to_recordset($1::json) as n(account text, region text, id uuid)
     where x.account = n.account and x.region = n.region and x.event_id = n.id`,
  ),
  forget: statement('events.forget', 'delete from events x where x.account = $1 and x.region = $2 and x.id = $3'),
};
