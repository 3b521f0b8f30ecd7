import type { RoleSession } from '#kernel/actor';
import { after, MINUTE, SECOND } from '#kernel/clock';
import { sameSecret } from '#kernel/seal';
import {
  basicTime,
  canonicalRequest,
  type Scope,
  sha256,
  signatureOf,
  signingKey,
  stringToSign,
  UNSIGNED_PAYLOAD,
} from '#kernel/sigv4';
import type { WireRequest } from '../protocols/protocol.ts';
import { WireError } from '../protocols/wire-error.ts';
import { createKeyCache, type KeyCache } from './key-cache.ts';
import { type Presented, presentedBy } from './presented.ts';

/** An access key and whom it stands for. */
export interface Credential {
  readonly secret: string;
  /** Temporary keys come with a token, which the caller must present. */
  readonly sessionToken?: string;
  readonly expiresAt?: Date;
  readonly account: string;
  /** The principal's ARN. */
  readonly principal: string;
  /** The role's session that the key is of. */
  readonly session?: RoleSession;
  /** The AWS service on whose behalf the key is used. */
  readonly invokedBy?: string;
}

/** `sessionToken`: what was presented with the key; of a temporary one it holds what is known of it. */
export type FindCredential = (accessKeyId: string, sessionToken?: string) => Promise<Credential | undefined>;

export interface Verified {
  readonly accessKeyId: string;
  readonly scope: Scope;
  readonly credential: Credential;
}

/** How far a signature's time may lie from ours. */
const CLOCK_SKEW = 15 * MINUTE;

/** Headers that steer what a call does: when present, the signature must cover them. */
const MUST_BE_SIGNED = ['host', 'x-amz-target', 'x-amz-date', 'x-amz-security-token'];

export interface Verifier {
  /** Who signed `request`, or nothing when it is unsigned. Throws the refusal AWS gives for any other case. */
  verify(request: WireRequest, now: Date): Promise<Verified | undefined>;
}

export function createVerifier(find: FindCredential, keys: KeyCache = createKeyCache()): Verifier {
  return {
    async verify(request, now) {
      const presented = presentedBy(request);
      if (!presented) return undefined;
      checkTime(presented, now);
      const credential = await find(presented.accessKeyId, presented.sessionToken);
      // The whole work is done for an unknown key too, but strangers do not crowd out the known keys' cache.
      const { accessKeyId, scope } = presented;
      const key = credential ? keys.keyFor(accessKeyId, credential.secret, scope) : signingKey('', scope);
      const genuine = sameSecret(expectedSignature(request, presented, key), presented.signature);
      if (!credential) throw invalidToken();
      if (!genuine) throw mismatch(MISMATCH);
      checkCoverage(request, presented);
      checkSession(presented, credential, now);
      return { accessKeyId, scope, credential };
    },
  };
}

function expectedSignature(request: WireRequest, presented: Presented, key: Uint8Array): string {
  const canonical = canonicalRequest({
    method: request.method,
    path: request.path,
    query: presented.query,
    headers: request.headers,
    signedHeaders: presented.signedHeaders,
    payloadHash: payloadHash(request, presented),
  });
  return signatureOf(key, stringToSign(presented.timestamp, presented.scope, canonical));
}

/** Of the body that came, whatever hash the header claims: a claim that differs cannot match. */
function payloadHash(request: WireRequest, { how }: Presented): string {
  const claimed = request.headers.get('x-amz-content-sha256');
  if (claimed === UNSIGNED_PAYLOAD && how === 'query') return UNSIGNED_PAYLOAD;
  const actual = sha256(request.body);
  if (claimed !== undefined && claimed.toLowerCase() !== actual) {
    throw mismatch(`${MISMATCH} X-Amz-Content-Sha256 is not the SHA-256 of the body that arrived.`);
  }
  return actual;
}

function checkTime({ how, signedAt, expires, scope, timestamp }: Presented, now: Date): void {
  const window = expires === undefined ? CLOCK_SKEW : expires * SECOND;
  const end = after(signedAt, window);
  if (now > end) {
    const bound =
      how === 'header' ? `${basicTime(after(now, -CLOCK_SKEW))} (${basicTime(now)} - 15 min.)` : basicTime(now);
    const signed = how === 'header' ? timestamp : `${basicTime(end)} (${timestamp} + ${expires} s)`;
    throw expired(`Signature expired: ${signed} is now earlier than ${bound}`);
  }
  if (after(signedAt, -CLOCK_SKEW) > now) {
    const bound = `${basicTime(after(now, CLOCK_SKEW))} (${basicTime(now)} + 15 min.)`;
    throw expired(`Signature not yet current: ${timestamp} is still later than ${bound}`);
  }
  if (scope.date !== timestamp.slice(0, 8)) {
    const told = `'${scope.date}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`;
    throw mismatch(`Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ${told}`);
  }
}

function checkCoverage(request: WireRequest, { signedHeaders }: Presented): void {
  const uncovered = MUST_BE_SIGNED.filter((name) => request.headers.has(name) && !signedHeaders.includes(name));
  if (uncovered.length > 0 || !signedHeaders.includes('host')) {
    throw mismatch(`${uncovered.join(', ') || 'host'} must be a signed header in the AWS request.`);
  }
}

function checkSession({ sessionToken }: Presented, credential: Credential, now: Date): void {
  const [given, wanted] = [sessionToken ?? '', credential.sessionToken ?? ''];
  if (!sameSecret(given, wanted)) throw invalidToken();
  if (credential.expiresAt && credential.expiresAt <= now) {
    throw new WireError(
      'ExpiredTokenException',
      403,
      'The security token included in the request is expired',
      'ExpiredToken',
    );
  }
}

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';

function mismatch(message: string): WireError {
  return new WireError('SignatureDoesNotMatch', 403, message);
}

function expired(message: string): WireError {
  return new WireError('RequestExpired', 400, message);
}

function invalidToken(): WireError {
  const message = 'The security token included in the request is invalid.';
  return new WireError('UnrecognizedClientException', 403, message, 'InvalidClientTokenId');
}
