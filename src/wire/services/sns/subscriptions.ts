import { badParameter, type SubscriptionView } from '#domain/topics';
import type { Rooms } from '../../rooms.ts';
import type { SomeHandlers, WireCall } from '../support.ts';
import { namedSubscription, namedTopic } from './named.ts';
import { pagedTopics } from './pages.ts';
import type { sns } from './service.ts';

type Names =
  | 'Subscribe'
  | 'ConfirmSubscription'
  | 'Unsubscribe'
  | 'ListSubscriptions'
  | 'ListSubscriptionsByTopic'
  | 'GetSubscriptionAttributes'
  | 'SetSubscriptionAttributes';

/** What AWS answers and lists in the place of the ARN of a subscription that was not confirmed. */
const PENDING = { answered: 'pending confirmation', listed: 'PendingConfirmation' };

export function subscriptionHandlers({ topics, cursors }: Rooms): SomeHandlers<typeof sns, Names> {
  const { subscriptions } = topics;
  return {
    Subscribe: async (call, { TopicArn, Protocol, Endpoint = '', Attributes = {}, ReturnSubscriptionArn }) => {
      const wanted = { protocol: Protocol, endpoint: Endpoint, attributes: Attributes };
      const { context, now, actor } = call;
      const made = await subscriptions.subscribe(context, now, actor, namedTopic(call, TopicArn), wanted);
      return { SubscriptionArn: made.confirmed || ReturnSubscriptionArn ? made.arn : PENDING.answered };
    },
    ConfirmSubscription: async (call, { TopicArn, Token, AuthenticateOnUnsubscribe }) => {
      const guarded = readFlag(AuthenticateOnUnsubscribe);
      const how = { signed: true, guarded };
      const confirmed = await subscriptions.confirm(call.context, call.now, namedTopic(call, TopicArn), Token, how);
      return { SubscriptionArn: confirmed.arn };
    },
    Unsubscribe: async (call, { SubscriptionArn }) => {
      await subscriptions.unsubscribe(call.context, namedSubscription(call, SubscriptionArn));
    },
    ListSubscriptions: async (call, { NextToken }) => {
      const { account, region } = call.actor;
      return listed(call, NextToken, { account, region });
    },
    ListSubscriptionsByTopic: async (call, { TopicArn, NextToken }) =>
      listed(call, NextToken, namedTopic(call, TopicArn)),
    GetSubscriptionAttributes: async (call, { SubscriptionArn }) => ({
      Attributes: await subscriptions.attributes(call.context, namedSubscription(call, SubscriptionArn)),
    }),
    SetSubscriptionAttributes: async (call, { SubscriptionArn, AttributeName, AttributeValue = '' }) => {
      const ref = namedSubscription(call, SubscriptionArn);
      await subscriptions.setAttribute(call.context, ref, AttributeName, AttributeValue);
    },
  };

  async function listed(call: WireCall, token: string | undefined, of: Parameters<typeof subscriptions.list>[1]['of']) {
    const fetch = (limit: number, after: unknown) =>
      subscriptions.list(call.context, { of, limit, ...(after ? { after: after as string } : {}) });
    const { items, nextToken } = await pagedTopics(call, cursors, token, of, fetch, ({ id }) => id);
    return { Subscriptions: items.map((item) => toWire(call.actor.account, item)), NextToken: nextToken };
  }
}

const toWire = (account: string, { arn, topicArn, protocol, endpoint, confirmed }: SubscriptionView) => ({
  SubscriptionArn: confirmed ? arn : PENDING.listed,
  Owner: account,
  Protocol: protocol,
  Endpoint: endpoint,
  TopicArn: topicArn,
});

function readFlag(text: string | undefined): boolean {
  if (text === undefined || text === '') return false;
  const lower = text.toLowerCase();
  if (lower !== 'true' && lower !== 'false')
    throw badParameter('AuthenticateOnUnsubscribe', `wanted true or false, got ${JSON.stringify(text.slice(0, 50))}`);
  return lower === 'true';
}
