import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bearer, bring, intakeKey } from '../kit/alerts.ts';
import { openWorld } from '../kit/world.ts';

test('too large a body is a 413, and more requests than a key may send a 429 with Retry-After', async () => {
  await using world = await openWorld({ intakeLimits: { bodyBytes: 1_024, perSecond: 2 } });
  const key = await intakeKey(world, 'alertmanager');
  const alert = (text: string) => [{ labels: { alertname: 'A' }, annotations: { text } }];
  const large = await bring(world, '/api/v2/alerts', alert('x'.repeat(2_000)), bearer(key));
  assert.equal(large.status, 413);
  assert.match((large.body as { detail: string }).detail, /at most 1024 bytes/);
  const statuses = [];
  for (let sent = 0; sent < 4; sent++)
    statuses.push((await bring(world, '/api/v2/alerts', alert('a'), bearer(key))).status);
  assert.deepEqual(statuses, [200, 200, 429, 429]);
  const { headers } = await bring(world, '/api/v2/alerts', alert('a'), bearer(key));
  assert.equal(headers.get('retry-after'), '1');
  const other = await intakeKey(world, 'alertmanager', { name: 'other' });
  assert.equal((await bring(world, '/api/v2/alerts', alert('a'), bearer(other))).status, 200);
  world.standStill({ seconds: 1 });
  assert.equal((await bring(world, '/api/v2/alerts', alert('a'), bearer(key))).status, 200);
});
