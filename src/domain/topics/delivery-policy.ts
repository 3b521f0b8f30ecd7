import { badParameter } from './topic.ts';

/** How often and when a delivery over HTTP is tried again: AWS's healthyRetryPolicy. Delays are in seconds. */
export interface RetryPolicy {
  numRetries: number;
  /** Of these retries the first so many come at once … */
  numNoDelayRetries: number;
  /** … then so many after the least delay, and the last so many after the longest. */
  numMinDelayRetries: number;
  numMaxDelayRetries: number;
  minDelayTarget: number;
  maxDelayTarget: number;
  /** How the delay grows between them. */
  backoffFunction: 'linear' | 'arithmetic' | 'geometric' | 'exponential';
}

/** Once more at once, twice after 10 s, then ever more slowly: given up after some forty minutes. */
export const DEFAULT_RETRIES: RetryPolicy = {
  minDelayTarget: 10,
  maxDelayTarget: 600,
  numRetries: 15,
  numMaxDelayRetries: 1,
  numNoDelayRetries: 1,
  numMinDelayRetries: 2,
  backoffFunction: 'exponential',
};

const BACKOFFS = ['linear', 'arithmetic', 'geometric', 'exponential'] as const;
/** AWS's own bounds. */
const MOST: Record<Exclude<keyof RetryPolicy, 'backoffFunction'>, number> = {
  numRetries: 100,
  numNoDelayRetries: 100,
  numMinDelayRetries: 100,
  numMaxDelayRetries: 100,
  minDelayTarget: 3_600,
  maxDelayTarget: 3_600,
};

/**
 * The retries that a DeliveryPolicy asks for: a topic's has them below `http.defaultHealthyRetryPolicy`, a subscription's at
 * `healthyRetryPolicy`. Undefined where it says nothing of them. Refuses (InvalidParameter) one that cannot be kept.
 */
export function retriesIn(text: string): RetryPolicy | undefined {
  const policy = objectOf(parse(text));
  const http = policy['http'] === undefined ? {} : objectOf(policy['http']);
  const given = policy['healthyRetryPolicy'] ?? http['defaultHealthyRetryPolicy'];
  return given === undefined || given === null ? undefined : checked(objectOf(given));
}

function checked(given: Record<string, unknown>): RetryPolicy {
  const policy: RetryPolicy = {
    ...DEFAULT_RETRIES,
    numNoDelayRetries: 0,
    numMinDelayRetries: 0,
    numMaxDelayRetries: 0,
  };
  for (const [name, most] of Object.entries(MOST) as [keyof typeof MOST, number][]) {
    const value = given[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most)
      throw fault(`${name}: wanted a whole number from 0 to ${most}, got ${JSON.stringify(value)}`);
    policy[name] = value;
  }
  const backoff = given['backoffFunction'] ?? 'linear';
  const known = BACKOFFS.find((each) => each === backoff);
  if (!known) throw fault(`backoffFunction: wanted one of ${BACKOFFS.join(', ')}, got ${JSON.stringify(backoff)}`);
  const phases = policy.numNoDelayRetries + policy.numMinDelayRetries + policy.numMaxDelayRetries;
  if (phases > policy.numRetries)
    throw fault(`numRetries: wanted at least ${phases}, as many as its phases have, got ${policy.numRetries}`);
  if (policy.minDelayTarget > policy.maxDelayTarget) throw fault('minDelayTarget: wanted no more than maxDelayTarget');
  return { ...policy, backoffFunction: known };
}

/** Milliseconds to wait before the retry of this number (1 is the first); undefined when there is none any more. */
export function retryAfterMs(policy: RetryPolicy, retry: number): number | undefined {
  const { numRetries, numNoDelayRetries, numMinDelayRetries, numMaxDelayRetries, minDelayTarget, maxDelayTarget } =
    policy;
  if (retry > numRetries) return undefined;
  if (retry <= numNoDelayRetries) return 0;
  if (retry <= numNoDelayRetries + numMinDelayRetries) return minDelayTarget * 1_000;
  if (retry > numRetries - numMaxDelayRetries) return maxDelayTarget * 1_000;
  const first = numNoDelayRetries + numMinDelayRetries + 1;
  const steps = numRetries - numMaxDelayRetries - first;
  const part = steps === 0 ? 1 : (retry - first) / steps;
  return Math.round(
    minDelayTarget * 1_000 + grown(policy.backoffFunction, part) * (maxDelayTarget - minDelayTarget) * 1_000,
  );
}

/** How far the delay has grown from the least (0) to the longest (1), `part` of the way. */
function grown(by: RetryPolicy['backoffFunction'], part: number): number {
  switch (by) {
    case 'linear':
      return part;
    case 'arithmetic':
      return (part * (part + 1)) / 2;
    case 'geometric':
      return part ** 2;
    case 'exponential':
      return (2 ** (part * 6) - 1) / 63;
  }
}

const fault = (what: string) => badParameter('DeliveryPolicy', what);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw fault(`wanted JSON: ${error.message}`);
    throw error;
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw fault('wanted JSON objects with healthyRetryPolicy (of a topic: http.defaultHealthyRetryPolicy)');
}
