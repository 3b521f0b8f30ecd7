import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressFault } from './abilities.ts';
import type { Channel, ChannelType } from './channel.ts';
import { NO_PROVIDER } from './no-provider.ts';
import { everyKind } from './route.ts';

const kinds = everyKind([]);
const rooms = [
  'PUSH',
  'WEBHOOK',
  'SLACK_DM',
  'SLACK',
  'SLACK_GROUP',
  'TEAMS',
  'CHIME',
  'MATTERMOST',
  'DISCORD',
  'GOOGLE_CHAT',
  'PAGERDUTY',
  'OPSGENIE',
  'JSM',
].map((type) => [type, NO_PROVIDER]);
const kind = (type: ChannelType) => kinds.find((channel) => channel.type === type)!;
const digits = (min: number, max: number) => fc.stringMatching(new RegExp(`^[1-9][0-9]{${min - 1},${max - 1}}$`));

test('a phone number is taken as E.164 has it, with 2 to 15 digits', () => {
  fc.assert(
    fc.property(digits(2, 15), (number) => {
      for (const type of ['SMS', 'VOICE'] as const) assert.equal(addressFault(kind(type), `+${number}`), undefined);
    }),
  );
});

test('a direct message in Slack goes to a member by their id, and to no room or address for answers', () => {
  const fault = (address: string) => addressFault(kind('SLACK_DM'), address);
  for (const address of ['U024BE7LH', 'W0123456789']) assert.equal(fault(address), undefined, address);
  for (const address of [
    '',
    'C024BE91L',
    'D024BE91L',
    'U1',
    '@ana',
    'u024be7lh',
    'U024BE7LH\n',
    'https://hooks.slack.com/x',
  ])
    assert.match(fault(address) ?? '', /wanted the member id of a person in Slack/, address);
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
    const [channel] = kind(type).providers as [Channel];
    assert.match(channel.notReady() ?? '', /provider is set up.*MUSTER_TWILIO_ACCOUNT_SID, MUSTER_TWILIO_AUTH_TOKEN/);
    const sent = await channel.send(message, new AbortController().signal);
    assert.deepEqual(sent, { ok: false, permanent: true, certain: true, reason: channel.notReady() });
  }
});

test('a provider that is given stands for its kind', () => {
  const sms = { ...kind('SMS').providers[0]!, provider: 'a provider', notReady: () => undefined };
  assert.deepEqual(
    everyKind([sms]).map(({ type, provider }) => [type, provider]),
    [['EMAIL', NO_PROVIDER], ['SMS', 'a provider'], ['VOICE', NO_PROVIDER], ...rooms],
  );
});
