import { statement } from '#storage/statement';
import type { FailureCode } from './target.ts';
import type { TargetOptions } from './target-options.ts';

/** Which delivery: one event at one target of one rule. */
export interface DeliveryKey {
  account: string;
  region: string;
  eventId: string;
  rule: string;
  targetId: string;
}

export interface OpenDeliveryRow {
  bus: string;
  target_arn: string;
  at: Date;
  attempts: number;
  options: TargetOptions;
  turn_at: Date | null;
  error: string | null;
  error_code: FailureCode | null;
  exhausted: string | null;
  status: 'pending' | 'delivered' | 'failed';
  dead_letter: 'pending' | 'sent' | 'failed' | null;
  /** The envelope. Absent: the event is forgotten. */
  body: string | null;
  accepted_at: Date | null;
}

/** A delivery as it is told. */
export interface DeliveryRow {
  event_id: string;
  bus: string;
  rule: string;
  target_id: string;
  target_arn: string | null;
  source: string | null;
  detail_type: string | null;
  at: Date;
  status: 'pending' | 'delivered' | 'failed';
  attempts: number;
  settled_at: Date | null;
  result: string | null;
  error: string | null;
  error_code: string | null;
  exhausted: string | null;
  dead_letter: 'pending' | 'sent' | 'failed' | null;
  dead_letter_error: string | null;
}

const KEY = 'x.account = $1 and x.region = $2 and x.event_id = $3 and x.rule = $4 and x.target_id = $5';
const SET_KEY = 'account = $1 and region = $2 and event_id = $3 and rule = $4 and target_id = $5';
/** Deliveries that are looked at when some are searched for: the newest ones. */
const LOOKED_AT = 200_000;

export const deliveriesSql = {
  insert: statement(
    'events.insertDeliveries',
    `insert into event_deliveries (account, region, event_id, bus, rule, target_id, target_arn, at, status, attempts, settled_at,
       result, error, error_code, options, dead_letter)
     select n.account, n.region, n.event_id, n.bus, n.rule, n.target_id, n.target_arn, $2, n.status, n.attempts, n.settled_at,
       n.result, n.error, n.error_code, n.options, n.dead_letter
     from json_to_recordset($1::json) as n(account text, region text, event_id uuid, bus text, rule text, target_id text,
       target_arn text, status text, attempts integer, settled_at timestamptz, result text, error text, error_code text,
       options jsonb, dead_letter text) on conflict do nothing`,
  ),
  open: statement<OpenDeliveryRow>(
    'events.openDelivery',
    `select x.bus, x.target_arn, x.at, x.attempts, x.options, x.turn_at, x.error, x.error_code, x.exhausted, x.status,
       x.dead_letter, e.body, e.accepted_at
     from event_deliveries x left join events e on e.account = x.account and e.region = x.region and e.id = x.event_id
     where ${KEY}`,
  ),
  takeTurn: statement('events.takeDeliveryTurn', `update event_deliveries set turn_at = $6 where ${SET_KEY}`),
  /** Tried once more, and not at its end. */
  tried: statement(
    'events.triedDelivery',
    `update event_deliveries set attempts = $6, error = $7, error_code = $8, turn_at = null where ${SET_KEY}`,
  ),
  settle: statement(
    'events.settleDelivery',
    `update event_deliveries set status = $6, attempts = $7, result = $8, error = $9, error_code = $10, exhausted = $11,
       dead_letter = $12, settled_at = $13 where ${SET_KEY} and status = 'pending'`,
  ),
  settleDeadLetter: statement(
    'events.settleDeadLetter',
    `update event_deliveries set dead_letter = $6, dead_letter_error = $7 where ${SET_KEY}`,
  ),
  /** The newest first, after one; those of a rule, or that came to this, among the newest. */
  list: statement<DeliveryRow>(
    'events.listDeliveries',
    `select x.event_id, x.bus, x.rule, x.target_id, x.target_arn, e.source, e.detail_type, x.at, x.status, x.attempts,
       x.settled_at, x.result, x.error, x.error_code, x.exhausted, x.dead_letter, x.dead_letter_error
     from (select * from event_deliveries d where d.account = $1 and d.region = $2
         and ($3::uuid is null or (d.event_id, d.rule, d.target_id) < ($3::uuid, $4, $5))
       order by d.event_id desc, d.rule desc, d.target_id desc limit ${LOOKED_AT}) x
     left join events e on e.account = x.account and e.region = x.region and e.id = x.event_id
     where ($6::text is null or x.bus = $6) and ($7::text is null or x.rule = $7) and ($8::text is null or x.status = $8)
     order by x.event_id desc, x.rule desc, x.target_id desc limit $9`,
  ),
  /** Of the next $4 open deliveries after ($1, $2, $3) those whose work is not there, and the last one looked at. */
  unattended: statement<DeliveryKeyRow & { fault: boolean }>(
    'events.unattendedDeliveries',
    `with part as (
       select d.account, d.region, d.event_id, d.rule, d.target_id, d.dead_letter from event_deliveries d
       where (d.status = 'pending' or d.dead_letter = 'pending')
         and (d.event_id, d.rule, d.target_id) > ($1::uuid, $2, $3) order by d.event_id, d.rule, d.target_id limit $4
     ), faults as (
       select p.* from part p left join lateral (
         select w.id from due w where w.queue = any($5::text[])
           and w.key = p.account || '/' || p.region || '/' || p.event_id || '/' || p.rule || '/' || p.target_id limit 1
       ) work on true where work.id is null
     ), last as (select * from part order by event_id desc, rule desc, target_id desc limit 1)
     select f.account, f.region, f.event_id, f.rule, f.target_id, true as fault from faults f
     union all
     select l.account, l.region, l.event_id, l.rule, l.target_id, false from last l
       where (select count(*) from part) = $4`,
  ),
};

export interface DeliveryKeyRow {
  account: string;
  region: string;
  event_id: string;
  rule: string;
  target_id: string;
}

export const keyValues = ({ account, region, eventId, rule, targetId }: DeliveryKey) => [
  ...[account, region, eventId, rule, targetId],
];
