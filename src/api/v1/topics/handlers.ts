import { type DeliveryView, type SubscriptionView, type TopicRef, topicArn } from '#domain/topics';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { topicRoutes } from './routes.ts';
import type { Subscription, Topic, TopicDelivery } from './schemas.ts';

export function topicHandlers({ topics, cursors }: ApiRooms): Handlers<typeof topicRoutes> {
  const { subscriptions } = topics;
  const refOf = ({ actor }: Call, name: string): TopicRef => ({ account: actor.account, region: actor.region, name });
  const view = async (call: Call, ref: TopicRef): Promise<Static<typeof Topic>> => {
    const told = await topics.attributes(call.context, ref);
    const count = (of: string) => Number(told[`Subscriptions${of}`]);
    return {
      arn: topicArn(ref),
      name: ref.name,
      displayName: told['DisplayName'] ?? '',
      subscriptions: { confirmed: count('Confirmed'), pending: count('Pending'), deleted: count('Deleted') },
      tags: await topics.tags(call.context, ref),
    };
  };
  return {
    listTopics: async (call, { query }) => {
      const { account, region } = call.actor;
      const fetch = (limit: number, position: unknown) =>
        topics.list(call.context, { account, region, limit, ...(position ? { after: position as string } : {}) });
      const summary = (ref: TopicRef) => ({ arn: topicArn(ref), name: ref.name });
      return paged(call, cursors, query, fetch, ({ name }) => name, summary);
    },
    createTopic: async (call, { body }) => {
      const ref = refOf(call, body.name);
      const attributes: Record<string, string> = body.displayName ? { DisplayName: body.displayName } : {};
      await topics.create(call.context, call.now, ref, { attributes, tags: {} });
      return view(call, ref);
    },
    getTopic: async (call, { params }) => view(call, refOf(call, params.topicName)),
    deleteTopic: async (call, { params }) => {
      const ref = refOf(call, params.topicName);
      // Here what is not there is told, as of every other thing of the native API.
      await topics.attributes(call.context, ref);
      await topics.remove(call.context, ref);
    },
    listSubscriptions: async (call, { params, query }) => {
      const of = refOf(call, params.topicName);
      const fetch = (limit: number, position: unknown) =>
        subscriptions.list(call.context, { of, limit, ...(position ? { after: position as string } : {}) });
      const asked = { ...query, of: of.name };
      return paged(call, cursors, asked, fetch, ({ id }) => id, subscriptionView);
    },
    createSubscription: async (call, { params, body }) => {
      const { protocol, endpoint, filterPolicy } = body;
      const attributes: Record<string, string> = filterPolicy === undefined ? {} : { FilterPolicy: filterPolicy };
      const wanted = { protocol, endpoint, attributes };
      const ref = refOf(call, params.topicName);
      return subscriptionView(await subscriptions.subscribe(call.context, call.now, call.actor, ref, wanted));
    },
    deleteSubscription: async (call, { params }) => {
      const ref = { ...refOf(call, params.topicName), id: params.subscriptionId };
      await subscriptions.attributes(call.context, ref);
      await subscriptions.unsubscribe(call.context, ref);
    },
    publishToTopic: async (call, { params, body }) => {
      const { message, subject } = body;
      const publication = { ...(subject ? { subject } : {}), body: message, structured: false, attributes: {} };
      const ref = refOf(call, params.topicName);
      return topics.send(call.context, call.now, ref, publication, call.actor.requestId);
    },
    listTopicDeliveries: async (call, { params, query }) => {
      const topic = refOf(call, params.topicName);
      const fetch = (limit: number, position: unknown) =>
        topics.deliveries(call.context, { topic, limit, ...(position ? { before: position as string } : {}) });
      return paged(call, cursors, { ...query, of: topic.name }, fetch, ({ id }) => id, deliveryView);
    },
  };
}

const subscriptionView = ({
  id,
  arn,
  protocol,
  endpoint,
  confirmed,
}: SubscriptionView): Static<typeof Subscription> => ({
  id,
  arn,
  protocol,
  endpoint,
  state: confirmed ? 'confirmed' : 'pending',
});

const deliveryView = (row: DeliveryView): Static<typeof TopicDelivery> => ({
  id: row.id,
  messageId: row.message,
  subject: row.subject,
  subscriptionId: row.subscription,
  protocol: row.protocol,
  endpoint: row.endpoint,
  status: row.status,
  attempts: row.attempts,
  error: row.error,
  createdAt: row.created_at.toISOString(),
  settledAt: row.settled_at?.toISOString() ?? null,
});
