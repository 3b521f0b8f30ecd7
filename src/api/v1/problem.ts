import { Refusal, type RefusalKind, refusals } from '#kernel/refusal';
import type { Fault } from './faults.ts';

/** RFC 9457: how every failure is told. */
export interface Problem {
  /** Where the kind of problem is explained. */
  type: string;
  title: string;
  status: number;
  /** What was wanted, what was got, what to do. */
  detail: string;
  /** Under this id the log and the trail have it. */
  requestId: string;
  /** All that is wrong with the input, at once. */
  errors?: Fault[];
  /** The kind and name of what is missing or in conflict. */
  resource?: { type: string; id: string };
  /** What stands in the way. */
  dependents?: { relation: string; ids: string[] }[];
  /** The ETag that would have matched. */
  etag?: string;
}

/** Each kind of problem: its title, and for the reference what it means and what to do about it. */
export const problems: Readonly<
  Record<RefusalKind | 'internal' | 'methodNotAllowed', { title: string; about: string }>
> = {
  validation: {
    title: 'The input is not as it must be',
    about:
      'Something in the path, the query, a header or the body is wrong. `errors` names every fault that was found.',
  },
  unauthenticated: {
    title: 'Nobody knows who is calling',
    about: 'There is no credential, or it is wrong, expired or revoked. Send a bearer token, or sign the request.',
  },
  accessDenied: {
    title: 'The caller may not do this',
    about: 'The credential is good and does not reach that far. Tokens have scopes; some things need an access key.',
  },
  notFound: {
    title: 'There is no such thing',
    about: 'It does not exist in this account, or does not exist any more.',
  },
  conflict: {
    title: 'It cannot be done as things stand',
    about: 'A name is taken, something is in use, or an Idempotency-Key was used for another request.',
  },
  preconditionFailed: {
    title: 'It was changed meanwhile',
    about: 'If-Match holds another ETag than what is there now, which is in `etag`. Read it again, and decide anew.',
  },
  preconditionRequired: {
    title: 'If-Match is missing',
    about: 'A change says which version it changes: send the ETag of your reading as If-Match, or `*` for any.',
  },
  quotaExceeded: {
    title: 'There are too many of these',
    about: 'A bound of the account is reached. Remove some first.',
  },
  throttled: { title: 'Too much at once', about: 'Wait as many seconds as Retry-After says, and try again.' },
  tooLarge: { title: 'The request is too large', about: 'Bodies hold 262,144 bytes at most.' },
  methodNotAllowed: { title: 'There is no such method here', about: 'The header Allow names those that there are.' },
  unavailable: {
    title: 'Not now',
    about: 'The database cannot be reached. Nothing was stored. Wait as Retry-After says, and try again.',
  },
  internal: { title: 'A fault of Muster', about: 'The log says more under `requestId`.' },
};

export const problemType = (kind: keyof typeof problems) => `/api/v1/#problem-${kind}`;

/** Refuses an input with all its faults. */
export function faulty(faults: Fault[]): Refusal {
  const [first] = faults;
  const rest = faults.length > 1 ? ` (and ${faults.length - 1} more, see errors)` : '';
  const message = `${first!.field || 'The body'}: wanted ${first!.wanted}, got ${first!.got}${rest}`;
  return new FaultyInput(message, faults);
}

/** A validation refusal that knows its faults one by one. */
class FaultyInput extends Refusal {
  readonly faults: Fault[];

  constructor(message: string, faults: Fault[]) {
    super('validation', message, { fields: faults.map(({ field, wanted }) => ({ name: field, message: wanted })) });
    this.faults = faults;
  }
}

/** What was thrown, for the caller. A bug says nothing outside but the id under which the log has it. */
export function problemOf(thrown: unknown, requestId: string): Problem {
  if (!(thrown instanceof Refusal)) {
    const detail = `Look for ${requestId} in Muster's log.`;
    return { type: problemType('internal'), title: problems.internal.title, status: 500, detail, requestId };
  }
  const { kind, message, details } = thrown;
  const { resourceType, resourceId, dependents } = details;
  return {
    type: problemType(kind),
    title: problems[kind].title,
    status: refusals[kind].status,
    detail: inOurWords(message),
    requestId,
    ...(thrown instanceof FaultyInput ? { errors: thrown.faults } : {}),
    ...(resourceType && resourceId ? { resource: { type: resourceType, id: resourceId } } : {}),
    ...(dependents ? { dependents } : {}),
    ...(thrown instanceof Outdated ? { etag: thrown.etag } : {}),
  };
}

/** Where a room's message begins with a member of the AWS face, that member's name on this one. */
const OUR_WORDS: readonly (readonly [theirs: RegExp, ours: string])[] = [
  [/^Plan\.Stages\b/, 'stages'],
  [/^Plan\.RotationIds\b/, 'rotations'],
  [/^DeliveryAddress\b/, 'address'],
  [/^ActivationCode\b/, 'code'],
  [/^ContactId\b/, 'contact'],
  [/^Type\b/, 'type'],
  [/^eventType\b/, 'type'],
  [/^relatedItemsUpdate\b/, 'value'],
];

function inOurWords(message: string): string {
  const [theirs, ours] = OUR_WORDS.find(([each]) => each.test(message)) ?? [];
  return theirs && ours ? message.replace(theirs, ours) : message;
}

/** If-Match held another version than what is there. */
export class Outdated extends Refusal {
  readonly etag: string;

  constructor(etag: string) {
    super('preconditionFailed', `It was changed meanwhile: its ETag is ${etag} now. Read it again, and decide anew.`);
    this.etag = etag;
  }
}
