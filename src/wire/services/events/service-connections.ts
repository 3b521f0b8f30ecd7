import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { required, string, structure, timestamp } from '#kernel/shape';
import { operation } from '../../service.ts';
import { Limit, NextToken } from './shapes.ts';
import {
  ApiDestinationArn,
  ApiDestinationList,
  ApiDestinationMethod,
  ApiDestinationName,
  ApiDestinationState,
  AuthorizationType,
  ChangedAuthParameters,
  ConnectionArn,
  ConnectionDescription,
  ConnectionList,
  ConnectionName,
  ConnectionState,
  Connectivity,
  DescribedApiDestination,
  DescribedConnection,
  HttpsEndpoint,
  NewAuthParameters,
  RateLimit,
} from './shapes-connection.ts';

const KmsKeyIdentifier = string({ max: 2048, pattern: '^[a-zA-Z0-9_\\-/:]*$' });
const times = { CreationTime: timestamp(), LastModifiedTime: timestamp() };
const settled = { ConnectionArn, ConnectionState, ...times };
const renewed = {
  ...{ ConnectionArn, ConnectionState, CreationTime: timestamp() },
  ...{ LastAuthorizedTime: timestamp(), LastModifiedTime: timestamp() },
};
const ofConnection = {
  resource: ({ Name }: { Name: string }, { region, account }: Actor) => arns.connection(region, account, Name, '*'),
};
const ofDestination = {
  resource: ({ Name }: { Name: string }, { region, account }: Actor) => arns.apiDestination(region, account, Name, '*'),
};

/** Connections and API destinations. */
export const connectionOperations = {
  CreateConnection: operation({
    access: 'write',
    ...ofConnection,
    input: structure({
      AuthParameters: required(NewAuthParameters),
      AuthorizationType: required(AuthorizationType),
      Description: ConnectionDescription,
      InvocationConnectivityParameters: Connectivity,
      KmsKeyIdentifier,
      Name: required(ConnectionName),
    }),
    output: structure(settled),
  }),
  UpdateConnection: operation({
    access: 'write',
    ...ofConnection,
    input: structure({
      AuthParameters: ChangedAuthParameters,
      AuthorizationType,
      Description: ConnectionDescription,
      InvocationConnectivityParameters: Connectivity,
      KmsKeyIdentifier,
      Name: required(ConnectionName),
    }),
    output: structure(renewed),
  }),
  DescribeConnection: operation({
    access: 'read',
    ...ofConnection,
    input: structure({ Name: required(ConnectionName) }),
    output: DescribedConnection,
  }),
  ListConnections: operation({
    access: 'read',
    resource: (_input, { region, account }) => arns.connection(region, account, '*', '*'),
    input: structure({ ConnectionState, Limit, NamePrefix: ConnectionName, NextToken }),
    output: structure({ Connections: ConnectionList, NextToken }),
  }),
  DeleteConnection: operation({
    access: 'write',
    ...ofConnection,
    input: structure({ Name: required(ConnectionName) }),
    output: structure(renewed),
  }),
  CreateApiDestination: operation({
    access: 'write',
    ...ofDestination,
    input: structure({
      ConnectionArn: required(ConnectionArn),
      Description: ConnectionDescription,
      HttpMethod: required(ApiDestinationMethod),
      InvocationEndpoint: required(HttpsEndpoint),
      InvocationRateLimitPerSecond: RateLimit,
      Name: required(ApiDestinationName),
    }),
    output: structure({ ApiDestinationArn, ApiDestinationState, ...times }),
  }),
  UpdateApiDestination: operation({
    access: 'write',
    ...ofDestination,
    input: structure({
      ConnectionArn,
      Description: ConnectionDescription,
      HttpMethod: ApiDestinationMethod,
      InvocationEndpoint: HttpsEndpoint,
      InvocationRateLimitPerSecond: RateLimit,
      Name: required(ApiDestinationName),
    }),
    output: structure({ ApiDestinationArn, ApiDestinationState, ...times }),
  }),
  DescribeApiDestination: operation({
    access: 'read',
    ...ofDestination,
    input: structure({ Name: required(ApiDestinationName) }),
    output: DescribedApiDestination,
  }),
  ListApiDestinations: operation({
    access: 'read',
    resource: (_input, { region, account }) => arns.apiDestination(region, account, '*', '*'),
    input: structure({ ConnectionArn, Limit, NamePrefix: ApiDestinationName, NextToken }),
    output: structure({ ApiDestinations: ApiDestinationList, NextToken }),
  }),
  DeleteApiDestination: operation({
    access: 'write',
    ...ofDestination,
    input: structure({ Name: required(ApiDestinationName) }),
    output: structure({}),
  }),
};
