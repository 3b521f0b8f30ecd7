import { createHash } from 'node:crypto';
import { type Channel, type OutgoingMessage, readSubscription, type Sent, type Subscription } from '#domain/channels';
import { messageOf } from '#kernel/text';
import { neverLeft, type Outgoing, type OutgoingResponse, retryAfterMs, toldIn, urlFault } from '#providers/outgoing';
import { encrypt } from './encrypt.ts';
import { payloadOf } from './payload.ts';
import { type PushKeys, vapidHeader } from './vapid.ts';

export interface PushOptions {
  outgoing: Outgoing;
  keys: PushKeys;
  /** Whom a push service may write to: a mailto: or https: address. */
  contact: string;
  publicUrl: string;
  /** Push services may be in one's own network, and without TLS: for tests. */
  allowPrivate: boolean;
  now: () => Date;
  /** For a whole request, in milliseconds; 10,000 unless given. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 65_536;
/** Seconds for which a push service keeps a message for a browser that is away: a page is of use for an hour, a code as long as it lives. */
const TTL = { page: 3_600, message: 3_600, activation: 900 };
const EXAMPLE = `{"endpoint":"https://push.example.com/send/1","keys":{"p256dh":"${Buffer.of(4, ...Buffer.alloc(64)).toString('base64url')}","auth":"${Buffer.alloc(16).toString('base64url')}"}}`;

/** Web push (RFC 8030): encrypted for the browser (RFC 8291), signed by our own key (RFC 8292). */
export function createPush(options: PushOptions): Channel {
  const { outgoing, keys, contact, allowPrivate, now, timeoutMs = TIMEOUT_MS } = options;
  const notReady = isSecure(options.publicUrl)
    ? undefined
    : `browsers subscribe by https alone: set MUSTER_PUBLIC_URL to an https address (it is ${new URL(options.publicUrl).origin})`;
  return {
    type: 'PUSH',
    provider: 'web push',
    fields: [{ name: 'address', label: 'Push subscription', example: EXAMPLE }],
    notReady: () => notReady,
    addressFault: (address) => {
      const read = usable(address, allowPrivate);
      return typeof read === 'string' ? read : undefined;
    },
    async send(message: OutgoingMessage, signal: AbortSignal): Promise<Sent> {
      const subscription = usable(message.to, allowPrivate);
      if (typeof subscription === 'string') return failed({ permanent: true, reason: subscription });
      if (notReady) return failed({ reason: notReady });
      if (signal.aborted) return failed({ reason: 'sending was stopped before it began' });
      const { endpoint } = subscription;
      try {
        const answer = await outgoing.request({
          method: 'POST',
          url: endpoint,
          headers: {
            authorization: vapidHeader(endpoint, contact, keys, now()),
            'content-encoding': 'aes128gcm',
            'content-type': 'application/octet-stream',
            ttl: String(TTL[message.notice?.kind ?? 'message']),
            urgency: 'high',
            topic: topicOf(message),
          },
          body: encrypt(payloadOf(message), subscription),
          timeoutMs,
          maxBytes: MAX_ANSWER_BYTES,
          maxRedirects: 0,
          signal,
        });
        return toSent(answer, endpoint, now());
      } catch (error) {
        // A key that is no point of its curve never will be.
        if (error instanceof RangeError) return failed({ permanent: true, reason: `${messageOf(error)}: ${RENEW}` });
        return failed({ certain: neverLeft(error), reason: whyNot(error, endpoint, signal) });
      }
    },
  };
}

const RENEW = 'subscribe the browser anew: muster contacts push-link PERSON';

/** Browsers take http on their own machine alone. */
function isSecure(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

function usable(text: string, allowPrivate: boolean): Subscription | string {
  const read = readSubscription(text);
  if (typeof read === 'string') return `${read}: ${RENEW}`;
  return urlFault(read.endpoint, allowPrivate) ?? read;
}

/** A message that is tried again takes the place of its first try where that one still waits (RFC 8030 5.4). */
const topicOf = ({ key }: OutgoingMessage) => createHash('sha256').update(key).digest('base64url').slice(0, 32);

function failed(what: Partial<Extract<Sent, { ok: false }>> & { reason: string }): Extract<Sent, { ok: false }> {
  return { ok: false, permanent: false, certain: true, ...what };
}

/** The address of the message at the push service is not told on: whoever has it could take the message back. */
function toSent({ status, headers, body }: OutgoingResponse, endpoint: string, now: Date): Sent {
  const { host, pathname } = new URL(endpoint);
  if (status >= 200 && status < 300) return { ok: true, providerId: `${host} ${status}` };
  // An endpoint is a credential, and its last part what an error page quotes.
  const said = toldIn(body, [endpoint, pathname, pathname.slice(pathname.lastIndexOf('/') + 1)]);
  const asked = retryAfterMs(headers['retry-after'], now);
  return failed({
    reason: `${host} answered ${status}${said ? ` (${said})` : ''}: ${adviceFor(status)}`,
    permanent: status === 404 || status === 410,
    certain: status < 500 || status === 503,
    ...(asked ? { retryAfterMs: asked } : {}),
  });
}

function adviceFor(status: number): string {
  if (status === 404 || status === 410) return `the subscription has ended; ${RENEW}`;
  if (status === 401 || status === 403)
    return 'it refuses our key or MUSTER_PUSH_CONTACT; check both, and the clock of the database';
  if (status === 429 || status === 503) return 'it asks to wait';
  return 'wanted 201';
}

function whyNot(error: unknown, endpoint: string, signal: AbortSignal): string {
  if (signal.aborted) return 'sending was stopped before the push service confirmed it';
  return `the push service at ${new URL(endpoint).origin} could not be used: ${messageOf(error)}`;
}
