import type { Actor } from '#kernel/actor';
import { newId } from '#kernel/ids';
import { within } from '#kernel/quota';
import type { Queries, Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import type { TopicsDeps } from './deps.ts';
import { dispatch } from './dispatch.ts';
import { findTopic, holdTopic, limitCalled } from './keeping.ts';
import { effectivePolicy } from './retries.ts';
import {
  checkEndpoint,
  checkSubscriptionAttribute,
  isHttp,
  isUnasked,
  type Protocol,
  readProtocol,
  type SubscriptionAttributes,
  withAttribute,
} from './subscription.ts';
import { type SubscriptionRow, subscriptionsSql } from './subscriptions.sql.ts';
import { subscriptionTokens } from './tokens.ts';
import {
  badParameter,
  noSubscription,
  type SubscriptionRef,
  subscriptionArn,
  type TopicRef,
  topicArn,
} from './topic.ts';
import { topicsSql } from './topics.sql.ts';

export interface NewSubscription {
  protocol: string;
  endpoint: string;
  attributes: SubscriptionAttributes;
}

/** A subscription as lists tell it. */
export interface SubscriptionView {
  id: string;
  topicArn: string;
  arn: string;
  protocol: Protocol;
  endpoint: string;
  confirmed: boolean;
}

export interface SubscriptionKeeping {
  /**
   * Its owner is asked whether it is wanted, also where they were asked before; a telephone number is not asked. One that is
   * there with these attributes is answered as it is; with others it is refused (InvalidParameter).
   */
  subscribe(tx: Tx, now: Date, actor: Actor, ref: TopicRef, wanted: NewSubscription): Promise<SubscriptionView>;
  /** `signed`: by an authenticated call; `guarded`: only such a one may end it. A second time changes nothing. */
  confirm(
    tx: Tx,
    now: Date,
    ref: TopicRef,
    token: string,
    how: { signed: boolean; guarded: boolean },
  ): Promise<SubscriptionView>;
  /** Of one that is not there, nothing. */
  unsubscribe(tx: Tx, ref: SubscriptionRef): Promise<void>;
  /** In the order in which they were made; of a topic, or of an account in a Region. `after` is the last id of the page before. */
  list(
    on: Queries,
    query: { of: TopicRef | Omit<TopicRef, 'name'>; limit: number; after?: string },
  ): Promise<SubscriptionView[]>;
  attributes(on: Queries, ref: SubscriptionRef): Promise<Record<string, string>>;
  setAttribute(tx: Tx, ref: SubscriptionRef, name: string, value: string): Promise<void>;
}

const FIRST = '00000000-0000-0000-0000-000000000000';

export function subscriptionKeeping(deps: TopicsDeps): SubscriptionKeeping {
  const tokens = subscriptionTokens(deps.keyring);
  return {
    async subscribe(tx, now, actor, ref, { protocol: asked, endpoint, attributes }) {
      const protocol = readProtocol(asked);
      checkEndpoint(deps.channels, protocol, endpoint);
      for (const [name, value] of Object.entries(attributes)) checkSubscriptionAttribute(protocol, name, value);
      const kept = Object.entries(attributes).reduce<SubscriptionAttributes>(
        (all, one) => withAttribute(all, ...one),
        {},
      );
      const { topic, subscription } = await joined(tx, now, deps, { actor, ref, protocol, endpoint, attributes: kept });
      if (!subscription.confirmed_at) {
        const asks = { account: ref.account, topic, requestId: actor.requestId };
        await dispatch(tx, now, deps, asks, [{ subscription: subscription.id, protocol, endpoint }]);
      }
      return toView(subscription);
    },
    async confirm(tx, now, ref, token, { signed, guarded }) {
      const id = tokens.confirmed(token, now);
      const row = id && (await tx.first(subscriptionsSql.lock, [id]));
      if (!row || topicArn(row) !== topicArn(ref))
        throw badParameter('Token', 'it is not of this topic, was cut off, or is older than two days. Subscribe again');
      if (!row.confirmed_at) await tx.rows(subscriptionsSql.confirm, [row.id, now, signed, guarded]);
      return toView({ ...row, confirmed_at: row.confirmed_at ?? now });
    },
    async unsubscribe(tx, ref) {
      // The topic before its subscription, as who deletes a topic takes them.
      await tx.first(topicsSql.lock, [ref.account, ref.region, ref.name]);
      const row = await tx.first(subscriptionsSql.lock, [ref.id]);
      if (row && subscriptionArn(row) === subscriptionArn(ref)) await leave(tx, row);
    },
    async list(on, { of, limit, after }) {
      if ('name' in of) await findTopic(on, of);
      const values = [of.account, of.region, 'name' in of ? of.name : null, after ?? FIRST, limit];
      return (await on.rows(subscriptionsSql.list, values)).map(toView);
    },
    async attributes(on, ref) {
      const row = known(await on.first(subscriptionsSql.find, [ref.id]), ref);
      const topic = await findTopic(on, row);
      const retries = effectivePolicy(topic.attributes, row.attributes);
      return {
        RawMessageDelivery: 'false',
        ...row.attributes,
        ...(row.attributes['FilterPolicy'] && !row.attributes['FilterPolicyScope']
          ? { FilterPolicyScope: 'MessageAttributes' }
          : {}),
        ...(isHttp(row.protocol) ? { EffectiveDeliveryPolicy: JSON.stringify({ healthyRetryPolicy: retries }) } : {}),
        SubscriptionArn: subscriptionArn(row),
        TopicArn: topicArn(row),
        Owner: row.account,
        Protocol: row.protocol,
        Endpoint: row.endpoint,
        SubscriptionPrincipal: row.principal,
        ConfirmationWasAuthenticated: String(row.authenticated),
        PendingConfirmation: String(!row.confirmed_at),
      };
    },
    async setAttribute(tx, ref, name, value) {
      const row = known(await tx.first(subscriptionsSql.lock, [ref.id]), ref);
      checkSubscriptionAttribute(row.protocol, name, value);
      await tx.rows(subscriptionsSql.setAttributes, [
        row.id,
        JSON.stringify(withAttribute(row.attributes, name, value)),
      ]);
    },
  };
}

interface Wanted {
  actor: Actor;
  ref: TopicRef;
  protocol: Protocol;
  endpoint: string;
  attributes: SubscriptionAttributes;
}

/** The subscription of an endpoint: made, or as it is. */
async function joined(
  tx: Tx,
  now: Date,
  { quotas }: TopicsDeps,
  { actor, ref, protocol, endpoint, attributes }: Wanted,
): Promise<{ topic: string; subscription: SubscriptionRow }> {
  await oneAtATime(tx, `topics/${topicArn(ref)}`);
  const topic = await holdTopic(tx, ref);
  const json = JSON.stringify(attributes);
  const confirmedAt = isUnasked(protocol) ? now : null;
  const values = [newId(now), topic.id, ref.account, protocol, endpoint, json, actor.principal, now, confirmedAt];
  const made = await tx.first(subscriptionsSql.insert, values);
  const subscription = (await tx.first(subscriptionsSql.same, [topic.id, protocol, endpoint]))!;
  if (made) {
    const most = (quotas.subscriptionsPerTopic.limit ?? 0) + 1;
    const { count } = (await tx.first(subscriptionsSql.count, [topic.id, most]))!;
    const resource = { type: 'TOPIC', id: topicArn(ref) };
    limitCalled('SubscriptionLimitExceededException', () => within(quotas.subscriptionsPerTopic, count, resource));
  } else if (Object.entries(attributes).some(([name, value]) => subscription.attributes[name] !== value)) {
    throw badParameter('Attributes', 'Subscription already exists with different attributes');
  }
  return { topic: topic.id, subscription };
}

/** Ends a subscription whose row is locked, as its topic's is. */
export async function leave(tx: Tx, row: Pick<SubscriptionRow, 'id' | 'topic'>): Promise<void> {
  await tx.rows(subscriptionsSql.delete, [row.id]);
  await tx.rows(topicsSql.countDeleted, [row.topic, 1]);
}

function known(row: SubscriptionRow | undefined, ref: SubscriptionRef): SubscriptionRow {
  if (row && subscriptionArn(row) === subscriptionArn(ref)) return row;
  throw noSubscription(ref);
}

export function toView(row: SubscriptionRow): SubscriptionView {
  return {
    id: row.id,
    topicArn: topicArn(row),
    arn: subscriptionArn(row),
    protocol: row.protocol,
    endpoint: row.endpoint,
    confirmed: row.confirmed_at !== null,
  };
}
