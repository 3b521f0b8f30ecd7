import { boolean, integer, list, required, string, structure, timestamp } from '#kernel/shape';

/** Connections: how API destinations are called. */

export const ConnectionName = string({ min: 1, max: 64, pattern: '[\\.\\-_A-Za-z0-9]+' });
export const ConnectionArn = string({
  min: 1,
  max: 1600,
  pattern:
    '^arn:aws([a-z]|\\-)*:events:([a-z]|\\d|\\-)*:([0-9]{12})?:connection\\/[\\.\\-_A-Za-z0-9]+\\/[\\-A-Za-z0-9]+$',
});
export const AuthorizationType = string({ enum: ['BASIC', 'OAUTH_CLIENT_CREDENTIALS', 'API_KEY'] });
export const ConnectionDescription = string({ max: 512, pattern: '.*' });
export const ConnectionState = string({
  enum: [
    'CREATING',
    'UPDATING',
    'DELETING',
    'AUTHORIZED',
    'DEAUTHORIZED',
    'AUTHORIZING',
    'DEAUTHORIZING',
    'ACTIVE',
    'FAILED_CONNECTIVITY',
  ],
});
export const HttpsEndpoint = string({
  min: 1,
  max: 2048,
  pattern: "^((%[0-9A-Fa-f]{2}|[-()_.!~*';/?:@\\x26=+$,A-Za-z0-9])+)([).!';/?:,])?$",
});

const HEADER_TEXT = '^[ \\t]*[^\\x00-\\x1F:\\x7F]+([ \\t]+[^\\x00-\\x1F:\\x7F]+)*[ \\t]*$';
const AuthText = string({ min: 1, max: 512, pattern: HEADER_TEXT });
const AuthSecret = string({ min: 1, max: 512, pattern: HEADER_TEXT, sensitive: true });

const BodyParameter = structure({ IsValueSecret: boolean(), Key: string(), Value: string({ sensitive: true }) });
const HeaderParameter = structure({
  IsValueSecret: boolean(),
  Key: string({ max: 512, pattern: "^[!#$%&'*+-.^_`|~0-9a-zA-Z]+$" }),
  Value: string({ max: 512, pattern: '^[ \\t]*[\\x20-\\x7E]+([ \\t]+[\\x20-\\x7E]+)*[ \\t]*$', sensitive: true }),
});
const QueryParameter = structure({
  IsValueSecret: boolean(),
  Key: string({ max: 512, pattern: '[^\\x00-\\x1F\\x7F]+' }),
  Value: string({ max: 512, pattern: '[^\\x00-\\x09\\x0B\\x0C\\x0E-\\x1F\\x7F]+', sensitive: true }),
});
const HttpParts = structure({
  BodyParameters: list(BodyParameter, { min: 0, max: 100 }),
  HeaderParameters: list(HeaderParameter, { min: 0, max: 100 }),
  QueryStringParameters: list(QueryParameter, { min: 0, max: 100 }),
});

const ResourceConfigurationArn = string({
  min: 0,
  max: 2048,
  pattern: '^(?:^arn:[a-z0-9\\-]+:vpc-lattice:[a-zA-Z0-9\\-]+:\\d{12}:resourceconfiguration/rcfg-[0-9a-z]{17}$|^$)',
});
const ResourceAssociationArn = string({
  min: 17,
  max: 2048,
  pattern:
    '^arn:[a-z0-9\\\\-]+:vpc-lattice:[a-zA-Z0-9\\\\-]+:\\\\d{12}:servicenetworkresourceassociation/snra-[0-9a-z]{17}$',
});
/** A way into a private network of AWS's: read, and refused. */
export const Connectivity = structure({
  ResourceParameters: required(structure({ ResourceConfigurationArn: required(ResourceConfigurationArn) })),
});
const DescribedConnectivity = structure({
  ResourceParameters: required(
    structure({
      ResourceAssociationArn: required(ResourceAssociationArn),
      ResourceConfigurationArn: required(ResourceConfigurationArn),
    }),
  ),
});

const OAuthMethod = string({ enum: ['GET', 'POST', 'PUT'] });

export const NewAuthParameters = structure({
  ApiKeyAuthParameters: structure({ ApiKeyName: required(AuthText), ApiKeyValue: required(AuthSecret) }),
  BasicAuthParameters: structure({ Password: required(AuthSecret), Username: required(AuthText) }),
  ConnectivityParameters: Connectivity,
  InvocationHttpParameters: HttpParts,
  OAuthParameters: structure({
    AuthorizationEndpoint: required(HttpsEndpoint),
    ClientParameters: required(structure({ ClientID: required(AuthText), ClientSecret: required(AuthSecret) })),
    HttpMethod: required(OAuthMethod),
    OAuthHttpParameters: HttpParts,
  }),
});

export const ChangedAuthParameters = structure({
  ApiKeyAuthParameters: structure({ ApiKeyName: AuthText, ApiKeyValue: AuthSecret }),
  BasicAuthParameters: structure({ Password: AuthSecret, Username: AuthText }),
  ConnectivityParameters: Connectivity,
  InvocationHttpParameters: HttpParts,
  OAuthParameters: structure({
    AuthorizationEndpoint: HttpsEndpoint,
    ClientParameters: structure({ ClientID: AuthText, ClientSecret: AuthSecret }),
    HttpMethod: OAuthMethod,
    OAuthHttpParameters: HttpParts,
  }),
});

const ShownAuthParameters = structure({
  ApiKeyAuthParameters: structure({ ApiKeyName: AuthText }),
  BasicAuthParameters: structure({ Username: AuthText }),
  ConnectivityParameters: DescribedConnectivity,
  InvocationHttpParameters: HttpParts,
  OAuthParameters: structure({
    AuthorizationEndpoint: HttpsEndpoint,
    ClientParameters: structure({ ClientID: AuthText }),
    HttpMethod: OAuthMethod,
    OAuthHttpParameters: HttpParts,
  }),
});

const StateReason = string({ max: 512, pattern: '.*' });
export const DescribedConnection = structure({
  AuthParameters: ShownAuthParameters,
  AuthorizationType,
  ConnectionArn,
  ConnectionState,
  CreationTime: timestamp(),
  Description: ConnectionDescription,
  InvocationConnectivityParameters: DescribedConnectivity,
  KmsKeyIdentifier: string({ max: 2048, pattern: '^[a-zA-Z0-9_\\-/:]*$' }),
  LastAuthorizedTime: timestamp(),
  LastModifiedTime: timestamp(),
  Name: ConnectionName,
  SecretArn: string({
    min: 20,
    max: 2048,
    pattern: '^arn:aws([a-z]|\\-)*:secretsmanager:([a-z]|\\d|\\-)*:([0-9]{12})?:secret:[\\/_+=\\.@\\-A-Za-z0-9]+$',
  }),
  StateReason,
});
export const ConnectionList = list(
  structure({
    AuthorizationType,
    ConnectionArn,
    ConnectionState,
    CreationTime: timestamp(),
    LastAuthorizedTime: timestamp(),
    LastModifiedTime: timestamp(),
    Name: ConnectionName,
    StateReason,
  }),
);

/** API destinations: addresses that rules call. */

export const ApiDestinationName = string({ min: 1, max: 64, pattern: '[\\.\\-_A-Za-z0-9]+' });
export const ApiDestinationArn = string({
  min: 1,
  max: 1600,
  pattern:
    '^arn:aws([a-z]|\\-)*:events:([a-z]|\\d|\\-)*:([0-9]{12})?:api-destination\\/[\\.\\-_A-Za-z0-9]+\\/[\\-A-Za-z0-9]+$',
});
export const ApiDestinationState = string({ enum: ['ACTIVE', 'INACTIVE'] });
export const ApiDestinationMethod = string({ enum: ['POST', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'] });
export const RateLimit = integer({ min: 1 });
const begins = { ApiDestinationArn, ApiDestinationState, ConnectionArn, CreationTime: timestamp() };
const ends = {
  HttpMethod: ApiDestinationMethod,
  InvocationEndpoint: HttpsEndpoint,
  InvocationRateLimitPerSecond: RateLimit,
  LastModifiedTime: timestamp(),
  Name: ApiDestinationName,
};
export const ApiDestinationList = list(structure({ ...begins, ...ends }));
export const DescribedApiDestination = structure({ ...begins, Description: ConnectionDescription, ...ends });
