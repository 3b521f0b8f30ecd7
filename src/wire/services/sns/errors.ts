import type { ErrorForm, ErrorsSpec } from '../../service.ts';

/** SNS's errors: on the wire without the word Exception. */
const told = (name: string, status: number): ErrorForm => ({
  code: `${name}Exception`,
  status,
  queryCode: name,
});

/** By status. */
const named: readonly (readonly [status: number, names: readonly string[]])[] = [
  [
    400,
    [
      'BatchEntryIdsNotDistinct',
      'BatchRequestTooLong',
      'ConcurrentAccess',
      'EmptyBatchRequest',
      'EndpointDisabled',
      'InvalidBatchEntryId',
      'InvalidState',
      'KMSAccessDenied',
      'KMSDisabled',
      'KMSInvalidState',
      'KMSNotFound',
      'KMSThrottling',
      'PlatformApplicationDisabled',
      'StaleTag',
      'TagLimitExceeded',
      'TagPolicy',
      'TooManyEntriesInBatchRequest',
    ],
  ],
  [403, ['FilterPolicyLimitExceeded', 'InvalidSecurity', 'ReplayLimitExceeded', 'SubscriptionLimitExceeded']],
  [404, ['ResourceNotFound']],
];

export const errors: ErrorsSpec = {
  kinds: {
    validation: told('InvalidParameter', 400),
    notFound: told('NotFound', 404),
    accessDenied: told('AuthorizationError', 403),
    quotaExceeded: told('TopicLimitExceeded', 403),
    throttled: told('Throttled', 429),
    preconditionRequired: { code: 'ValidationException', queryCode: 'ValidationException' },
  },
  internal: told('InternalError', 500),
  codes: {
    ...Object.fromEntries(
      named.flatMap(([status, names]) => names.map((name) => [`${name}Exception`, { status, queryCode: name }])),
    ),
    InvalidParameterValueException: { status: 400, queryCode: 'ParameterValueInvalid' },
    KMSOptInRequired: { status: 403 },
    TopicLimitExceededException: { status: 403, queryCode: 'TopicLimitExceeded' },
  },
};
