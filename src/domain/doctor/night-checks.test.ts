import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContactChannelType } from '#domain/channels';
import { isHereOnly, publicUrlCheck } from './night-checks.ts';

const rows: [address: string, hereOnly: boolean][] = [
  ['http://127.0.0.1:4560', true],
  ['http://localhost:4560', true],
  ['http://muster.localhost', true],
  ['http://[::1]:4560', true],
  ['http://0.0.0.0:4560', true],
  ['https://muster.example.com', false],
  ['http://10.0.0.7:4560', false],
];
for (const [address, hereOnly] of rows)
  test(`${address} ${hereOnly ? 'opens on this machine alone' : 'may open on a phone'}`, () => {
    assert.equal(isHereOnly(address), hereOnly);
  });

/** What is found where people have one channel of this type. */
function findings(publicUrl: string, type: ContactChannelType) {
  const contact = { account: '123456789012', region: 'us-east-1', alias: 'ana' };
  const channel = { id: 'c', contact, name: 'phone', type, address: '+15550100001', activated: true };
  const ward = { contacts: async () => [], channels: async () => [channel] };
  const nothing = { rows: async () => [], first: async () => undefined };
  return publicUrlCheck(ward, { publicUrl }).run(nothing, new Date(0), {
    account: contact.account,
    regions: ['us-east-1'],
  });
}

test('links that no phone can open are a warning where phones get links, until the public address is set', async () => {
  const [finding, ...more] = await findings('http://127.0.0.1:4560', 'SMS');
  assert.deepEqual(more, []);
  assert.equal(finding!.text, 'Links lead to http://127.0.0.1:4560, which no phone can open.');
  assert.equal(finding!.command, 'MUSTER_PUBLIC_URL=https://… muster start');
  assert.deepEqual(await findings('https://muster.example', 'SMS'), []);
  assert.deepEqual(await findings('http://127.0.0.1:4560', 'VOICE'), [], 'a call has no links');
});
