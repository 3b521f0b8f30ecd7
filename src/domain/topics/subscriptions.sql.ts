import { statement } from '#storage/statement';
import type { Protocol, SubscriptionAttributes } from './subscription.ts';

export interface SubscriptionRow {
  id: string;
  topic: string;
  account: string;
  region: string;
  /** The topic's. */
  name: string;
  protocol: Protocol;
  endpoint: string;
  attributes: SubscriptionAttributes;
  principal: string;
  confirmed_at: Date | null;
  authenticated: boolean;
  guarded: boolean;
}

const SUBSCRIPTION = `s.id, s.topic, s.account, t.region, t.name, s.protocol, s.endpoint, s.attributes, s.principal,
  s.confirmed_at, s.authenticated, s.guarded`;
const JOINED = 'topic_subscriptions s join topics t on t.id = s.topic';

export const subscriptionsSql = {
  insert: statement<{ id: string }>(
    'topics.insertSubscription',
    `insert into topic_subscriptions (id, topic, account, protocol, endpoint, attributes, principal, created_at, confirmed_at,
       authenticated)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9::timestamptz is not null)
     on conflict (topic, protocol, endpoint) do nothing returning id`,
  ),
  count: statement<{ count: number }>(
    'topics.countSubscriptions',
    'select count(*)::int as count from (select 1 from topic_subscriptions s where s.topic = $1 limit $2) as found',
  ),
  counts: statement<{ confirmed: number; pending: number }>(
    'topics.subscriptionCounts',
    `select count(s.confirmed_at)::int as confirmed, (count(*) - count(s.confirmed_at))::int as pending
     from topic_subscriptions s where s.topic = $1`,
  ),
  same: statement<SubscriptionRow>(
    'topics.sameSubscription',
    `select ${SUBSCRIPTION} from ${JOINED} where s.topic = $1 and s.protocol = $2 and s.endpoint = $3`,
  ),
  find: statement<SubscriptionRow>('topics.findSubscription', `select ${SUBSCRIPTION} from ${JOINED} where s.id = $1`),
  lock: statement<SubscriptionRow>(
    'topics.lockSubscription',
    `select ${SUBSCRIPTION} from ${JOINED} where s.id = $1 for update of s`,
  ),
  /** Those to which what is published goes; none of them goes away before the transaction ends. */
  holdConfirmed: statement<SubscriptionRow>(
    'topics.holdConfirmed',
    `select ${SUBSCRIPTION} from ${JOINED} where s.topic = $1 and s.confirmed_at is not null
     order by s.id for key share of s`,
  ),
  list: statement<SubscriptionRow>(
    'topics.listSubscriptions',
    `select ${SUBSCRIPTION} from ${JOINED}
     where s.account = $1 and t.region = $2 and ($3::text is null or t.name = $3) and s.id > $4::uuid
     order by s.id limit $5`,
  ),
  confirm: statement(
    'topics.confirmSubscription',
    'update topic_subscriptions set confirmed_at = $2, authenticated = $3, guarded = $4 where id = $1',
  ),
  setAttributes: statement(
    'topics.setSubscriptionAttributes',
    'update topic_subscriptions set attributes = $2 where id = $1',
  ),
  delete: statement('topics.deleteSubscription', 'delete from topic_subscriptions where id = $1'),
  /** Those that nobody confirmed since $1, at most $2; locked. */
  lockForgotten: statement<{ id: string }>(
    'topics.lockForgottenSubscriptions',
    `select s.id from topic_subscriptions s where s.confirmed_at is null and s.created_at < $1
     order by s.id limit $2 for update skip locked`,
  ),
  deleteAll: statement('topics.deleteSubscriptions', 'delete from topic_subscriptions where id = any($1::uuid[])'),
};
