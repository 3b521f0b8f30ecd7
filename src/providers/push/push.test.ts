import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createOutgoing } from '#providers/outgoing';
import { channelContract } from '#test/kit/channel-contract';
import { openPushService } from '#test/kit/push-service';
import { createPush } from './index.ts';

channelContract('web push', async () => {
  const service = await openPushService();
  return {
    channel: createPush(service.options),
    unset: createPush({ ...service.options, publicUrl: 'http://muster.example' }),
    good: await service.subscribe(),
    received: async () => {
      assert.deepEqual(service.complaints, []);
      return service.received.map(({ to, payload, topic }) => {
        return { to, key: payload.id, subject: payload.title, text: payload.text, id: topic };
      });
    },
    make: service.make,
    arrival: service.arrival,
    close: service.close,
  };
});

const quiet = () => new AbortController().signal;
const message = (to: string, parts: object = {}) => ({
  key: 'key-1',
  to,
  subject: 'Database down',
  text: 'Now.',
  ...parts,
});

test('a page carries its path and severity, an hour to live, and no code', async () => {
  await using service = await openPushService();
  const to = await service.subscribe();
  const notice = { kind: 'page', answerPath: '/ack/a-token', severity: 2 } as const;
  assert.ok((await createPush(service.options).send(message(to, { notice }), quiet())).ok);
  const [got] = service.take(to);
  assert.deepEqual(got?.payload, {
    kind: 'page',
    id: 'key-1',
    title: 'Database down',
    text: 'Now.',
    path: '/ack/a-token',
    severity: 2,
  });
  assert.equal(got.ttl, 3_600);
});

test('whatever a message says, one record holds it: a long text is cut, title and path are whole', async () => {
  await using service = await openPushService();
  const to = await service.subscribe();
  const channel = createPush(service.options);
  const texts = fc.string({ unit: 'grapheme', minLength: 1_000, maxLength: 6_000 });
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const notice = { kind: 'page', answerPath: `/ack/${'t'.repeat(43)}` } as const;
      assert.ok((await channel.send(message(to, { text, notice }), quiet())).ok);
      const [got] = service.take(to);
      assert.equal(got?.payload.path, notice.answerPath);
      assert.equal(got.payload.title, 'Database down');
      if (got.payload.text !== text) assert.match(got.payload.text, /…$/);
    }),
    { numRuns: 25 },
  );
});

test('an ended subscription (404, 410) is final and says how to make another; a push service that is busy says when', async () => {
  await using service = await openPushService();
  const to = await service.subscribe();
  const channel = createPush(service.options);
  for (const status of [404, 410]) {
    service.say({ status });
    const sent = await channel.send(message(to), quiet());
    assert.ok(!sent.ok && sent.permanent && sent.certain);
    assert.match(sent.reason, /subscription has ended; .*muster contacts push-link/);
  }
  service.say({ status: 429, headers: { 'retry-after': '120' } });
  const busy = await channel.send(message(to), quiet());
  assert.ok(!busy.ok && !busy.permanent);
  assert.equal(busy.retryAfterMs, 120_000);
  service.say({ status: 403, body: '{"reason":"BadJwtToken"}' });
  const key = await channel.send(message(to), quiet());
  assert.ok(!key.ok && !key.permanent, 'our own key is mended, and then the page goes');
  assert.match(key.reason, /BadJwtToken.*MUSTER_PUSH_CONTACT/);
});

test('what tells the subscription or the message at the push service is in no reason and no id', async () => {
  await using service = await openPushService();
  const to = await service.subscribe();
  const channel = createPush(service.options);
  const { endpoint } = JSON.parse(to) as { endpoint: string };
  service.say({ status: 500, body: `cannot POST ${endpoint} (${new URL(endpoint).pathname})` });
  const failed = await channel.send(message(to), quiet());
  service.say(undefined);
  const sent = await channel.send(message(to), quiet());
  service.take(to);
  assert.doesNotMatch(JSON.stringify([failed, sent]), /a-secret/);
  for (const wrong of [to.replace('"auth":"', '"auth":"AAAA'), to.replace('{', '{{'), `${to} `]) {
    assert.doesNotMatch(channel.addressFault(wrong) ?? assert.fail(wrong), /a-secret/);
  }
});

test('without leave to reach private addresses an endpoint is https and outside', async () => {
  await using service = await openPushService();
  const outgoing = createOutgoing({ allowPrivate: false, trusted: [] });
  const channel = createPush({ ...service.options, allowPrivate: false, outgoing });
  const to = await service.subscribe();
  const at = (endpoint: string) => JSON.stringify({ ...JSON.parse(to), endpoint });
  const rows: [endpoint: string, fault: RegExp | undefined][] = [
    ['https://fcm.googleapis.com/fcm/send/x', undefined],
    ['http://fcm.googleapis.com/fcm/send/x', /not encrypted/],
    ['https://127.0.0.1/x', /loopback/],
    ['https://[::1]/x', /loopback/],
    ['https://10.0.0.1/x', /private range/],
    ['https://169.254.169.254/x', /metadata/],
    ['https://localhost/x', /this machine/],
    ['https://ana:secret@push.example.com/x', /user or password/],
    ['ftp://push.example.com/x', /https/],
  ];
  for (const [endpoint, fault] of rows) {
    const got = channel.addressFault(at(endpoint));
    if (fault) assert.match(got ?? '', fault, endpoint);
    else assert.equal(got, undefined, endpoint);
  }
  const refused = await channel.send(message(to), quiet());
  assert.ok(!refused.ok && refused.certain);
});

test('a key that is no point of its curve is refused for good, without a word to the push service', async () => {
  await using service = await openPushService();
  const to = await service.subscribe();
  const p256dh = Buffer.of(4, ...Buffer.alloc(64, 7)).toString('base64url');
  const subscription = JSON.parse(to) as { keys: object };
  const sent = await createPush(service.options).send(
    message(JSON.stringify({ ...subscription, keys: { ...subscription.keys, p256dh } })),
    quiet(),
  );
  assert.ok(!sent.ok && sent.permanent && sent.certain);
  assert.match(sent.reason, /no point of the curve/);
});
