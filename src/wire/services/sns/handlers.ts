import { badParameter, ownTopic, parseTopicArn, type TopicRef } from '#domain/topics';
import { arns } from '#kernel/arn';
import { Refusal } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import type { Rooms } from '../../rooms.ts';
import { type Implementation, implement } from '../../service.ts';
import { type SomeHandlers, tagsOf, type WireCall } from '../support.ts';
import { namedTopic } from './named.ts';
import { pagedTopics } from './pages.ts';
import { publishHandlers } from './publish.ts';
import { sns } from './service.ts';
import { subscriptionHandlers } from './subscriptions.ts';

/** Amazon SNS. */
export function snsService(rooms: Rooms): Implementation<Tx> {
  return implement(sns, { ...topicHandlers(rooms), ...subscriptionHandlers(rooms), ...publishHandlers(rooms) });
}

type Names =
  | 'CreateTopic'
  | 'DeleteTopic'
  | 'ListTopics'
  | 'GetTopicAttributes'
  | 'SetTopicAttributes'
  | 'TagResource'
  | 'UntagResource'
  | 'ListTagsForResource';

function topicHandlers({ topics, cursors }: Rooms): SomeHandlers<typeof sns, Names> {
  return {
    CreateTopic: async (call, { Name, Attributes = {}, Tags, DataProtectionPolicy }) => {
      const { account, region } = call.actor;
      if (DataProtectionPolicy)
        throw badParameter('DataProtectionPolicy', 'Muster looks for no personal data in messages. Leave it out');
      await topics.create(
        call.context,
        call.now,
        { account, region, name: Name },
        { attributes: Attributes, tags: tagsOf(Tags) },
      );
      return { TopicArn: arns.topic(region, account, Name) };
    },
    DeleteTopic: async (call, { TopicArn }) => {
      await topics.remove(call.context, namedTopic(call, TopicArn));
    },
    ListTopics: async (call, { NextToken }) => {
      const { account, region } = call.actor;
      const fetch = (limit: number, after: unknown) =>
        topics.list(call.context, { account, region, limit, ...(after ? { after: after as string } : {}) });
      const { items, nextToken } = await pagedTopics(call, cursors, NextToken, {}, fetch, ({ name }) => name);
      return {
        Topics: items.map(({ name }) => ({ TopicArn: arns.topic(region, account, name) })),
        NextToken: nextToken,
      };
    },
    GetTopicAttributes: async (call, { TopicArn }) => ({
      Attributes: await topics.attributes(call.context, namedTopic(call, TopicArn)),
    }),
    SetTopicAttributes: async (call, { TopicArn, AttributeName, AttributeValue = '' }) =>
      topics.setAttribute(call.context, namedTopic(call, TopicArn), AttributeName, AttributeValue),
    TagResource: async (call, { ResourceArn, Tags }) => {
      await topics.tag(call.context, tagged(call, ResourceArn), { add: tagsOf(Tags) });
      return {};
    },
    UntagResource: async (call, { ResourceArn, TagKeys }) => {
      await topics.tag(call.context, tagged(call, ResourceArn), { remove: TagKeys });
      return {};
    },
    ListTagsForResource: async (call, { ResourceArn }) => {
      const tags = await topics.tags(call.context, tagged(call, ResourceArn));
      const sorted = Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));
      return { Tags: sorted.map(([Key, Value]) => ({ Key, Value })) };
    },
  };
}

/** Of tags a topic of another Region is one that is not there, by the name that AWS has for it then. */
function tagged({ actor }: WireCall, resourceArn: string): TopicRef {
  const ref = ownTopic(actor.account, parseTopicArn(resourceArn, 'ResourceArn'));
  if (ref.region === actor.region) return ref;
  const details = { resourceType: 'TOPIC', resourceId: resourceArn, code: 'ResourceNotFoundException' };
  throw new Refusal('notFound', 'Resource does not exist', details);
}
