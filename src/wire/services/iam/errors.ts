import type { ErrorForm, ErrorsSpec } from '../../service.ts';

/** IAM's errors: on the wire without the word Exception. */
const told = (name: string, status: number): ErrorForm => ({ code: `${name}Exception`, status, queryCode: name });

const named: readonly (readonly [status: number, names: readonly string[]])[] = [
  [400, ['InvalidInput', 'MalformedPolicyDocument', 'PolicyNotAttachable', 'UnmodifiableEntity']],
  [409, ['ConcurrentModification', 'DeleteConflict']],
];

export const errors: ErrorsSpec = {
  kinds: {
    validation: { code: 'ValidationException', status: 400, queryCode: 'ValidationError' },
    notFound: told('NoSuchEntity', 404),
    conflict: told('EntityAlreadyExists', 409),
    quotaExceeded: told('LimitExceeded', 409),
  },
  internal: told('ServiceFailure', 500),
  codes: Object.fromEntries(
    named.flatMap(([status, names]) => names.map((name) => [`${name}Exception`, { status, queryCode: name }])),
  ),
};
