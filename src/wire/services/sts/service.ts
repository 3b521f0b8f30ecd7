import { integer, list, required, string, structure, timestamp } from '#kernel/shape';
import { defineService, operation } from '../../service.ts';

const AccountArn = string({
  min: 20,
  max: 2048,
  pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+',
});
const RoleDuration = integer({ min: 900, max: 43_200 });
const Duration = integer({ min: 900, max: 129_600 });
const SessionName = string({ min: 2, max: 64, pattern: '[\\w+=,.@-]*' });
const SourceIdentity = string({ min: 2, max: 64, pattern: '[\\w+=,.@-]*' });
const SessionPolicy = string({ min: 1, pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+' });
const TagKey = string({ min: 1, max: 128, pattern: '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+' });
const TagValue = string({ min: 0, max: 256, pattern: '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*' });
const SerialNumber = string({ min: 9, max: 256, pattern: '[\\w+=/:,.@-]*' });
const TokenCode = string({ min: 6, max: 6, pattern: '[\\d]*' });

const Credentials = structure({
  AccessKeyId: required(string({ min: 16, max: 128, pattern: '[\\w]*' })),
  Expiration: required(timestamp()),
  SecretAccessKey: required(string({ sensitive: true })),
  SessionToken: required(string({ sensitive: true })),
});

export const sts = defineService({
  signingName: 'sts',
  serviceName: 'sts',
  protocols: ['awsQuery'],
  apiVersion: '2011-06-15',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  errors: {
    codes: {
      MalformedPolicyDocumentException: { status: 400, queryCode: 'MalformedPolicyDocument' },
      PackedPolicyTooLargeException: { status: 400, queryCode: 'PackedPolicyTooLarge' },
    },
  },
  operations: {
    /** Who am I: every valid key may ask, whatever its policies say. */
    GetCallerIdentity: operation({
      access: 'read',
      judgedByHandler: true,
      input: structure({}),
      output: structure({ Account: string(), Arn: AccountArn, UserId: string() }),
    }),
    AssumeRole: operation({
      access: 'write',
      judgedByHandler: true,
      resource: ({ RoleArn }) => RoleArn,
      input: structure({
        DurationSeconds: RoleDuration,
        ExternalId: string({ min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' }),
        Policy: SessionPolicy,
        PolicyArns: list(structure({ arn: AccountArn })),
        ProvidedContexts: list(
          structure({ ContextAssertion: string({ min: 4, max: 2048 }), ProviderArn: AccountArn }),
          { min: 1, max: 5 },
        ),
        RoleArn: required(AccountArn),
        RoleSessionName: required(SessionName),
        SerialNumber,
        SourceIdentity,
        Tags: list(structure({ Key: required(TagKey), Value: required(TagValue) }), { max: 50 }),
        TokenCode,
        TransitiveTagKeys: list(TagKey, { max: 50 }),
      }),
      output: structure({
        AssumedRoleUser: structure({
          Arn: required(AccountArn),
          AssumedRoleId: required(string({ min: 2, max: 193, pattern: '[\\w+=,.@:-]*' })),
        }),
        Credentials,
        PackedPolicySize: integer({ min: 0 }),
        SourceIdentity,
      }),
    }),
    /** Keys of one's own that end; no policy can forbid it. */
    GetSessionToken: operation({
      access: 'write',
      judgedByHandler: true,
      input: structure({ DurationSeconds: Duration, SerialNumber, TokenCode }),
      output: structure({ Credentials }),
    }),
  },
});
