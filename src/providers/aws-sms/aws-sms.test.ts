import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutgoingResponse } from '#providers/outgoing';
import { openAwsSms } from '#test/kit/aws-sms';
import { channelContract } from '#test/kit/channel-contract';
import { createEumSms, createSnsSms } from './index.ts';

for (const [kind, create] of [
  ['sns', createSnsSms],
  ['eum', createEumSms],
] as const) {
  channelContract(`SMS by ${kind}`, async () => {
    const aws = await openAwsSms(kind);
    const { secret: _secret, ...unset } = aws.options;
    return {
      channel: create(aws.options),
      unset: create(unset),
      good: '+15550100001',
      received: async () => aws.received.map(({ to, key, text }) => ({ to, key, text, id: key })),
      make: aws.make,
      arrival: aws.arrival,
      close: aws.close,
    };
  });
}

const SECRET = 'very-secret-value';

function answering(create: typeof createSnsSms, status: number, body: string, headers: Record<string, string> = {}) {
  const request = async (): Promise<OutgoingResponse> => ({ status, headers, body: Buffer.from(body), url: '' });
  const channel = create({
    ...{ accessKeyId: 'AKIA1', secret: SECRET, region: 'eu-west-1', from: '+15550009999' },
    ...{ outgoing: { request }, now: () => new Date('2026-01-02T03:10:00Z') },
  });
  const message = { key: 'k', to: '+15550100001', subject: '', text: 'Database down' };
  return channel.send(message, new AbortController().signal);
}

const xml = (code: string, message = 'x') => `<E><Error><Code>${code}</Code><Message>${message}</Message></Error></E>`;
const json = (type: string, Reason?: string, more: object = {}) =>
  JSON.stringify({ __type: `x#${type}`, Reason, ...more });
const [GOOD, TEMPORARY] = [{ ok: true }, { ok: false, permanent: false, certain: true }];
const ALONE = { ...TEMPORARY, fault: 'reach' };

const rows: [name: string, create: typeof createSnsSms, status: number, body: string, want: object][] = [
  ['SNS: a message id is sent', createSnsSms, 200, '<MessageId>m-1</MessageId>', { ...GOOD, providerId: 'm-1' }],
  ['SNS: 200 without one may have been taken', createSnsSms, 200, '', { ...TEMPORARY, certain: false }],
  [
    'SNS: an inner error may come after the message',
    createSnsSms,
    500,
    xml('InternalError'),
    { ...TEMPORARY, certain: false },
  ],
  ['SNS: opted out is final', createSnsSms, 400, xml('OptedOut'), { ...TEMPORARY, permanent: true }],
  ['SNS: another wrong parameter is not', createSnsSms, 400, xml('InvalidParameter', 'SenderID'), ALONE],
  [
    'SNS: wrong keys are the account’s',
    createSnsSms,
    403,
    xml('InvalidClientTokenId'),
    { ...TEMPORARY, fault: 'account' },
  ],
  [
    'EUM: opted out is final',
    createEumSms,
    400,
    json('ConflictException', 'DESTINATION_PHONE_NUMBER_OPTED_OUT'),
    { ...TEMPORARY, permanent: true },
  ],
  [
    'EUM: a blocked country is of its reach',
    createEumSms,
    400,
    json('ValidationException', 'DESTINATION_COUNTRY_BLOCKED'),
    { ...TEMPORARY, fault: 'reach' },
  ],
  [
    'EUM: a spent budget is the account’s',
    createEumSms,
    400,
    json('ServiceQuotaExceededException', 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT'),
    { ...TEMPORARY, fault: 'account' },
  ],
  ['EUM: a code that nobody knows is never final', createEumSms, 400, json('ConflictException', 'NEW'), ALONE],
  ['EUM: a proxy’s page tells nothing', createEumSms, 502, '<html>', { ...TEMPORARY, certain: false }],
];
for (const [name, create, status, body, want] of rows)
  test(name, async () => {
    const { reason, ...sent } = { reason: '', ...(await answering(create, status, body)) };
    assert.deepEqual(sent, want);
    if (!sent.ok) assert.match(reason, /(SNS|Messaging) .*\w+ \w+/);
  });

test('what AWS repeats of our secret is not shown, and what it asks for is kept', async () => {
  const sent = await answering(createSnsSms, 429, xml('Throttled', `no ${SECRET}`), { 'retry-after': '9' });
  assert.ok(!sent.ok);
  assert.doesNotMatch(sent.reason, new RegExp(SECRET));
  assert.equal(sent.retryAfterMs, 9_000);
});

test('what is missing is told by the settings’ names', () => {
  const outgoing = { request: async () => assert.fail('nothing is sent') };
  const channel = createEumSms({ outgoing, now: () => new Date(0) });
  assert.match(
    channel.notReady() ?? '',
    /set MUSTER_AWS_ACCESS_KEY_ID, MUSTER_AWS_SECRET_ACCESS_KEY, MUSTER_EUM_REGION, MUSTER_EUM_FROM/,
  );
});
