import {
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  CreateEventBusCommand,
  PutPermissionCommand,
} from '@aws-sdk/client-eventbridge';
import type { World } from '../../kit/world.ts';

/** Inputs for EventBridge's operations on buses, connections and API destinations: small and good, and full. */

export interface SeededBus {
  busArn: string;
  connectionArn: string;
}

const apiKey = { ApiKeyAuthParameters: { ApiKeyName: 'x-key', ApiKeyValue: 'a-key-of-the-seed' } };
const endpoint = 'https://hooks.example.com/orders';
const statement = { Action: 'events:PutEvents', Principal: '210987654321', StatementId: 'other' };

export async function seedBus({ aws: { events } }: Pick<World, 'aws'>): Promise<SeededBus> {
  const { EventBusArn } = await events.send(new CreateEventBusCommand({ Name: 'orders' }));
  await events.send(new PutPermissionCommand({ EventBusName: 'orders', ...statement }));
  const { ConnectionArn } = await events.send(
    new CreateConnectionCommand({ Name: 'hooks', AuthorizationType: 'API_KEY', AuthParameters: apiKey }),
  );
  const destination = { ConnectionArn, InvocationEndpoint: endpoint, HttpMethod: 'POST' } as const;
  await events.send(new CreateApiDestinationCommand({ Name: 'orders', ...destination }));
  return { busArn: EventBusArn!, connectionArn: ConnectionArn! };
}

export function busInputs({ busArn, connectionArn }: SeededBus): Record<string, Record<string, unknown>> {
  return {
    'events CreateEventBus': { Name: 'another' },
    'events DescribeEventBus': { Name: 'orders' },
    'events ListEventBuses': {},
    'events UpdateEventBus': { Name: 'orders', Description: 'Orders' },
    'events DeleteEventBus': { Name: 'orders' },
    'events PutPermission': { EventBusName: 'orders', ...statement },
    'events RemovePermission': { EventBusName: 'orders', StatementId: 'other' },
    'events TagResource': { ResourceARN: busArn, Tags: [{ Key: 'team', Value: 'a' }] },
    'events UntagResource': { ResourceARN: busArn, TagKeys: ['team'] },
    'events ListTagsForResource': { ResourceARN: busArn },
    'events ListRuleNamesByTarget': { TargetArn: busArn },
    'events CreateConnection': { Name: 'more', AuthorizationType: 'API_KEY', AuthParameters: apiKey },
    'events UpdateConnection': { Name: 'hooks', Description: 'Hooks' },
    'events DescribeConnection': { Name: 'hooks' },
    'events ListConnections': {},
    'events DeleteConnection': { Name: 'hooks' },
    'events CreateApiDestination': {
      ...{ Name: 'more', ConnectionArn: connectionArn, InvocationEndpoint: endpoint, HttpMethod: 'POST' },
    },
    'events UpdateApiDestination': { Name: 'orders', Description: 'Orders' },
    'events DescribeApiDestination': { Name: 'orders' },
    'events ListApiDestinations': {},
    'events DeleteApiDestination': { Name: 'orders' },
  };
}

const settings = {
  Description: 'All of it',
  KmsKeyIdentifier: 'alias/orders',
  DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:123456789012:dead' },
  LogConfig: { IncludeDetail: 'FULL', Level: 'INFO' },
};
const parts = {
  HeaderParameters: [{ Key: 'x-team', Value: 'a', IsValueSecret: false }],
  QueryStringParameters: [{ Key: 'team', Value: 'a', IsValueSecret: true }],
  BodyParameters: [{ Key: 'team', Value: 'a', IsValueSecret: false }],
};
const oauth = {
  OAuthParameters: {
    AuthorizationEndpoint: 'https://auth.example.com/token',
    HttpMethod: 'POST',
    ClientParameters: { ClientID: 'muster', ClientSecret: 'a-client-secret' },
    OAuthHttpParameters: parts,
  },
  InvocationHttpParameters: parts,
};

export const fullBusInputs: Record<string, Record<string, unknown>> = {
  'events CreateEventBus': { ...settings, Tags: [{ Key: 'team', Value: 'a' }] },
  'events UpdateEventBus': settings,
  'events ListEventBuses': { Limit: 5, NamePrefix: 'a' },
  'events PutPermission': { Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-1' } },
  'events RemovePermission': { RemoveAllPermissions: true },
  'events ListRuleNamesByTarget': { EventBusName: 'orders', Limit: 5 },
  'events CreateConnection': {
    ...{ Description: 'All of it', KmsKeyIdentifier: 'alias/orders' },
    ...{ AuthorizationType: 'OAUTH_CLIENT_CREDENTIALS', AuthParameters: oauth },
  },
  'events UpdateConnection': {
    ...{ AuthorizationType: 'BASIC', KmsKeyIdentifier: 'alias/orders' },
    AuthParameters: {
      BasicAuthParameters: { Username: 'muster', Password: 'a-password' },
      InvocationHttpParameters: parts,
    },
  },
  'events ListConnections': { ConnectionState: 'AUTHORIZED', Limit: 5, NamePrefix: 'a' },
  'events CreateApiDestination': { Description: 'All of it', InvocationRateLimitPerSecond: 5 },
  'events UpdateApiDestination': {
    ...{ HttpMethod: 'PUT', InvocationEndpoint: `${endpoint}/*`, InvocationRateLimitPerSecond: 5 },
  },
  'events ListApiDestinations': { Limit: 5, NamePrefix: 'a' },
};
