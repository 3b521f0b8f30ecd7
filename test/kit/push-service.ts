import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createOutgoing } from '#providers/outgoing';
import type { PushKeys, PushOptions, PushPayload } from '#providers/push';
import { type BrowserKeys, browserKeys, checkVapid, decrypt } from './push-crypto.ts';
import { type Outside, openOutside } from './somebodys-server.ts';

/** A message as a browser got it, opened. */
export interface Pushed {
  /** The JSON of the subscription. */
  to: string;
  /** What a service worker is given, word for word. */
  data: string;
  payload: PushPayload;
  ttl: number;
  topic: string;
}

/** A push service (RFC 8030) and the browsers subscribed at it. Closing it fails on what it did not take, and on complaints. */
export interface FakePushService extends Outside<Pushed>, AsyncDisposable {
  options: PushOptions;
  /** A browser subscribes with our key, unless told another. Answers the JSON of its subscription. */
  subscribe(applicationServerKey?: string): Promise<string>;
  /** The messages to a subscription that nobody has taken yet. */
  take(subscription: string): Pushed[];
}

export interface PushServiceOptions {
  now?: () => Date;
  publicUrl?: string;
}

export async function openPushService(given: PushServiceOptions = {}): Promise<FakePushService> {
  const now = given.now ?? (() => new Date());
  const keys = pushKeys();
  const browsers = new Map<string, { browser: BrowserKeys; subscription: string; serverKey: string }>();
  let taken = new Set<Pushed>();

  async function read({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Pushed> {
    const known = browsers.get(url ?? '');
    assert.ok(method === 'POST' && known, `no subscription at ${method} ${url}`);
    assert.equal(headers['content-encoding'], 'aes128gcm');
    assert.match(headers['ttl'] as string, /^\d+$/);
    assert.equal(headers['urgency'], 'high');
    assert.match(headers['topic'] as string, /^[\w-]{1,32}$/);
    assert.ok(body.length <= 4_096, `${body.length} bytes`);
    const audience = outside.url;
    await checkVapid(String(headers.authorization), { audience, publicKey: known.serverKey, now: now() });
    const data = await decrypt(Uint8Array.from(body), known.browser);
    const { subscription: to } = known;
    const payload = JSON.parse(data) as PushPayload;
    return { to, data, payload, ttl: Number(headers['ttl']), topic: String(headers['topic']) };
  }

  const outside = await openOutside<Pushed>({
    read,
    answers: {
      ok: { status: 201, headers: { location: '/message/a-secret-of-the-message' } },
      temporary: { status: 429, headers: { 'retry-after': '7' } },
      permanent: { status: 410, body: 'push subscription has unsubscribed or expired' },
    },
  });
  return {
    ...outside,
    options: {
      outgoing: createOutgoing({ allowPrivate: true, trusted: [] }),
      keys,
      contact: 'mailto:muster@example.com',
      publicUrl: given.publicUrl ?? 'https://muster.example',
      allowPrivate: true,
      now,
    },
    async subscribe(serverKey = keys.publicKey) {
      const browser = await browserKeys();
      const path = `/send/a-secret-of-browser-${browsers.size}`;
      const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
      const subscription = JSON.stringify({
        endpoint: `${outside.url}${path}`,
        expirationTime: null,
        keys: { p256dh: text(browser.publicKey), auth: text(browser.auth) },
      });
      browsers.set(path, { browser, subscription, serverKey });
      return subscription;
    },
    take(subscription) {
      const found = outside.received.filter((one) => one.to === subscription && !taken.has(one));
      taken = new Set([...taken, ...found]);
      return found;
    },
    async [Symbol.asyncDispose]() {
      await outside.close();
      assert.deepEqual(outside.complaints, [], 'what the push service complains of');
      const left = outside.received.filter((one) => !taken.has(one)).map(({ data }) => data);
      assert.deepEqual(left, [], 'pushes that the test did not expect');
    },
  };
}

function pushKeys(): PushKeys {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const point = [Buffer.of(4), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')];
  return { publicKey: Buffer.concat(point).toString('base64url'), privateKey };
}
