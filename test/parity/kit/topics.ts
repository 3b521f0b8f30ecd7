import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import type { World } from '../../kit/world.ts';

/** Inputs for SNS's operations: small and good, and with as many members as can be. */

export interface SeededTopic {
  arn: string;
  subscription: string;
}

/** A topic with a subscriber who was not asked: a telephone, to which nothing goes in the walks. */
export async function seedTopic({ aws }: Pick<World, 'aws'>): Promise<SeededTopic> {
  const { TopicArn } = await aws.sns.send(new CreateTopicCommand({ Name: 'team' }));
  const never = { FilterPolicy: '{"never":["so"]}' };
  const phone = { TopicArn, Protocol: 'sms', Endpoint: '+15550100009', Attributes: never };
  const { SubscriptionArn } = await aws.sns.send(new SubscribeCommand(phone));
  return { arn: TopicArn!, subscription: SubscriptionArn! };
}

export function topicInputs({ arn, subscription }: SeededTopic): Record<string, Record<string, unknown>> {
  return {
    'sns CreateTopic': { Name: 'another' },
    'sns DeleteTopic': { TopicArn: arn },
    'sns ListTopics': {},
    'sns GetTopicAttributes': { TopicArn: arn },
    'sns SetTopicAttributes': { TopicArn: arn, AttributeName: 'DisplayName', AttributeValue: 'Team' },
    'sns TagResource': { ResourceArn: arn, Tags: [{ Key: 'team', Value: 'a' }] },
    'sns UntagResource': { ResourceArn: arn, TagKeys: ['team'] },
    'sns ListTagsForResource': { ResourceArn: arn },
    'sns Subscribe': { TopicArn: arn, Protocol: 'sms', Endpoint: '+15550100009' },
    'sns ConfirmSubscription': { TopicArn: arn, Token: '0'.repeat(92) },
    'sns Unsubscribe': { SubscriptionArn: subscription },
    'sns ListSubscriptions': {},
    'sns ListSubscriptionsByTopic': { TopicArn: arn },
    'sns GetSubscriptionAttributes': { SubscriptionArn: subscription },
    'sns SetSubscriptionAttributes': {
      SubscriptionArn: subscription,
      AttributeName: 'FilterPolicyScope',
      AttributeValue: 'MessageAttributes',
    },
    'sns Publish': { TopicArn: arn, Message: 'Come' },
    'sns PublishBatch': { TopicArn: arn, PublishBatchRequestEntries: [{ Id: 'one', Message: 'Come' }] },
  };
}

const MessageAttributes = {
  team: { DataType: 'String', StringValue: 'a' },
  key: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2, 3]) },
};

export const fullTopicInputs: Record<string, Record<string, unknown>> = {
  'sns CreateTopic': {
    Name: 'full',
    Attributes: { DisplayName: 'Full', SignatureVersion: '2' },
    Tags: [{ Key: 'team', Value: 'a' }],
  },
  'sns ListTopics': { NextToken: 'bm90' },
  'sns Subscribe': {
    Protocol: 'https',
    Endpoint: 'https://hooks.example.com/x',
    Attributes: { RawMessageDelivery: 'true', FilterPolicy: '{"never":["so"]}' },
    ReturnSubscriptionArn: true,
  },
  'sns ConfirmSubscription': { AuthenticateOnUnsubscribe: 'true' },
  'sns ListSubscriptions': { NextToken: 'bm90' },
  'sns ListSubscriptionsByTopic': { NextToken: 'bm90' },
  'sns Publish': { Subject: 'Come', MessageStructure: 'json', Message: '{"default":"Come"}', MessageAttributes },
  'sns PublishBatch': {
    PublishBatchRequestEntries: [
      { Id: 'one', Message: 'Come', Subject: 'Come', MessageStructure: '', MessageAttributes },
      { Id: 'two', Message: 'Come', MessageGroupId: 'g', MessageDeduplicationId: 'd' },
    ],
  },
};
