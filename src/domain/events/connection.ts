import { invalid } from '#kernel/refusal';

export type AuthorizationType = 'API_KEY' | 'BASIC' | 'OAUTH_CLIENT_CREDENTIALS';

/** One name and value that is added to a request. A secret value is not shown again. */
export interface Part {
  key: string;
  value?: string;
  secret: boolean;
}

/** What is added to requests. Body parts go into bodies that are JSON objects. */
export interface Parts {
  headers: readonly Part[];
  query: readonly Part[];
  body: readonly Part[];
}

/** How calls are authorized: of the three that of the connection's type. */
export interface Authorization {
  type: AuthorizationType;
  apiKey?: { name: string; value?: string };
  basic?: { username: string; password?: string };
  oauth?: { endpoint: string; method: 'GET' | 'POST' | 'PUT'; clientId: string; clientSecret?: string; parts?: Parts };
  parts?: Parts;
}

/** What a caller gives: in a change what is left out stays. */
export interface AuthorizationChange {
  type?: AuthorizationType;
  apiKey?: Partial<NonNullable<Authorization['apiKey']>>;
  basic?: Partial<NonNullable<Authorization['basic']>>;
  oauth?: Partial<NonNullable<Authorization['oauth']>>;
  parts?: Parts;
}

/** How API destinations are called. */
export interface Connection {
  account: string;
  region: string;
  name: string;
  arn: string;
  description?: string;
  /** Without secret values. */
  authorization: Authorization;
  /** Where these lie. */
  secretArn: string;
  createdAt: Date;
  modifiedAt: Date;
  /** When what authorizes was given last. */
  authorizedAt: Date;
}

const NEEDED = {
  API_KEY: ['apiKey', 'ApiKeyAuthParameters'],
  BASIC: ['basic', 'BasicAuthParameters'],
  OAUTH_CLIENT_CREDENTIALS: ['oauth', 'OAuthParameters'],
} as const;
/** As a secret can hold. */
const LARGEST_BYTES = 65_536;

/** The whole authorization after a change. Refuses (validation) one that lacks what its type needs. */
export function changedAuthorization(was: Authorization | undefined, change: AuthorizationChange): Authorization {
  const type = change.type ?? was?.type;
  if (type === undefined) throw fault('AuthorizationType', `wanted one of ${Object.keys(NEEDED).join(', ')}`);
  const [member, told] = NEEDED[type];
  const given = { ...(was?.type === type ? was[member] : {}), ...change[member] };
  if (Object.keys(given).length === 0) throw fault('AuthParameters', `wanted ${told} for the type ${type}`);
  const parts = change.parts ? filledParts(was?.parts, change.parts) : was?.parts;
  const next = { type, [member]: given, ...(parts ? { parts } : {}) } as Authorization;
  if (next.oauth?.parts) next.oauth.parts = filledParts(was?.oauth?.parts, next.oauth.parts);
  checkWhole(next);
  const bytes = Buffer.byteLength(JSON.stringify(next));
  if (bytes > LARGEST_BYTES)
    throw fault('AuthParameters', `wanted at most ${LARGEST_BYTES} bytes as JSON, got ${bytes}`);
  return next;
}

function checkWhole({ type, apiKey, basic, oauth }: Authorization): void {
  const needed: Readonly<Record<AuthorizationType, Record<string, unknown>>> = {
    API_KEY: { ApiKeyName: apiKey?.name, ApiKeyValue: apiKey?.value },
    BASIC: { Username: basic?.username, Password: basic?.password },
    OAUTH_CLIENT_CREDENTIALS: {
      ...{ AuthorizationEndpoint: oauth?.endpoint, HttpMethod: oauth?.method },
      ...{ ClientID: oauth?.clientId, ClientSecret: oauth?.clientSecret },
    },
  };
  const missing = Object.entries(needed[type]).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length > 0) throw fault('AuthParameters', `the type ${type} needs ${missing.join(', ')}`);
}

/** A part without a value keeps the one that it had: clients that read a secret part cannot give it again. */
function filledParts(was: Parts | undefined, next: Parts): Parts {
  const filled = (name: keyof Parts) =>
    next[name].map((part) => ({ ...was?.[name].find(({ key }) => key === part.key), ...part }));
  return { headers: filled('headers'), query: filled('query'), body: filled('body') };
}

/** What may be shown of it. */
export function shownOf({ type, apiKey, basic, oauth, parts }: Authorization): Authorization {
  return {
    type,
    ...(apiKey ? { apiKey: { name: apiKey.name } } : {}),
    ...(basic ? { basic: { username: basic.username } } : {}),
    ...(oauth
      ? {
          oauth: {
            ...{ endpoint: oauth.endpoint, method: oauth.method, clientId: oauth.clientId },
            ...(oauth.parts ? { parts: shownParts(oauth.parts) } : {}),
          },
        }
      : {}),
    ...(parts ? { parts: shownParts(parts) } : {}),
  };
}

function shownParts({ headers, query, body }: Parts): Parts {
  const shown = ({ key, value, secret }: Part): Part =>
    secret || value === undefined ? { key, secret } : { key, secret, value };
  return { headers: headers.map(shown), query: query.map(shown), body: body.map(shown) };
}

/** All that must stand in no message. */
export function secretsIn({ apiKey, basic, oauth, parts }: Authorization): string[] {
  const all = [parts, oauth?.parts].flatMap((one) => (one ? [...one.headers, ...one.query, ...one.body] : []));
  const values = all.flatMap(({ secret, value }) => (secret && value ? [value] : []));
  return [apiKey?.value, basic?.password, oauth?.clientSecret, ...values].flatMap((one) => (one ? [one] : []));
}

export const fault = (name: string, message: string) => invalid(`${name}: ${message}`, { name, message });
