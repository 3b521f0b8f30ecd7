import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { OutgoingRequest, OutgoingResponse } from '#providers/outgoing';
import { channelContract } from '#test/kit/channel-contract';
import { openSmsGateway } from '#test/kit/sms-gateway';
import { createGatewaySms, type GatewayOptions } from './index.ts';

channelContract('SMS by a gateway', async () => {
  const gateway = await openSmsGateway();
  const { url: _url, ...unset } = gateway.options;
  return {
    channel: createGatewaySms(gateway.options),
    unset: createGatewaySms(unset),
    good: '+15550100001',
    received: async () => gateway.received.map(({ to, key, text }) => ({ to, key, text, id: key })),
    make: gateway.make,
    arrival: gateway.arrival,
    close: gateway.close,
  };
});

const BASE = {
  url: 'https://sms.example/send?to={{to}}',
  headers: '{"content-type":"application/json"}',
  body: '{"t":"{{text}}"}',
};

/** What a gateway that is set up so is asked, and what is made of its answer. */
async function asked(options: Partial<GatewayOptions>, text: string, answer: Partial<OutgoingResponse> = {}) {
  const requests: OutgoingRequest[] = [];
  const request = async (one: OutgoingRequest): Promise<OutgoingResponse> => {
    requests.push(one);
    return { status: 200, headers: {}, body: Buffer.from(''), url: '', ...answer };
  };
  const channel = createGatewaySms({ ...BASE, outgoing: { request }, ...options });
  const message = { key: 'k', to: '+15550100001', subject: '', text };
  const sent = await channel.send(message, new AbortController().signal);
  return { sent, request: requests[0]! };
}

test('law: whatever a text is, it is one member of the JSON and one field of the form, and reads back as it was', async () => {
  const form = { headers: '{"content-type":"application/x-www-form-urlencoded"}', body: 'a=1&text={{text}}&to={{to}}' };
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('"', '\\', '&', '=', '%', '+', '{', '}', 't', '\n', 'text}}') }),
  );
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const json = await asked({}, text);
      assert.deepEqual(JSON.parse(String(json.request.body)), { t: text.toWellFormed() });
      assert.equal(json.request.url, 'https://sms.example/send?to=%2B15550100001');
      const fields = [...new URLSearchParams(String((await asked(form, text)).request.body))];
      assert.deepEqual(fields, [
        ['a', '1'],
        ['text', text.toWellFormed()],
        ['to', '+15550100001'],
      ]);
    }),
  );
});

test('a header is one line, whatever stands in it', async () => {
  const headers = '{"content-type":"application/json","x-token":"{{secret}}"}';
  const { request } = await asked({ headers, secret: async () => 'a\r\nx-evil: 1' }, 't');
  assert.equal(request.headers?.['x-token'], 'a x-evil: 1');
});

const faults: [setting: string, options: Partial<GatewayOptions>][] = [
  ['URL', { url: 'sms.example' }],
  ['URL', { url: 'https://{{to}}.example/' }],
  ['URL', { url: 'https://user:pass@sms.example/{{to}}' }],
  ['METHOD', { method: 'DELETE' }],
  ['HEADERS', { headers: 'content-type: json' }],
  ['HEADERS', { headers: '{"content-type":"text/plain"}' }],
  ['BODY', { body: '{"t":"{{txt}}"}' }],
  ['BODY', { body: '{"t":"nothing of it"}' }],
  ['OK', { ok: '200,404' }],
  ['ID_POINTER', { idPointer: 'id' }],
  ['SECRET', { headers: '{"content-type":"application/json","x":"{{secret}}"}' }],
];
for (const [setting, options] of faults)
  test(`MUSTER_SMS_GATEWAY_${setting}: ${JSON.stringify(options)} is told, and nothing is sent`, async () => {
    const { sent, request } = await asked(options, 't');
    assert.ok(!sent.ok && !sent.permanent && sent.certain);
    assert.match(sent.reason, new RegExp(`^MUSTER_SMS_GATEWAY_${setting} (cannot be used|is missing): \\w+ `));
    assert.equal(request, undefined);
  });

const answers: [name: string, options: Partial<GatewayOptions>, status: number, body: string, want: object][] = [
  [
    'an id is found where the pointer says',
    { idPointer: '/a/0/b~1c' },
    200,
    '{"a":[{"b/c":7}]}',
    { ok: true, providerId: '7' },
  ],
  ['without a pointer our own key names the message', {}, 204, '', { ok: true, providerId: 'k' }],
  [
    'an answer without the id may be a message that was taken',
    { idPointer: '/id' },
    200,
    '{}',
    { ok: false, permanent: false, certain: false },
  ],
  [
    'another status than those that are meant is none',
    { ok: '202' },
    200,
    '',
    { ok: false, permanent: false, certain: true },
  ],
  [
    'a word of the operator’s is final',
    { refusals: 'no such number' },
    400,
    'No such NUMBER',
    { ok: false, permanent: true, certain: true },
  ],
  [
    'and never where the gateway itself fails',
    { refusals: 'no such number' },
    500,
    'no such number',
    { ok: false, permanent: false, certain: false },
  ],
  ['no funds are the account’s', {}, 402, '', { ok: false, permanent: false, certain: true, fault: 'account' }],
];
for (const [name, options, status, body, want] of answers)
  test(name, async () => {
    const { reason: _reason, ...sent } = {
      reason: '',
      ...(await asked(options, 't', { status, body: Buffer.from(body) })).sent,
    };
    assert.deepEqual(sent, want);
  });

test('a secret that cannot be read keeps nothing from being tried again, and its value is shown nowhere', async () => {
  const headers = '{"content-type":"application/json","x":"{{secret}}"}';
  const gone = await asked({ headers, secret: () => Promise.reject(new Error('there is no secret gateway')) }, 't');
  assert.ok(!gone.sent.ok && gone.sent.fault === 'account');
  assert.match(gone.sent.reason, /MUSTER_SMS_GATEWAY_SECRET cannot be read: there is no secret/);
  const body = Buffer.from('you said p%22w and p"w');
  const told = await asked({ headers, secret: async () => 'p"w' }, 't', { status: 400, body });
  assert.ok(!told.sent.ok);
  assert.doesNotMatch(told.sent.reason, /p"w|p%22w/);
});
