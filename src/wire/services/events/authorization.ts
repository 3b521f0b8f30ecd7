import type { AuthorizationChange, Connection, Parts } from '#domain/events';
import type { InputOf } from '../support.ts';
import type { events } from './service.ts';

/** How calls are authorized, between the wire's words and ours. */

type Given = NonNullable<InputOf<typeof events, 'UpdateConnection'>['AuthParameters']>;
type WireParts = NonNullable<Given['InvocationHttpParameters']>;
type OneOf = NonNullable<WireParts['BodyParameters'] | WireParts['HeaderParameters']>;

export function authorizationFrom(
  type: AuthorizationChange['type'] | undefined,
  { ApiKeyAuthParameters: key, BasicAuthParameters: basic, OAuthParameters: oauth, InvocationHttpParameters }: Given,
): AuthorizationChange {
  return {
    ...(type === undefined ? {} : { type }),
    ...(key ? { apiKey: given({ name: key.ApiKeyName, value: key.ApiKeyValue }) } : {}),
    ...(basic ? { basic: given({ username: basic.Username, password: basic.Password }) } : {}),
    ...(oauth
      ? {
          oauth: given({
            ...{ endpoint: oauth.AuthorizationEndpoint, method: oauth.HttpMethod },
            ...{ clientId: oauth.ClientParameters?.ClientID, clientSecret: oauth.ClientParameters?.ClientSecret },
            parts: oauth.OAuthHttpParameters && partsFrom(oauth.OAuthHttpParameters),
          }),
        }
      : {}),
    ...(InvocationHttpParameters ? { parts: partsFrom(InvocationHttpParameters) } : {}),
  };
}

/** Without the members that were left out. */
function given<T extends object>(all: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as never;
}

function partsFrom({ HeaderParameters, QueryStringParameters, BodyParameters }: WireParts): Parts {
  const from = (parts: OneOf = []) =>
    parts.flatMap(({ Key, Value, IsValueSecret = false }) =>
      Key === undefined ? [] : [{ key: Key, secret: IsValueSecret, ...(Value === undefined ? {} : { value: Value }) }],
    );
  return { headers: from(HeaderParameters), query: from(QueryStringParameters), body: from(BodyParameters) };
}

export function authorizationToWire({ apiKey, basic, oauth, parts }: Connection['authorization']) {
  return {
    ApiKeyAuthParameters: apiKey && { ApiKeyName: apiKey.name },
    BasicAuthParameters: basic && { Username: basic.username },
    OAuthParameters: oauth && {
      AuthorizationEndpoint: oauth.endpoint,
      HttpMethod: oauth.method,
      ClientParameters: { ClientID: oauth.clientId },
      OAuthHttpParameters: oauth.parts && partsToWire(oauth.parts),
    },
    InvocationHttpParameters: parts && partsToWire(parts),
  };
}

function partsToWire({ headers, query, body }: Parts) {
  const to = (parts: Parts['headers']) =>
    parts.length === 0
      ? undefined
      : parts.map(({ key, value, secret }) => ({ Key: key, Value: value, IsValueSecret: secret }));
  return { HeaderParameters: to(headers), QueryStringParameters: to(query), BodyParameters: to(body) };
}
