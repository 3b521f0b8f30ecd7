import { ALGORITHM, basicTime, parseBasicTime, type Scope } from '#kernel/sigv4';
import { parsePairs } from '../protocols/form.ts';
import type { WireRequest } from '../protocols/protocol.ts';
import { WireError } from '../protocols/wire-error.ts';

/** What a request presents to prove who sent it, read but not yet believed. */
export interface Presented {
  readonly how: 'header' | 'query';
  readonly accessKeyId: string;
  readonly scope: Scope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** The signer's time as it is written into the string to sign. */
  readonly timestamp: string;
  readonly signedAt: Date;
  readonly sessionToken: string | undefined;
  /** Seconds a presigned request is good for. */
  readonly expires: number | undefined;
  /** The raw query string as it was signed. */
  readonly query: string;
}

/** Seven days: the longest life of a presigned request. */
const LONGEST_EXPIRES = 604_800;

/** The signature's parts, or nothing when the request is unsigned. Throws `IncompleteSignature` when they are not whole. */
export function presentedBy(request: WireRequest): Presented | undefined {
  const authorization = request.headers.get('authorization');
  if (authorization?.startsWith('AWS4-')) return fromHeader(request, authorization);
  if (/(^|&)X-Amz-(Algorithm|Signature)=/.test(request.query)) return fromQuery(request);
  return undefined;
}

/** The scope's signing name, without judging the rest: enough to know which service is meant. */
export function scopeService(request: WireRequest): string | undefined {
  const authorization = request.headers.get('authorization') ?? '';
  const header = authorization.startsWith('AWS4-') ? /Credential=([^,\s]+)/.exec(authorization)?.[1] : undefined;
  const pair = request.query.split('&').find((each) => each.startsWith('X-Amz-Credential='));
  const credential = header ?? pair?.slice('X-Amz-Credential='.length).replaceAll(/%2f/gi, '/');
  return credential?.split('/')[3];
}

function fromHeader(request: WireRequest, authorization: string): Presented {
  const space = authorization.indexOf(' ');
  if (authorization.slice(0, space) !== ALGORITHM) throw incomplete(`the algorithm must be ${ALGORITHM}`);
  const fields = new Map<string, string>();
  for (const part of authorization.slice(space + 1).split(',')) {
    const equals = part.indexOf('=');
    if (equals > 0) fields.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const missing = ['Credential', 'SignedHeaders', 'Signature'].filter((name) => !fields.get(name));
  if (missing.length > 0) {
    throw incomplete(missing.map((name) => `Authorization header requires '${name}' parameter.`).join(' '));
  }
  return {
    how: 'header',
    ...credential(fields.get('Credential')!),
    ...timeOf(request.headers.get('x-amz-date') ?? request.headers.get('date')),
    signedHeaders: headerNames(fields.get('SignedHeaders')!),
    signature: fields.get('Signature')!,
    sessionToken: request.headers.get('x-amz-security-token'),
    expires: undefined,
    query: request.query,
  };
}

function fromQuery(request: WireRequest): Presented {
  const pairs = new Map(parsePairs(request.query));
  const names = [
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-Expires',
    'X-Amz-SignedHeaders',
    'X-Amz-Signature',
  ];
  const missing = names.filter((name) => !pairs.get(name));
  if (missing.length > 0) throw incomplete(`AWS query-string parameters must include ${missing.join(', ')}.`);
  if (pairs.get('X-Amz-Algorithm') !== ALGORITHM) throw incomplete(`the algorithm must be ${ALGORITHM}`);
  const expires = Number(pairs.get('X-Amz-Expires'));
  if (!(Number.isInteger(expires) && expires >= 1 && expires <= LONGEST_EXPIRES)) {
    throw incomplete(`X-Amz-Expires must be a number of seconds from 1 to ${LONGEST_EXPIRES}.`);
  }
  return {
    how: 'query',
    ...credential(pairs.get('X-Amz-Credential')!),
    ...timeOf(pairs.get('X-Amz-Date')),
    signedHeaders: headerNames(pairs.get('X-Amz-SignedHeaders')!),
    signature: pairs.get('X-Amz-Signature')!,
    sessionToken: pairs.get('X-Amz-Security-Token'),
    expires,
    query: request.query
      .split('&')
      .filter((pair) => !pair.startsWith('X-Amz-Signature='))
      .join('&'),
  };
}

function credential(text: string): Pick<Presented, 'accessKeyId' | 'scope'> {
  const parts = text.split('/');
  const [accessKeyId = '', date = '', region = '', service = '', terminator] = parts;
  const wellFormed =
    parts.length === 5 &&
    terminator === 'aws4_request' &&
    /^\w{1,128}$/.test(accessKeyId) &&
    /^\d{8}$/.test(date) &&
    /^[a-z0-9-]{1,64}$/.test(region) &&
    service !== '';
  if (!wellFormed) {
    throw incomplete("'Credential' must be <access key id>/<yyyymmdd>/<region>/<service>/aws4_request.");
  }
  return { accessKeyId, scope: { date, region, service } };
}

function headerNames(text: string): string[] {
  return text.split(';').map((name) => name.toLowerCase());
}

function timeOf(text: string | undefined): Pick<Presented, 'timestamp' | 'signedAt'> {
  if (!text) throw incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  const signedAt = parseBasicTime(text) ?? httpDate(text);
  if (!signedAt) throw incomplete("Date must be in ISO-8601 'basic format', e.g. 20260102T030405Z.");
  return { timestamp: basicTime(signedAt), signedAt };
}

function httpDate(text: string): Date | undefined {
  const instant = /GMT$/.test(text) ? new Date(text) : undefined;
  return instant && !Number.isNaN(instant.getTime()) ? instant : undefined;
}

function incomplete(message: string): WireError {
  return new WireError('IncompleteSignature', 400, message);
}
