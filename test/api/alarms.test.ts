import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PutCompositeAlarmCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { call, done, refused } from '../kit/api.ts';
import { openWorld, type World } from '../kit/world.ts';
import { metricAlarm } from '../parity/kit/alarms.ts';

const NAME = 'Über 5 % / "p99"';
const PATH = `/alarms/${encodeURIComponent(NAME)}`;

interface View {
  name: string;
  kind: string;
  state: string;
  reason: string;
  condition: string;
  actionsEnabled: boolean;
  metric: { namespace: string } | null;
}
interface Page<T> {
  items: T[];
  next: string | null;
}

let world: World;
before(async () => {
  world = await openWorld();
  const { cloudwatch } = world.aws;
  await cloudwatch.send(new PutMetricAlarmCommand({ ...metricAlarm(NAME), DatapointsToAlarm: 2 }));
  await cloudwatch.send(new PutMetricAlarmCommand(metricAlarm('other')));
  await cloudwatch.send(new PutCompositeAlarmCommand({ AlarmName: 'both', AlarmRule: 'ALARM(other)' }));
  await world.runDue();
});
after(() => world[Symbol.asyncDispose]());

test('alarms of both kinds are listed by name, a page at a time, by state, kind and prefix', async () => {
  const names = async (query: string) =>
    (await done<Page<View>>(call(world, 'GET', `/alarms${query}`))).items.map(({ name }) => name);
  assert.deepEqual(await names(''), ['both', 'other', NAME]);
  assert.deepEqual(await names('?kind=composite'), ['both']);
  assert.deepEqual(await names('?state=OK'), ['both']);
  assert.deepEqual(await names('?prefix=o'), ['other']);
  const first = await done<Page<View>>(call(world, 'GET', '/alarms?limit=2'));
  assert.deepEqual(await names(`?limit=2&cursor=${encodeURIComponent(first.next!)}`), [NAME]);
});

test('an alarm is shown with its condition in words, whatever its name is', async () => {
  const metric = await done<View>(call(world, 'GET', PATH));
  assert.deepEqual(
    [metric.name, metric.kind, metric.condition, metric.metric?.namespace],
    [NAME, 'metric', 'Average of App Latency > 2, in 2 of 3 periods of 60 s', 'App'],
  );
  const composite = await done<View>(call(world, 'GET', '/alarms/both'));
  assert.deepEqual([composite.kind, composite.condition, composite.metric], ['composite', 'ALARM(other)', null]);
  await refused(call(world, 'GET', '/alarms/nobody'), 404, 'notFound');
});

test('a state is set by hand, and the history has it, newest first', async () => {
  const body = { state: 'ALARM', reason: 'a drill' };
  const set = await done<View>(call(world, 'POST', `${PATH}/state`, { body }));
  assert.deepEqual([set.state, set.reason], ['ALARM', 'a drill']);
  const history = () => done<Page<{ summary: string }>>(call(world, 'GET', `${PATH}/history?limit=1`));
  const first = await history();
  assert.equal(first.items[0]!.summary, 'Alarm updated from INSUFFICIENT_DATA to ALARM');
  const rest = `${PATH}/history?limit=1&cursor=${encodeURIComponent(first.next!)}`;
  const { items } = await done<Page<{ summary: string }>>(call(world, 'GET', rest));
  assert.equal(items[0]!.summary, `Alarm "${NAME}" created`);
  await refused(call(world, 'GET', '/alarms/nobody/history'), 404, 'notFound');
  await refused(call(world, 'POST', '/alarms/nobody/state', { body }), 404, 'notFound');
  await refused(call(world, 'POST', `${PATH}/state`, { body: { state: 'FINE', reason: 'x' } }), 400, 'validation');
});

test('actions are switched, and an alarm is deleted once nothing depends on it', async () => {
  const off = await done<View>(call(world, 'POST', '/alarms/other/disable-actions'));
  assert.equal(off.actionsEnabled, false);
  assert.equal((await done<View>(call(world, 'POST', '/alarms/other/enable-actions'))).actionsEnabled, true);
  await refused(call(world, 'POST', '/alarms/nobody/enable-actions'), 404, 'notFound');
  await refused(call(world, 'DELETE', '/alarms/other'), 400, 'validation');
  await done(call(world, 'DELETE', '/alarms/both'), 204);
  await done(call(world, 'DELETE', '/alarms/other'), 204);
  await refused(call(world, 'GET', '/alarms/other'), 404, 'notFound');
  const { items } = await done<Page<{ summary: string }>>(call(world, 'GET', '/alarms/other/history'));
  assert.equal(items[0]!.summary, 'Alarm "other" deleted');
});
