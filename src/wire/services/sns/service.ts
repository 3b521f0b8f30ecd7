import { arns } from '#kernel/arn';
import { required, structure } from '#kernel/shape';
import { defineService, operation } from '../../service.ts';
import { errors } from './errors.ts';
import {
  AmazonResourceName,
  Arn,
  Attributes,
  AttributesRead,
  Flag,
  MessageAttributes,
  OfSubscription,
  OfTopic,
  PhoneNumber,
  PublishEntries,
  PublishFailures,
  PublishSuccesses,
  Subscriptions,
  TagKeys,
  Tags,
  Text,
  Token,
  Topics,
} from './shapes.ts';

const onTopic = { resource: ({ TopicArn }: { TopicArn: string }) => TopicArn };
const onSubscription = { resource: ({ SubscriptionArn }: { SubscriptionArn: string }) => SubscriptionArn };
const onResource = { resource: ({ ResourceArn }: { ResourceArn: string }) => ResourceArn };

const topics = {
  CreateTopic: operation({
    access: 'write',
    resource: ({ Name }, { region, account }) => arns.topic(region, account, Name),
    input: structure({ Attributes, DataProtectionPolicy: Text, Name: required(Text), Tags }),
    output: structure({ TopicArn: Arn }),
  }),
  DeleteTopic: operation({ ...onTopic, access: 'write', input: OfTopic, output: undefined }),
  ListTopics: operation({
    access: 'read',
    input: structure({ NextToken: Text }),
    output: structure({ NextToken: Text, Topics }),
  }),
  GetTopicAttributes: operation({ ...onTopic, access: 'read', input: OfTopic, output: AttributesRead }),
  SetTopicAttributes: operation({
    ...onTopic,
    access: 'write',
    input: structure({ AttributeName: required(Text), AttributeValue: Text, TopicArn: required(Arn) }),
    output: undefined,
  }),
  TagResource: operation({
    ...onResource,
    access: 'write',
    input: structure({ ResourceArn: required(AmazonResourceName), Tags: required(Tags) }),
    output: structure({}),
  }),
  UntagResource: operation({
    ...onResource,
    access: 'write',
    input: structure({ ResourceArn: required(AmazonResourceName), TagKeys: required(TagKeys) }),
    output: structure({}),
  }),
  ListTagsForResource: operation({
    ...onResource,
    access: 'read',
    input: structure({ ResourceArn: required(AmazonResourceName) }),
    output: structure({ Tags }),
  }),
};

const subscriptions = {
  Subscribe: operation({
    ...onTopic,
    access: 'write',
    input: structure({
      Attributes,
      Endpoint: Text,
      Protocol: required(Text),
      ReturnSubscriptionArn: Flag,
      TopicArn: required(Arn),
    }),
    output: structure({ SubscriptionArn: Arn }),
  }),
  ConfirmSubscription: operation({
    ...onTopic,
    access: 'write',
    input: structure({ AuthenticateOnUnsubscribe: Text, Token: required(Token), TopicArn: required(Arn) }),
    output: structure({ SubscriptionArn: Arn }),
  }),
  Unsubscribe: operation({ ...onSubscription, access: 'write', input: OfSubscription, output: undefined }),
  ListSubscriptions: operation({
    access: 'read',
    input: structure({ NextToken: Text }),
    output: structure({ NextToken: Text, Subscriptions }),
  }),
  ListSubscriptionsByTopic: operation({
    ...onTopic,
    access: 'read',
    input: structure({ NextToken: Text, TopicArn: required(Arn) }),
    output: structure({ NextToken: Text, Subscriptions }),
  }),
  GetSubscriptionAttributes: operation({
    ...onSubscription,
    access: 'read',
    input: OfSubscription,
    output: AttributesRead,
  }),
  SetSubscriptionAttributes: operation({
    ...onSubscription,
    access: 'write',
    input: structure({ AttributeName: required(Text), AttributeValue: Text, SubscriptionArn: required(Arn) }),
    output: undefined,
  }),
};

const publishing = {
  Publish: operation({
    access: 'write',
    resource: ({ TopicArn, TargetArn }) => TopicArn ?? TargetArn,
    input: structure({
      Message: required(Text),
      MessageAttributes,
      MessageDeduplicationId: Text,
      MessageGroupId: Text,
      MessageStructure: Text,
      PhoneNumber,
      Subject: Text,
      TargetArn: Arn,
      TopicArn: Arn,
    }),
    output: structure({ MessageId: Text, SequenceNumber: Text }),
  }),
  PublishBatch: operation({
    ...onTopic,
    access: 'write',
    action: 'sns:Publish',
    input: structure({ PublishBatchRequestEntries: required(PublishEntries), TopicArn: required(Arn) }),
    output: structure({ Failed: PublishFailures, Successful: PublishSuccesses }),
  }),
};

export const sns = defineService({
  signingName: 'sns',
  serviceName: 'sns',
  protocols: ['awsQuery'],
  apiVersion: '2010-03-31',
  xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
  errors,
  operations: { ...topics, ...subscriptions, ...publishing },
});
