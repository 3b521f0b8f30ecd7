import { createHash, createHmac } from 'node:crypto';

/** AWS Signature Version 4: the canonical form of a request, shared by signing and checking. */

export const ALGORITHM = 'AWS4-HMAC-SHA256';
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

export interface SignedParts {
  readonly method: string;
  /** The raw path as on the wire. */
  readonly path: string;
  /** The raw query string, without `X-Amz-Signature`. */
  readonly query: string;
  /** Lower-case name → value(s). */
  readonly headers: ReadonlyMap<string, string>;
  /** Lower-case, sorted. */
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
}

export interface Scope {
  /** `yyyymmdd` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export const scopeText = ({ date, region, service }: Scope): string => `${date}/${region}/${service}/aws4_request`;

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

export function canonicalRequest(parts: SignedParts): string {
  const headers = parts.signedHeaders.map((name) => `${name}:${canonicalValue(parts.headers.get(name) ?? '')}\n`);
  return [
    parts.method,
    canonicalPath(parts.path),
    canonicalQuery(parts.query),
    headers.join(''),
    parts.signedHeaders.join(';'),
    parts.payloadHash,
  ].join('\n');
}

function canonicalValue(value: string): string {
  return value.trim().replace(/\s+/g, ' ');
}

/**
 * Every segment of the already encoded path, encoded once more (S3 alone differs): `%3A` on the wire becomes `%253A`.
 * Empty and dot segments are resolved, as all clients do before they sign.
 */
export function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encode(segment));
  }
  if (segments.length === 0) return '/';
  return `/${segments.join('/')}${path.endsWith('/') ? '/' : ''}`;
}

/** Sorted by encoded name, then value; repeated names stay. */
export function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs = query.split('&').filter((pair) => pair !== '');
  return pairs
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [reencode(name), reencode(value)] as const;
    })
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The same text in the one spelling RFC 3986 allows; broken percent-encoding is signed as it stands. */
function reencode(text: string): string {
  if (/^[\w.~-]*$/.test(text)) return text;
  try {
    return encode(decodeURIComponent(text.replaceAll('+', '%20')));
  } catch (error) {
    if (error instanceof URIError) return encode(text);
    throw error;
  }
}

export function encode(text: string): string {
  // A lone surrogate cannot be encoded; it cannot come from the wire either, whose bytes arrive as Latin-1.
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function stringToSign(timestamp: string, scope: Scope, request: string): string {
  return [ALGORITHM, timestamp, scopeText(scope), sha256(request)].join('\n');
}

export function signingKey(secret: string, { date, region, service }: Scope): Buffer {
  return [date, region, service, 'aws4_request'].reduce<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${secret}`),
  );
}

export function signatureOf(key: Uint8Array, text: string): string {
  return hmac(key, text).toString('hex');
}

function hmac(key: Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** `20260102T030405Z` */
export function basicTime(instant: Date): string {
  return instant.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

export function parseBasicTime(text: string): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const instant = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}
