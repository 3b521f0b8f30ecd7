import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { call, done, refused } from '../kit/api.ts';
import { muster, mustered } from '../kit/muster.ts';
import { alarmEvent, alarmRule, replicationSet, responsePlan } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

let world: World;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  const plan = await responsePlan(world, 'payments', []);
  await alarmRule(world, plan);
  await alarmRule(world, plan, 'all');
  const EventPattern = '{"source":[{"prefix":""}]}';
  await world.aws.events.send(new PutRuleCommand({ Name: 'all', EventPattern }));
});
after(() => world[Symbol.asyncDispose]());

interface Explanation {
  rule: string;
  matches: boolean;
  misses: { field: string; wanted: string; got: string }[];
  changedSince: boolean;
}
interface Rule {
  name: string;
  lastMatch: string | null;
  matchesEverything: boolean;
}

const OK = {
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  detail: { state: { value: 'OK' } },
};
const MISS = { field: 'detail.state.value', wanted: '"ALARM"', got: '"OK"' };

test('a rule tells by which field it misses an event, and all of them which are nearest', async () => {
  const one = await done<Explanation>(call(world, 'POST', '/rules/alarms/explain', { body: { event: OK } }));
  assert.deepEqual(one, { rule: 'alarms', enabled: true, matches: false, misses: [MISS], changedSince: false });
  const { rules } = await done<{ rules: Explanation[] }>(
    call(world, 'POST', '/rules/explain', { body: { event: OK } }),
  );
  assert.deepEqual(
    rules.map(({ rule, matches }) => [rule, matches]),
    [
      ['all', true],
      ['alarms', false],
    ],
  );
  await refused(call(world, 'POST', '/rules/none/explain', { body: { event: OK } }), 404, 'notFound');
  const nowhere = { bus: 'nowhere', eventId: '019b7d25-fc00-73b9-9bfd-d09065cd45df' };
  for (const path of ['/rules/explain', '/rules/alarms/explain']) {
    const { body } = await call(world, 'POST', path, { body: nowhere });
    assert.match(JSON.stringify(body), /Event bus nowhere does not exist/);
  }
  for (const path of ['/rules?bus=nowhere', '/event-deliveries?bus=nowhere'])
    await refused(call(world, 'GET', path), 404, 'notFound');
  await refused(call(world, 'POST', '/rules/alarms/explain', { body: {} }), 400, 'validation');
  await refused(call(world, 'POST', '/rules/alarms/explain', { body: { event: [1] } }), 400, 'validation');
  await refused(
    call(world, 'POST', '/rules/explain', { body: { eventId: '01a20c56-24ac-7399-b1a6-867dbabd3098' } }),
    404,
    'notFound',
  );
  await refused(call(world, 'POST', '/rules/explain', { body: { event: OK }, token: null }), 401, 'unauthenticated');
});

test('an event that came is explained by its id, and what stands out of the rules is in their list', async () => {
  const list = async () => (await done<{ items: Rule[] }>(call(world, 'GET', '/rules'))).items;
  const noted = (rules: Rule[]) => rules.map((rule) => [rule.name, rule.lastMatch !== null, rule.matchesEverything]);
  assert.deepEqual(noted(await list()), [
    ['alarms', false, false],
    ['all', false, true],
  ]);
  const eventId = await alarmEvent(world, 'Latency');
  assert.deepEqual(noted(await list()), [
    ['alarms', true, false],
    ['all', true, true],
  ]);
  const body = { eventId };
  const came = await done<Explanation>(call(world, 'POST', '/rules/alarms/explain', { body }));
  assert.deepEqual([came.matches, came.changedSince], [true, false]);
  assert.match((await mustered(world, `rules explain alarms --id ${eventId}`))[0]!, /^alarms: matches$/);
  const shown = await mustered(world, 'rules list');
  assert.match(shown[1]!, /^alarms +enabled +20\d\d-\d\d-\d\d /);
  assert.match(shown[2]!, /^all +enabled +everything /);
});

test('the CLI tells what an event was, and what a rule wanted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'muster-explain-'));
  const file = join(folder, 'event.json');
  writeFileSync(file, JSON.stringify(OK));
  assert.deepEqual(await mustered(world, `rules explain --event ${file}`), [
    'all: matches',
    'alarms: does not match',
    '  detail.state.value was "OK", wanted "ALARM"',
  ]);
  assert.match((await muster(world, ['rules', 'explain', 'alarms'])).err, /one of --event and --id is needed/);
  const findings = (await done<{ findings: { check: string; subject: string }[] }>(call(world, 'GET', '/doctor')))
    .findings;
  assert.deepEqual(
    findings.filter(({ check }) => check === 'sweeping-rules').map(({ subject }) => subject),
    ['rule all'],
  );
  await rm(folder, { recursive: true });
});
