import type { AwsAnswer } from '#domain/runbooks';
import { cut, messageOf } from '#kernel/text';

export type AwsFailure = Extract<AwsAnswer, { ok: false }>;

const PERMISSION =
  /AccessDenied|Unauthorized|NotAuthorized|AuthFailure|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|ExpiredToken|IncompleteSignature|MissingAuthenticationToken|OptInRequired/;
const THROTTLING = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|BandwidthLimit|ProvisionedThroughputExceeded/;
const LATER = /InternalError|InternalFailure|ServiceUnavailable|ServiceException|RequestTimeout|InternalServer/;
/** Errors of the network after which nothing had been asked. */
const NEVER_LEFT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT_|DEPTH_ZERO|UNABLE_TO)/;
const MAX_MESSAGE = 500;

/** What a client threw, as AWS sorts failures. */
export function failureOf(thrown: unknown, where: string): AwsFailure {
  const error = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as {
    name?: string;
    code?: string;
    $metadata?: { httpStatusCode?: number };
    $fault?: 'client' | 'server';
  };
  const status = error.$metadata?.httpStatusCode;
  const message = cut(messageOf(thrown).replace(/[\s\p{Cc}]+/gu, ' '), MAX_MESSAGE);
  if (status === undefined && error.$fault === undefined)
    return network(error.code ?? error.name ?? '', message, where);
  const code = error.name ?? String(status);
  return { ok: false, kind: kindOf(code, status ?? 0), code, message };
}

function kindOf(code: string, status: number): AwsFailure['kind'] {
  if (THROTTLING.test(code) || status === 429) return 'throttling';
  if (PERMISSION.test(code) || status === 401 || status === 403) return 'permission';
  return status >= 500 || LATER.test(code) ? 'later' : 'client';
}

function network(code: string, message: string, where: string): AwsFailure {
  if (NEVER_LEFT.test(code)) {
    const told = `${where} cannot be reached (${code}): check the network, and MUSTER_AWS_ENDPOINT_URL`;
    return { ok: false, kind: 'unavailable', code: 'EndpointUnreachable', message: told };
  }
  if (/Timeout|AbortError/.test(code)) {
    const told = `${where} did not answer in time: whether it was done is not known`;
    return { ok: false, kind: 'later', code: 'RequestTimeout', message: told };
  }
  // The client itself refused what it was given.
  if (code === 'Error' || code === 'TypeError') return { ok: false, kind: 'client', code: 'ParamValidation', message };
  return { ok: false, kind: 'later', code: code || 'ConnectionBroken', message: `${where}: ${message}` };
}
