import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { createOutgoing } from '#providers/outgoing';
import { channelContract } from '#test/kit/channel-contract';
import { openReceiver } from '#test/kit/webhook-receiver';
import { createWebhook, signatureOf } from './index.ts';

channelContract('webhook', async () => {
  const receiver = await openReceiver();
  return {
    channel: createWebhook(receiver.options),
    good: receiver.address(),
    received: async () => {
      assert.deepEqual(receiver.complaints, []);
      return receiver.received.map(({ to, id, json }) => {
        return { to, key: id, subject: String(json['subject']), text: String(json['text']), id };
      });
    },
    make: receiver.make,
    arrival: receiver.arrival,
    close: receiver.close,
  };
});

const NOW = new Date('2026-01-02T03:10:00.900Z');
const quiet = () => new AbortController().signal;
const message = (to: string, parts: object = {}) => ({
  key: 'key-1',
  to,
  subject: 'Database down',
  text: 'Now.',
  ...parts,
});

test('body and time are signed; while two secrets count with both, the newer one first', async () => {
  await using receiver = await openReceiver({ now: () => NOW });
  const to = receiver.address();
  const signingSecrets = [
    { secret: 'new' },
    { secret: 'old', until: new Date('2026-01-03T00:00:00Z') },
    { secret: 'gone', until: new Date('2026-01-02T00:00:00Z') },
  ];
  assert.ok((await createWebhook(receiver.options).send(message(to, { signingSecrets }), quiet())).ok);
  const [got] = receiver.take(to);
  const seconds = Math.floor(NOW.getTime() / 1_000);
  const hmac = (secret: string) => createHmac('sha256', secret).update(`${seconds}.${got!.body}`).digest('hex');
  assert.equal(got?.signature, `t=${seconds},v1=${hmac('new')},v1=${hmac('old')}`);
  assert.equal(signatureOf('', [], NOW), `t=${seconds}`);
});

test('a page is told as data, with the address that answers it, and no code', async () => {
  await using receiver = await openReceiver();
  const to = receiver.address();
  const incidents = [{ arn: 'arn:aws:ssm-incidents::1:incident-record/p/1', title: 'Database down', severity: 1 }];
  const notice = { kind: 'page', answerPath: '/ack/a-token', severity: 1, incidents } as const;
  assert.ok((await createWebhook(receiver.options).send(message(to, { notice }), quiet())).ok);
  assert.deepEqual(receiver.take(to)[0]?.json, {
    type: 'page',
    id: 'key-1',
    subject: 'Database down',
    text: 'Now.',
    severity: 1,
    incidents,
    answerUrl: 'https://muster.example/ack/a-token',
  });
});

test('only 410 is final; every other answer but 2xx is tried again, and told without what would let anybody answer', async () => {
  await using receiver = await openReceiver();
  const to = receiver.address('a-secret-path');
  const channel = createWebhook(receiver.options);
  const notice = { kind: 'page', answerPath: '/ack/a-secret-token' } as const;
  const rows: [status: number, permanent: boolean, certain: boolean][] = [
    [400, false, true],
    [401, false, true],
    [404, false, true],
    [410, true, true],
    [429, false, true],
    [500, false, false],
    [503, false, true],
  ];
  for (const [status, permanent, certain] of rows) {
    receiver.say({ status, body: `no: ${to} https://muster.example/ack/a-secret-token` });
    const sent = await channel.send(message(to, { notice }), quiet());
    assert.ok(!sent.ok, `${status}`);
    assert.deepEqual([sent.permanent, sent.certain], [permanent, certain], `${status}`);
    assert.match(sent.reason, new RegExp(`answered ${status} \\(no: .*\\): \\w+`));
    assert.doesNotMatch(sent.reason, /a-secret/);
  }
});

test('a redirect is not followed', async () => {
  await using receiver = await openReceiver();
  await using other = await openReceiver();
  receiver.say({ status: 307, headers: { location: other.address() } });
  const sent = await createWebhook(receiver.options).send(message(receiver.address()), quiet());
  assert.ok(!sent.ok && !sent.permanent);
  assert.match(sent.reason, /redirect/);
  assert.deepEqual(other.received, []);
});

test('without leave to reach private addresses a receiver is https and outside', async () => {
  await using receiver = await openReceiver();
  const outgoing = createOutgoing({ allowPrivate: false, trusted: [] });
  const channel = createWebhook({ ...receiver.options, allowPrivate: false, outgoing });
  const rows: [address: string, fault: RegExp | undefined][] = [
    ['https://hooks.example.com/x?team=1,2', undefined],
    ['http://hooks.example.com/x', /not encrypted/],
    ['https://192.168.0.1/', /private range/],
    ['https://2130706433/', /loopback/],
    ['https://[fd00:ec2::254]/', /metadata/],
    ['https://ana:secret@hooks.example.com/', /user or password/],
    [`https://hooks.example.com/${'x'.repeat(1_024)}`, /at most 1024 characters/],
  ];
  for (const [address, fault] of rows) {
    const got = channel.addressFault(address);
    if (fault) assert.match(got ?? '', fault, address);
    else assert.equal(got, undefined, address);
  }
  const sent = await channel.send(message(receiver.address()), quiet());
  assert.ok(!sent.ok && sent.certain);
  assert.deepEqual(receiver.received, []);
});
