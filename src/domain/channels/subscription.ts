import { createHash } from 'node:crypto';

/** A browser that can be sent to, as its own `PushSubscription` tells it (W3C Push API). */
export interface Subscription {
  /** Where its push service takes messages. Whoever knows it can be told apart by it, so it is not shown. */
  endpoint: string;
  /** Its public key on P-256, 65 bytes, uncompressed. */
  p256dh: Buffer;
  /** 16 bytes that only it and we know. */
  auth: Buffer;
}

const MAX_LENGTH = 2_048;
const MAX_ENDPOINT = 1_024;

/** Reads the JSON of a subscription; undefined, or a text that says what is wrong with it, for anything else. */
export function readSubscription(text: string): Subscription | string {
  // JSON allows white space around it; here one subscription is one text.
  if (text.length > MAX_LENGTH || /\p{Cc}/u.test(text) || text.trim() !== text)
    return 'it is too long, or has line breaks';
  const { endpoint, keys } = objectIn(text);
  const { p256dh, auth } = typeof keys === 'object' && keys !== null ? (keys as Record<string, unknown>) : {};
  if (typeof endpoint !== 'string' || endpoint.length > MAX_ENDPOINT || !URL.canParse(endpoint))
    return 'endpoint is no address';
  const [key, secret] = [bytesIn(p256dh), bytesIn(auth)];
  if (key?.length !== 65 || key[0] !== 4) return 'keys.p256dh is no public key of 65 bytes';
  if (secret?.length !== 16) return 'keys.auth has not 16 bytes';
  return { endpoint, p256dh: key, auth: secret };
}

/** What is wrong with the text of a subscription; undefined when it can be tried. The text is not told: it is a credential. */
export function subscriptionFault(text: string): string | undefined {
  const read = readSubscription(text);
  if (typeof read !== 'string') return undefined;
  return `wanted the JSON of a browser's push subscription, {"endpoint", "keys": {"p256dh", "auth"}}: ${read}. \`muster contacts push-link\` makes a page that subscribes`;
}

/** The push service and a fingerprint of all of it: tells subscriptions apart, and sends nothing. */
export function shownSubscription(text: string): string {
  const read = readSubscription(text);
  const host = typeof read === 'string' ? 'unknown' : new URL(read.endpoint).host;
  const parts =
    typeof read === 'string' ? text : `${read.endpoint} ${read.p256dh.toString('hex')} ${read.auth.toString('hex')}`;
  return `${host}#${createHash('sha256').update(parts).digest('hex').slice(0, 16)}`;
}

function objectIn(text: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
  } catch {
    // No JSON: it has no endpoint, which is what is told.
    return {};
  }
}

function bytesIn(text: unknown): Buffer | undefined {
  return typeof text === 'string' && /^[\w-]{1,100}={0,2}$/.test(text) ? Buffer.from(text, 'base64url') : undefined;
}
