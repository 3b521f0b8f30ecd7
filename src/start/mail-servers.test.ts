import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsFrom } from '../settings.ts';
import { mailServers } from './mail-servers.ts';

async function names(given: Record<string, string>) {
  const { channels, close } = mailServers(settingsFrom(given), 'https://muster.example');
  await close();
  return channels.map(({ provider, notReady }) => `${provider}: ${notReady() ?? 'ready'}`);
}

test('several mail servers have names, and an order', async () => {
  const MUSTER_SMTP_URL = 'smtp://a.example smtps://b.example';
  assert.deepEqual(await names({ MUSTER_SMTP_URL }), ['smtp: ready', 'smtp2: ready']);
  assert.deepEqual(await names({ MUSTER_SMTP_URL, MUSTER_EMAIL_PROVIDERS: 'smtp2,smtp' }), [
    'smtp2: ready',
    'smtp: ready',
  ]);
});

test('without any there is one that says what is missing', async () => {
  const [only, ...more] = await names({});
  assert.deepEqual(more, []);
  assert.match(only!, /^smtp: no mail server is set: set MUSTER_SMTP_URL/);
});
