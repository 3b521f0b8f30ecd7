import { newId } from '#kernel/ids';
import { cut } from '#kernel/text';
import type { Queries, Tx } from '#storage/db';
import { type DeliveryView, deliveriesSql } from './deliveries.sql.ts';
import type { TopicsDeps } from './deps.ts';
import { type Destination, dispatch } from './dispatch.ts';
import { parseFilterPolicy, passes } from './filter-policy.ts';
import { findTopic, holdTopic } from './keeping.ts';
import { checkPublication, type Publication } from './publication.ts';
import { checkEndpoint } from './subscription.ts';
import { type SubscriptionRow, subscriptionsSql } from './subscriptions.sql.ts';
import { ownTopic, parseTopicArn, type TopicRef } from './topic.ts';

/** What another part of Muster publishes. */
export interface OwnPublication {
  account: string;
  /** Refused (InvalidParameter, notFound, accessDenied) where it is none, none that exists, or another account's. */
  topicArn: string;
  /** Any text; what AWS would not take is made fit. */
  subject: string;
  message: string;
  attributes?: Publication['attributes'];
  /** Published twice under one key it is one message, for as long as it is remembered: two weeks. Without one, never. */
  key?: string;
  requestId?: string | undefined;
}

export interface TopicPublishing {
  /** Answers the message's id. Stored, with what has to be delivered, when the transaction commits. */
  publish(tx: Tx, now: Date, publication: OwnPublication): Promise<{ messageId: string }>;
  /** As a caller asks for it: what AWS refuses is refused. */
  send(
    tx: Tx,
    now: Date,
    topic: TopicRef,
    publication: Publication,
    requestId?: string,
  ): Promise<{ messageId: string }>;
  /** A text message to a number that subscribes to nothing. */
  text(
    tx: Tx,
    now: Date,
    account: string,
    number: string,
    publication: Publication,
    requestId?: string,
  ): Promise<{ messageId: string }>;
  /** What came of what was published to a topic, and of the questions to its subscribers: the newest first. */
  deliveries(on: Queries, query: { topic: TopicRef; limit: number; before?: string }): Promise<DeliveryView[]>;
}

const MAX_SUBJECT = 100;

export function topicPublishing(deps: TopicsDeps): TopicPublishing {
  return {
    publish(tx, now, { account, topicArn, subject, message, attributes = {}, key, requestId }) {
      const ref = ownTopic(account, parseTopicArn(topicArn));
      const line = cut(subject.replace(/[\s\p{Cc}]+/gu, ' ').trim(), MAX_SUBJECT);
      const publication = {
        ...(line ? { subject: line } : {}),
        body: message.replaceAll('\0', '\ufffd'),
        structured: false,
        attributes,
      };
      return publishTo(tx, now, deps, ref, publication, { ...(key === undefined ? {} : { key }), requestId });
    },
    async send(tx, now, topic, publication, requestId) {
      checkPublication(publication);
      return publishTo(tx, now, deps, topic, publication, { requestId });
    },
    async text(tx, now, account, number, publication, requestId) {
      checkPublication(publication);
      checkEndpoint(deps.channels, 'sms', number);
      const message = newId(now);
      await tx.rows(deliveriesSql.insertMessage, valuesOf(message, account, publication, now));
      await dispatch(tx, now, deps, { account, message, requestId }, [{ protocol: 'sms', endpoint: number }]);
      return { messageId: message };
    },
    async deliveries(on, { topic, limit, before }) {
      await findTopic(on, topic);
      return on.rows(deliveriesSql.list, [topic.account, topic.region, topic.name, before ?? null, limit]);
    },
  };
}

const valuesOf = (
  id: string,
  account: string,
  { subject, body, structured, attributes }: Publication,
  now: Date,
  topic?: string,
  key?: string,
) => [id, account, topic ?? null, key ?? null, subject ?? null, body, structured, JSON.stringify(attributes), now];

async function publishTo(
  tx: Tx,
  now: Date,
  deps: TopicsDeps,
  ref: TopicRef,
  publication: Publication,
  { key, requestId }: { key?: string; requestId?: string | undefined },
): Promise<{ messageId: string }> {
  const topic = await holdTopic(tx, ref);
  const id = newId(now);
  const put = await tx.first(deliveriesSql.insertMessage, valuesOf(id, ref.account, publication, now, topic.id, key));
  if (!put) return { messageId: (await tx.first(deliveriesSql.messageOfKey, [topic.id, key]))!.id };
  const subscriptions = await tx.rows(subscriptionsSql.holdConfirmed, [topic.id]);
  const about = { account: ref.account, topic: topic.id, message: id, requestId };
  await dispatch(tx, now, deps, about, subscriptions.filter((one) => wants(one, publication)).map(toDestination));
  return { messageId: id };
}

function wants({ attributes }: SubscriptionRow, publication: Publication): boolean {
  const policy = attributes['FilterPolicy'];
  if (policy === undefined || policy === '{}') return true;
  const scope = attributes['FilterPolicyScope'] === 'MessageBody' ? 'MessageBody' : 'MessageAttributes';
  return passes(parseFilterPolicy(policy), scope, publication);
}

const toDestination = ({ id, protocol, endpoint }: SubscriptionRow): Destination => ({
  subscription: id,
  protocol,
  endpoint,
});
