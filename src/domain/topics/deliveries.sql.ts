import { statement } from '#storage/statement';
import type { MessageAttributes } from './filter-policy.ts';
import type { Protocol, SubscriptionAttributes } from './subscription.ts';
import type { TopicAttributes } from './topic-attributes.ts';

/** A delivery with all that it is rendered from. */
export interface DeliveryRow {
  id: string;
  account: string;
  protocol: Protocol;
  endpoint: string;
  attempts: number;
  created_at: Date;
  /** Absent: gone, or there never was one. */
  subscription: string | null;
  confirmed: boolean;
  subscription_attributes: SubscriptionAttributes | null;
  region: string | null;
  topic_name: string | null;
  topic_attributes: TopicAttributes | null;
  /** Absent: it asks whether the subscription is wanted. */
  message: string | null;
  subject: string | null;
  body: string | null;
  structured: boolean | null;
  attributes: MessageAttributes | null;
  published_at: Date | null;
}

/** What is told of a delivery. */
export interface DeliveryView {
  id: string;
  message: string | null;
  subject: string | null;
  subscription: string | null;
  protocol: Protocol;
  endpoint: string;
  status: 'pending' | 'delivered' | 'failed' | 'cancelled';
  attempts: number;
  error: string | null;
  created_at: Date;
  settled_at: Date | null;
}

const OPEN = `select d.id, d.account, d.protocol, d.endpoint, d.attempts, d.created_at, d.subscription,
    s.confirmed_at is not null as confirmed, s.attributes as subscription_attributes,
    t.region, t.name as topic_name, t.attributes as topic_attributes,
    d.message, m.subject, m.body, m.structured, m.attributes, m.published_at
  from topic_deliveries d
  left join topic_subscriptions s on s.id = d.subscription
  left join topics t on t.id = d.topic
  left join topic_messages m on m.id = d.message
  where d.id = any($1::uuid[]) and d.status = 'pending'`;

export const deliveriesSql = {
  /** Undefined where a message of this key was published to the topic before. */
  insertMessage: statement<{ id: string }>(
    'topics.insertMessage',
    `insert into topic_messages (id, account, topic, key, subject, body, structured, attributes, published_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (topic, key) do nothing returning id`,
  ),
  messageOfKey: statement<{ id: string }>(
    'topics.messageOfKey',
    'select m.id from topic_messages m where m.topic = $1 and m.key = $2',
  ),
  insert: statement(
    'topics.insertDeliveries',
    `insert into topic_deliveries (id, account, topic, message, subscription, protocol, endpoint, status, created_at)
     select n.id, $2, $3, $4, n.subscription, n.protocol, n.endpoint, 'pending', $5
     from jsonb_to_recordset($1::jsonb) as n(id uuid, subscription uuid, protocol text, endpoint text)`,
  ),
  open: statement<DeliveryRow>('topics.openDeliveries', OPEN),
  settle: statement(
    'topics.settleDelivery',
    `update topic_deliveries set status = $2, attempts = $3, error = $4, provider_id = $5, settled_at = $6
     where id = $1 and status = 'pending'`,
  ),
  tried: statement('topics.triedDelivery', 'update topic_deliveries set attempts = $2, error = $3 where id = $1'),
  /** The newest first. */
  list: statement<DeliveryView>(
    'topics.listDeliveries',
    `select d.id, d.message, m.subject, d.subscription, d.protocol, d.endpoint, d.status, d.attempts, d.error, d.created_at,
       d.settled_at
     from topic_deliveries d left join topic_messages m on m.id = d.message
     where d.topic = (select t.id from topics t where t.account = $1 and t.region = $2 and t.name = $3)
       and ($4::uuid is null or d.id < $4::uuid) order by d.id desc limit $5`,
  ),
  /** Of the next $2 open deliveries after $1 those over HTTP and to functions that no work would make, and the last one looked at. */
  unattended: statement<{ id: string; account: string; fault: boolean }>(
    'topics.unattendedDeliveries',
    `with part as (
       select d.id, d.account, d.protocol from topic_deliveries d
       where d.status = 'pending' and d.id > $1::uuid order by d.id limit $2
     ), faults as (
       select p.id, p.account from part p left join lateral (
         select w.id from due w where w.queue = 'send.topic' and w.key = p.id::text limit 1
       ) work on true where work.id is null and p.protocol in ('http', 'https', 'lambda')
     ), last as (select p.id, p.account from part p order by p.id desc limit 1)
     select f.id, f.account, true as fault from faults f
     union all
     select l.id, l.account, false from last l where (select count(*) from part) = $2`,
  ),
  lock: statement<{ id: string; account: string; status: string }>(
    'topics.lockDelivery',
    'select d.id, d.account, d.status from topic_deliveries d where d.id = $1 for update',
  ),
  /** Messages that were published before $1, at most $2, with what came of them. */
  forgetMessages: statement<{ id: string }>(
    'topics.forgetMessages',
    `delete from topic_messages where id in
       (select m.id from topic_messages m where m.published_at < $1 order by m.published_at limit $2) returning id`,
  ),
  forgetQuestions: statement<{ id: string }>(
    'topics.forgetQuestions',
    `delete from topic_deliveries where id in
       (select d.id from topic_deliveries d where d.message is null and d.id < $1::uuid order by d.id limit $2) returning id`,
  ),
};
