import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutgoingResponse } from '#providers/outgoing';
import { createTwilioClient } from './index.ts';

const TOKEN = 'very-secret-token';

function answering(status: number, body: string, headers: Record<string, string> = {}) {
  const request = async (): Promise<OutgoingResponse> => ({ status, headers, body: Buffer.from(body), url: '' });
  const options = { accountSid: 'AC1', authToken: TOKEN, from: '+15550009999', baseUrl: 'https://t.example' };
  const client = createTwilioClient({ ...options, publicUrl: 'https://m.example', outgoing: { request } });
  return client.create('Messages', 'k', [], new AbortController().signal);
}

const rows: [name: string, answer: Parameters<typeof answering>, want: object][] = [
  ['201 with an id is sent', [201, '{"sid":"SM1"}'], { ok: true, providerId: 'SM1' }],
  ['201 without one may have been taken', [201, '{}'], { ok: false, permanent: false, certain: false }],
  ['a bad gateway tells nothing', [502, '<html>'], { ok: false, permanent: false, certain: false }],
  ['503 and 429 say that it was not taken', [503, ''], { ok: false, permanent: false, certain: true }],
  [
    '429 says when',
    [429, '', { 'retry-after': '9' }],
    { ok: false, permanent: false, certain: true, retryAfterMs: 9_000 },
  ],
  [
    'wrong credentials can be mended, and meet every message',
    [401, '{"code":20003}'],
    { ok: false, permanent: false, certain: true, fault: 'account' },
  ],
  [
    'a country that is not allowed says nothing of the others',
    [400, '{"code":21408}'],
    { ok: false, permanent: false, certain: true, fault: 'reach' },
  ],
  ['no such number is final', [400, '{"code":21211}'], { ok: false, permanent: true, certain: true }],
  [
    'a 400 without a known code is not, and is of this message alone',
    [400, '{"code":"x"}'],
    { ok: false, permanent: false, certain: true, fault: 'reach' },
  ],
];
for (const [name, answer, want] of rows)
  test(name, async () => {
    const { reason, ...sent } = { reason: '', ...(await answering(...answer)) };
    assert.deepEqual(sent, want);
    if (!sent.ok) assert.match(reason, /Twilio .*\w+ \w+/);
  });

test('what Twilio repeats of our credentials is not shown', async () => {
  const basic = Buffer.from(`AC1:${TOKEN}`).toString('base64');
  const sent = await answering(400, JSON.stringify({ code: 1, message: `bad ${TOKEN} and ${basic}` }));
  assert.ok(!sent.ok);
  assert.doesNotMatch(sent.reason, new RegExp(`${TOKEN}|${basic}`));
});
