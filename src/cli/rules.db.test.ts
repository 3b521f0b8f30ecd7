import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { muster, mustered } from '#test/kit/muster';
import { alarmEvent, alarmRule, incidentsOf, replicationSet, responsePlan } from '#test/kit/scenario';
import { openWorld } from '#test/kit/world';

test('a rule is listed, tried, disabled, enabled and deleted', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  await alarmRule(world, await responsePlan(world, 'payments', []));
  assert.match((await mustered(world, 'rules list'))[1]!, /^alarms {2}enabled .*aws\.cloudwatch/);
  assert.match(
    (await mustered(world, 'rules show alarms')).join('\n'),
    /\ntarget +plan: arn:.*response-plan\/payments\n/,
  );

  const folder = await mkdtemp(join(tmpdir(), 'muster-cli-'));
  const file = join(folder, 'event.json');
  const event = {
    id: '1',
    account: '123456789012',
    source: 'aws.cloudwatch',
    time: '2026-01-02T03:10:00Z',
    region: 'us-east-1',
    resources: [],
    'detail-type': 'CloudWatch Alarm State Change',
    detail: { state: { value: 'ALARM' } },
  };
  writeFileSync(file, JSON.stringify(event));
  assert.deepEqual(await mustered(world, `rules test alarms --event ${file}`), ['matches: payments']);
  writeFileSync(file, JSON.stringify({ ...event, source: 'app' }));
  const other = await muster(world, ['rules', 'test', 'alarms', '--event', file]);
  assert.deepEqual([other.code, other.out], [1, 'does not match\n']);
  writeFileSync(file, '{"source":"app"}');
  const bare = await muster(world, ['rules', 'test', 'alarms', '--event', file]);
  assert.match(bare.err, /it lacks id, account, time, region, resources, detail-type/);
  await rm(folder, { recursive: true });

  await mustered(world, 'rules disable alarms');
  await alarmEvent(world, 'Latency');
  assert.equal((await incidentsOf(world)).length, 0, 'a disabled rule starts nothing');
  await mustered(world, 'rules enable alarms');
  await alarmEvent(world, 'Latency');
  assert.equal((await incidentsOf(world)).length, 1);

  const kept = await muster(world, ['rules', 'delete', 'alarms']);
  assert.equal(kept.code, 1);
  assert.match(kept.err, /has targets/);
  await mustered(world, 'rules delete alarms --with-targets');
  assert.equal((await muster(world, ['rules', 'list'])).out, '');
  assert.equal((await muster(world, ['rules', 'enable', 'alarms'])).code, 1);
});
