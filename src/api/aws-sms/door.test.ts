import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import fastify from 'fastify';
import type { Confirmations, Fate } from '#domain/channels';
import { selfSigned } from '#kernel/certificate';
import { manualClock } from '#kernel/clock';
import { createSnsVerifier } from '#providers/sns-inbound';
import type { Db, Tx } from '#storage/db';
import { keptLog } from '#test/kit/log';
import { addAwsSms } from './door.ts';
import { eventIn } from './fate.ts';

const NOW = new Date('2026-01-02T03:10:00.000Z');
const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:sms-events';
const KEY = '019b7cae-fb28-716e-8b16-67e0d85551c1';
const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const certificate = selfSigned({
  ...{ privateKey, commonName: 'sns.amazonaws.com' },
  ...{ notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') },
});
const event = (eventType: string, more: object = {}) => ({
  ...{ eventType, isFinal: true, messageId: 'eum-1', messageStatusDescription: 'as the carrier says' },
  context: { 'muster-key': KEY },
  ...more,
});

/** As SNS posts it. */
function posted(message: object, more: Record<string, string> = {}): string {
  const members: Record<string, string> = {
    ...{ Type: 'Notification', MessageId: 'm-1', TopicArn: TOPIC, Message: JSON.stringify(message) },
    ...{ Timestamp: NOW.toISOString(), SignatureVersion: '2' },
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0.pem',
    ...more,
  };
  const names = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names.map((name) => (name in members ? `${name}\n${members[name]}\n` : '')).join('');
  return JSON.stringify({
    ...members,
    Signature: sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64'),
  });
}

async function door() {
  const recorded: { key: string; providerId: string | undefined; fate: Fate }[] = [];
  const confirmed: string[] = [];
  const log = keptLog();
  const confirmations: Confirmations = {
    record: async (_tx, _now, key, providerId, fate) => void recorded.push({ key, providerId, fate }),
    underWay: async () => assert.fail('it is no call'),
  };
  const request = async ({ url }: { url: string }) => ({
    status: 200,
    headers: {},
    body: Buffer.from(certificate),
    url,
  });
  const app = fastify();
  addAwsSms(app, {
    ...{ log, confirmations, clock: manualClock(NOW) },
    db: { tx: (work: (tx: Tx) => Promise<unknown>) => work({} as Tx) } as unknown as Db,
    awsSmsEvents: {
      topicArn: TOPIC,
      verifier: createSnsVerifier({ outgoing: { request } }),
      confirm: async (url) => void confirmed.push(url),
    },
  });
  const post = async (body: string) => {
    const headers = { 'content-type': 'text/plain; charset=UTF-8' };
    return (await app.inject({ method: 'POST', url: '/inbound/aws-sms', headers, body })).statusCode;
  };
  return { recorded, confirmed, log, post, close: () => app.close() };
}

test('what AWS has signed of the one topic is recorded under our key and AWS’s id; its subscription is confirmed', async () => {
  const { recorded, confirmed, post, close } = await door();
  assert.equal(await post(posted(event('TEXT_DELIVERED'))), 204);
  assert.equal(await post(posted(event('TEXT_PENDING', { isFinal: false }))), 204);
  assert.deepEqual(recorded, [
    { key: KEY, providerId: 'eum-1', fate: { kind: 'delivered', info: 'AWS End User Messaging: delivered' } },
  ]);
  const SubscribeURL = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=abc';
  assert.equal(await post(posted({}, { Type: 'SubscriptionConfirmation', Token: 'abc', SubscribeURL })), 204);
  assert.deepEqual([confirmed, recorded.length], [[SubscribeURL], 1]);
  await close();
});

test('what is forged, old or of another topic is refused, and records and confirms nothing', async () => {
  const { recorded, confirmed, log, post, close } = await door();
  const right = posted(event('TEXT_DELIVERED'));
  const SubscribeURL = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=abc';
  const bodies = [
    right.replace('TEXT_DELIVERED', 'TEXT_INVALID'),
    posted(event('TEXT_DELIVERED'), { Timestamp: '2026-01-02T01:00:00.000Z' }),
    posted(event('TEXT_DELIVERED'), { TopicArn: 'arn:aws:sns:eu-west-1:999900009999:sms-events' }),
    posted(
      {},
      {
        ...{ Type: 'SubscriptionConfirmation', Token: 'abc', SubscribeURL },
        TopicArn: 'arn:aws:sns:eu-west-1:999900009999:sms-events',
      },
    ),
    posted(event('TEXT_DELIVERED'), { SigningCertURL: 'https://sns.example.com/x.pem' }),
    '{}',
    'no JSON',
  ];
  for (const body of bodies) assert.equal(await post(body), 403, body);
  assert.deepEqual([recorded, confirmed], [[], []]);
  assert.equal(log.take('warn', /was not AWS’s/).length, bodies.length);
  await close();
});

const rows: [name: string, message: object, want: RegExp | undefined, permanent?: true][] = [
  ['delivered', event('TEXT_DELIVERED'), /^AWS End User Messaging: delivered$/],
  ['taken by a carrier that says no more', event('TEXT_SUCCESSFUL'), /taken by the carrier/],
  ['no such number is final', event('TEXT_INVALID'), /\(TEXT_INVALID: as the carrier says\): the number/, true],
  ['a blocked sender is not', event('TEXT_CARRIER_BLOCKED'), /register it with AWS/],
  ['what is not final says nothing', event('TEXT_SENT', { isFinal: false }), undefined],
  ['a type that nobody knows says nothing', event('TEXT_NEW'), undefined],
  ['nor one that every object has', event('constructor'), undefined],
  ['another program’s message is not ours', event('TEXT_DELIVERED', { context: {} }), undefined],
  ['nor is one whose key is no key', event('TEXT_DELIVERED', { context: { 'muster-key': '%E0%A4%A' } }), undefined],
];
for (const [name, message, want, permanent] of rows)
  test(`an event of a text message: ${name}`, () => {
    const found = eventIn(JSON.stringify(message));
    if (!want) return assert.equal(found, undefined);
    assert.ok(found && found.fate.kind !== 'unconfirmed');
    assert.match(found.fate.info, want);
    assert.equal(found.fate.kind === 'failed' ? found.fate.permanent : undefined, permanent);
  });
