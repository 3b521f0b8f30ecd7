import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channelContract } from './channel-contract.ts';
import { fakeChannel } from './fake-channel.ts';

for (const type of ['EMAIL', 'SMS'] as const) {
  channelContract(`fake ${type}`, async () => {
    const channel = fakeChannel(type);
    return {
      channel,
      good: channel.fields[0]!.example,
      received: async () => channel.sent.map(({ key, to, text, subject }) => ({ key, to, text, subject, id: key })),
      make: async (mode) => channel.behave(mode),
      arrival: async () => assert.equal(channel.sent.length, 1),
      close: async () => {},
    };
  });
}

test('expected messages are taken out, and what is left is what nobody expected', async () => {
  const channel = fakeChannel('EMAIL');
  const { signal } = new AbortController();
  for (const to of ['ana@example.com', 'bo@example.com']) {
    await channel.send({ key: to, to, subject: 'Database down', text: 'Please answer.' }, signal);
  }
  assert.deepEqual(
    channel.take('ana@example.com').map(({ key }) => key),
    ['ana@example.com'],
  );
  assert.deepEqual(channel.take('ana@example.com'), []);
  assert.deepEqual(
    channel.left().map(({ to }) => to),
    ['bo@example.com'],
  );
  assert.equal(channel.sent.length, 2);
});

test('one receiver can fail while the others get theirs', async () => {
  const channel = fakeChannel('EMAIL');
  channel.behave('permanent', 'ana@example.com');
  const send = (to: string) =>
    channel.send({ key: to, to, subject: 'Database down', text: 'Please answer.' }, new AbortController().signal);
  assert.equal((await send('ana@example.com')).ok, false);
  assert.equal((await send('bo@example.com')).ok, true);
});
