import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressFault } from './abilities.ts';
import type { ChannelType } from './channel.ts';
import { everyKind, NO_PROVIDER } from './no-provider.ts';

const kinds = everyKind([]);
const rooms = ['SLACK', 'TEAMS', 'CHIME', 'MATTERMOST', 'DISCORD', 'GOOGLE_CHAT', 'PAGERDUTY', 'OPSGENIE', 'JSM'].map(
  (type) => [type, NO_PROVIDER],
);
const kind = (type: ChannelType) => kinds.find((channel) => channel.type === type)!;
const digits = (min: number, max: number) => fc.stringMatching(new RegExp(`^[1-9][0-9]{${min - 1},${max - 1}}$`));

test('a phone number is taken as E.164 has it, with 2 to 15 digits', () => {
  fc.assert(
    fc.property(digits(2, 15), (number) => {
      for (const type of ['SMS', 'VOICE'] as const) assert.equal(addressFault(kind(type), `+${number}`), undefined);
    }),
  );
});

test('anything else is no phone number, and the refusal says what one is', () => {
  const fixed = [
    '',
    '+',
    '+1',
    '15550100001',
    '+0155501',
    '+1555 0100001',
    '+1-555-0100',
    '+1555010000a',
    '+15550100001\n',
  ];
  const others = fc.oneof(
    fc.constantFrom(...fixed, '+٣٣٣٣٣٣', 'ana@example.com', '+15550100001,+15550100002'),
    digits(16, 40).map((number) => `+${number}`),
    fc.string({ unit: 'grapheme' }).filter((text) => !/^\+[1-9][0-9]{1,14}$/.test(text)),
  );
  fc.assert(
    fc.property(others, fc.constantFrom('SMS', 'VOICE'), (address, type) => {
      assert.match(addressFault(kind(type), address) ?? '', /wanted an E\.164 number.* such as \+15550100001, got "/);
    }),
  );
});

test('a kind of channel without a provider says which settings make one, and sends nothing for good', async () => {
  assert.deepEqual(
    kinds.map(({ type, provider }) => [type, provider]),
    [['EMAIL', NO_PROVIDER], ['SMS', NO_PROVIDER], ['VOICE', NO_PROVIDER], ...rooms],
  );
  const message = { key: 'k', to: '+15550100001', subject: 's', text: 't' };
  for (const type of ['SMS', 'VOICE'] as const) {
    const channel = kind(type);
    assert.match(channel.notReady() ?? '', /provider is set up.*MUSTER_TWILIO_ACCOUNT_SID, MUSTER_TWILIO_AUTH_TOKEN/);
    const sent = await channel.send(message, new AbortController().signal);
    assert.deepEqual(sent, { ok: false, permanent: true, certain: true, reason: channel.notReady() });
  }
});

test('a provider that is given stands for its kind', () => {
  const sms = { ...kind('SMS'), provider: 'a provider', notReady: () => undefined };
  assert.deepEqual(
    everyKind([sms]).map(({ type, provider }) => [type, provider]),
    [['EMAIL', NO_PROVIDER], ['SMS', 'a provider'], ['VOICE', NO_PROVIDER], ...rooms],
  );
});
