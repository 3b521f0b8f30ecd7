import type { ApiDestination, Connection } from '#domain/events';
import { invalid } from '#kernel/refusal';
import type { Rooms } from '../../rooms.ts';
import { paged, type SomeHandlers, type WireCall } from '../support.ts';
import { authorizationFrom, authorizationToWire } from './authorization.ts';
import type { events } from './service.ts';
import type { connectionOperations } from './service-connections.ts';

/** Connections and API destinations. Nothing that is secret is ever answered. */
export function connectionHandlers({
  connections,
  apiDestinations,
  cursors,
}: Rooms): SomeHandlers<typeof events, keyof typeof connectionOperations> {
  const refOf = ({ actor: { account, region } }: WireCall, name: string) => ({ account, region, name });
  const queryOf = ({ actor: { account, region } }: WireCall, prefix: string | undefined) => ({
    ...{ account, region },
    ...(prefix ? { prefix } : {}),
  });
  const page = (limit: number, after: unknown) => ({ limit, ...(after ? { after: after as string } : {}) });
  return {
    CreateConnection: async (call, input) => {
      refuseConnectivity(input.InvocationConnectivityParameters ?? input.AuthParameters.ConnectivityParameters);
      const authorization = authorizationFrom(input.AuthorizationType, input.AuthParameters);
      const described = input.Description ? { description: input.Description } : {};
      const given = { name: input.Name, ...described, authorization };
      return settled(await connections.create(call.context, call.now, call.actor, given));
    },
    UpdateConnection: async (call, input) => {
      refuseConnectivity(input.InvocationConnectivityParameters ?? input.AuthParameters?.ConnectivityParameters);
      const authorization = authorizationFrom(input.AuthorizationType, input.AuthParameters ?? {});
      const described = input.Description === undefined ? {} : { description: input.Description };
      const change = { ...described, authorization };
      return settled(await connections.update(call.context, call.now, refOf(call, input.Name), change));
    },
    DescribeConnection: async (call, { Name }) => {
      const connection = await connections.get(call.context, refOf(call, Name));
      const { description: Description, secretArn: SecretArn, authorization } = connection;
      const AuthParameters = authorizationToWire(authorization);
      return { ...listedConnection(connection), Description, SecretArn, AuthParameters };
    },
    ListConnections: async (call, { ConnectionState, Limit, NamePrefix, NextToken }) => {
      const query = queryOf(call, NamePrefix);
      // All that there are may be used: whether they are let in shows at the call.
      const none = ConnectionState !== undefined && ConnectionState !== 'AUTHORIZED';
      const fetch = async (limit: number, after: unknown) =>
        none ? [] : connections.list(call.context, { ...query, ...page(limit, after) });
      const asked = { token: NextToken, size: Limit, filters: { ...query, ConnectionState } };
      const { items, nextToken } = await paged(call, cursors, asked, fetch, ({ name }) => name);
      return { Connections: items.map(listedConnection), NextToken: nextToken };
    },
    DeleteConnection: async (call, { Name }) => ({
      ...settled(await connections.remove(call.context, call.now, refOf(call, Name))),
      ConnectionState: 'DELETING' as const,
    }),
    CreateApiDestination: async (call, input) => {
      const given = {
        ...{ connectionArn: input.ConnectionArn, endpoint: input.InvocationEndpoint, method: input.HttpMethod },
        ...(input.Description ? { description: input.Description } : {}),
        ...(input.InvocationRateLimitPerSecond === undefined ? {} : { rate: input.InvocationRateLimitPerSecond }),
      };
      return made(await apiDestinations.create(call.context, call.now, refOf(call, input.Name), given));
    },
    UpdateApiDestination: async (call, input) => {
      const change = {
        ...(input.ConnectionArn === undefined ? {} : { connectionArn: input.ConnectionArn }),
        ...(input.InvocationEndpoint === undefined ? {} : { endpoint: input.InvocationEndpoint }),
        ...(input.HttpMethod === undefined ? {} : { method: input.HttpMethod }),
        ...(input.Description === undefined ? {} : { description: input.Description }),
        ...(input.InvocationRateLimitPerSecond === undefined ? {} : { rate: input.InvocationRateLimitPerSecond }),
      };
      return made(await apiDestinations.update(call.context, call.now, refOf(call, input.Name), change));
    },
    DescribeApiDestination: async (call, { Name }) => {
      const destination = await apiDestinations.get(call.context, refOf(call, Name));
      return { ...listedDestination(destination), Description: destination.description };
    },
    ListApiDestinations: async (call, { ConnectionArn, Limit, NamePrefix, NextToken }) => {
      const query = { ...queryOf(call, NamePrefix), ...(ConnectionArn ? { connectionArn: ConnectionArn } : {}) };
      const fetch = (limit: number, after: unknown) =>
        apiDestinations.list(call.context, { ...query, ...page(limit, after) });
      const asked = { token: NextToken, size: Limit, filters: query };
      const { items, nextToken } = await paged(call, cursors, asked, fetch, ({ name }) => name);
      return { ApiDestinations: items.map(listedDestination), NextToken: nextToken };
    },
    DeleteApiDestination: async (call, { Name }) => {
      await apiDestinations.remove(call.context, refOf(call, Name));
      return {};
    },
  };
}

function refuseConnectivity(given: object | undefined): void {
  if (given === undefined) return;
  const message = 'private networks of AWS are not reached by them here; leave them out';
  throw invalid(`ConnectivityParameters: ${message}`, { name: 'ConnectivityParameters', message });
}

const settled = ({ arn, createdAt, modifiedAt, authorizedAt }: Connection) => ({
  ConnectionArn: arn,
  ConnectionState: 'AUTHORIZED' as const,
  CreationTime: createdAt,
  LastModifiedTime: modifiedAt,
  LastAuthorizedTime: authorizedAt,
});

const listedConnection = (connection: Connection) => ({
  ...settled(connection),
  Name: connection.name,
  AuthorizationType: connection.authorization.type,
});

const made = ({ arn, active, createdAt, modifiedAt }: ApiDestination) => ({
  ApiDestinationArn: arn,
  ApiDestinationState: active ? ('ACTIVE' as const) : ('INACTIVE' as const),
  CreationTime: createdAt,
  LastModifiedTime: modifiedAt,
});

const listedDestination = (destination: ApiDestination) => ({
  ...made(destination),
  Name: destination.name,
  ConnectionArn: destination.connectionArn,
  InvocationEndpoint: destination.endpoint,
  HttpMethod: destination.method as 'POST',
  InvocationRateLimitPerSecond: destination.rate,
});
