import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { MINUTE, SECOND } from '#kernel/clock';
import { statement } from '#storage/statement';
import { ACCOUNT, openWorld, REGION, type World } from '#test/kit/world';

const place = { account: ACCOUNT, region: REGION };
const events = statement<{ detail: { alarmName: string; state: { value: string; reasonData?: string } } }>(
  'test.alarmEvents',
  `select e.body::jsonb -> 'detail' as detail from events e where e.detail_type = 'CloudWatch Alarm State Change' order by e.id`,
);
const timers = statement<{ key: string; run_at: Date; due_at: Date }>(
  'test.alarmTimers',
  `select d.key, d.run_at, d.due_at from due d where d.queue = 'alarms.evaluate' order by d.key`,
);

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world[Symbol.asyncDispose]());

let number = 0;
/** An alarm of its own on a metric of its own: above 2, three of three minutes unless told otherwise. */
async function alarm(more: object = {}) {
  const name = `alarm-${number++}`;
  const metric = `Metric${number}`;
  const single = { Namespace: 'App', MetricName: metric, Statistic: 'Average' as const, Period: 60 };
  const base = { AlarmName: name, EvaluationPeriods: 3, ComparisonOperator: 'GreaterThanThreshold', Threshold: 2 };
  await world.aws.cloudwatch.send(new PutMetricAlarmCommand({ ...base, ...single, ...more } as never));
  const { alarms, metrics } = world.house.rooms;
  return {
    name,
    metric,
    /** A value so many seconds ago. */
    put: (value: number, secondsAgo = 0, fine = false) =>
      world.db.tx((tx) =>
        metrics.put(tx, world.now(), {
          ...{ ...place, namespace: 'App' },
          data: [
            {
              ...{ MetricName: metric, Value: value, Timestamp: new Date(world.now().getTime() - secondsAgo * SECOND) },
              ...(fine ? { StorageResolution: 1 } : {}),
            },
          ],
        }),
      ),
    get: () => alarms.get(world.db, { ...place, name }),
    set: (StateValue: 'OK' | 'ALARM') =>
      world.aws.cloudwatch.send(new SetAlarmStateCommand({ AlarmName: name, StateValue, StateReason: 'by hand' })),
    states: async () =>
      (await world.db.rows(events))
        .filter(({ detail }) => detail.alarmName === name)
        .map(({ detail }) => detail.state.value),
  };
}

test('three minutes above the threshold are an alarm, one below ends it, and each goes onto the bus', async () => {
  const latency = await alarm();
  for (let minute = 0; minute < 3; minute++) {
    await latency.put(5);
    await world.advance({ minutes: 1 });
  }
  await world.advance({ minutes: 1 });
  const inAlarm = await latency.get();
  assert.equal(inAlarm.state, 'ALARM');
  assert.match(
    inAlarm.reason,
    /^Threshold Crossed: 3 out of the last 3 datapoints \[5\.0 \(02\/01\/26 03:12:00\), 5\.0 .*\] were greater than the threshold \(2\.0\) \(minimum 3 datapoints for OK -> ALARM transition\)\.$/,
  );
  const { statistic, period, recentDatapoints, evaluatedDatapoints } = JSON.parse(inAlarm.reasonData!);
  assert.deepEqual([statistic, period, recentDatapoints], ['Average', 60, [5, 5, 5]]);
  assert.deepEqual(evaluatedDatapoints[0].sampleCount ?? evaluatedDatapoints[1].sampleCount, 1);
  await latency.put(1);
  await world.advance({ minutes: 2 });
  assert.equal((await latency.get()).state, 'OK');
  assert.match((await latency.get()).reason, /\[1\.0 .*\] was not greater than the threshold/);
  assert.deepEqual(await latency.states(), ['ALARM', 'OK']);
});

test('data of minutes that are over are judged at once, also when they were late', async () => {
  const late = await alarm();
  await world.runDue();
  for (const secondsAgo of [60, 120, 180]) await late.put(9, secondsAgo);
  await world.runDue();
  assert.equal((await late.get()).state, 'ALARM');
});

test('what was measured before the alarm was made counts', async () => {
  const first = await alarm();
  for (const secondsAgo of [60, 120, 180]) await first.put(9, secondsAgo);
  const second = await alarm({ MetricName: first.metric });
  await world.runDue();
  assert.equal((await second.get()).state, 'ALARM');
});

test('a state that was set by hand lasts a minute and is judged again then', async () => {
  const quiet = await alarm();
  await world.runDue();
  await quiet.set('ALARM');
  await world.advance({ seconds: 59 });
  assert.equal((await quiet.get()).state, 'ALARM');
  await world.advance({ seconds: 61 });
  assert.deepEqual(
    [(await quiet.get()).state, (await quiet.get()).reason],
    ['INSUFFICIENT_DATA', 'Insufficient Data: 3 datapoints were unknown.'],
  );
});

test('periods of ten seconds are judged within ten seconds, over data of the past', async () => {
  const fast = await alarm({ Period: 10, EvaluationPeriods: 2 });
  for (const secondsAgo of [11, 21, 31]) await fast.put(9, secondsAgo, true);
  await world.advance({ seconds: 10 });
  assert.equal((await fast.get()).state, 'ALARM');
});

test('an alarm without data sleeps, and the first datum wakes it', async () => {
  const asleep = await alarm();
  await world.advance({ minutes: 3 });
  const timerOf = async () => (await world.db.rows(timers)).find(({ key }) => key.endsWith(`:${asleep.name}`))!;
  const sleeps = (await timerOf()).run_at.getTime() - world.now().getTime();
  assert.ok(sleeps > 5 * MINUTE, `it sleeps for ${sleeps} ms`);
  await asleep.put(1);
  const woken = await timerOf();
  assert.ok(woken.run_at.getTime() - world.now().getTime() <= MINUTE);
  await world.advance({ minutes: 2 });
  assert.equal((await asleep.get()).state, 'OK');
});

test('missing data are what the alarm says that they are', async () => {
  const [missing, ignored, breaching, fine] = [
    await alarm(),
    await alarm({ TreatMissingData: 'ignore' }),
    await alarm({ TreatMissingData: 'breaching' }),
    await alarm({ TreatMissingData: 'notBreaching' }),
  ];
  await world.runDue();
  const states = [];
  for (const one of [missing, ignored, breaching, fine]) states.push((await one!.get()).state);
  assert.deepEqual(states, ['INSUFFICIENT_DATA', 'INSUFFICIENT_DATA', 'ALARM', 'OK']);
  assert.equal((await missing!.get()).reason, 'Unchecked: Initial alarm creation');
});

test('alarms of DynamoDB ignore what is missing, whatever they say', async () => {
  const table = await alarm({ Namespace: 'AWS/DynamoDB', TreatMissingData: 'breaching' });
  await world.runDue();
  assert.equal((await table.get()).state, 'INSUFFICIENT_DATA');
});

test('a percentile of too few samples changes nothing where the alarm ignores those', async () => {
  const percentile = { Statistic: undefined, ExtendedStatistic: 'p90', EvaluationPeriods: 1 };
  const [strict, lax] = [
    await alarm({ ...percentile, EvaluateLowSampleCountPercentile: 'ignore' }),
    await alarm(percentile),
  ];
  for (const one of [strict, lax]) for (let more = 0; more < 9; more++) await one.put(9, 60);
  await world.runDue();
  assert.deepEqual([(await strict.get()).state, (await lax.get()).state], ['INSUFFICIENT_DATA', 'ALARM']);
  for (let more = 0; more < 91; more++) await strict.put(9, 60);
  await world.runDue();
  assert.equal((await strict.get()).state, 'ALARM');
});

test('metrics that cannot be computed are told of, and the alarm keeps its state', async () => {
  const Metrics = [
    {
      Id: 'm1',
      MetricStat: { Metric: { Namespace: 'App', MetricName: 'x' }, Period: 60, Stat: 'Sum' },
      ReturnData: false,
    },
    { Id: 'band', Expression: 'NO_SUCH_FUNCTION(m1)' },
  ];
  const none = { Namespace: undefined, MetricName: undefined, Statistic: undefined, Period: undefined };
  const broken = await alarm({ ...none, Metrics });
  await world.runDue();
  const found = await broken.get();
  assert.ok(found.kind === 'metric');
  assert.deepEqual([found.state, found.evaluationState], ['INSUFFICIENT_DATA', 'EVALUATION_ERROR']);
  assert.equal(world.log.take('warn', /an alarm cannot be evaluated and keeps its state/).length, 1);
});

test('many alarms that come due together are all judged, though one of them cannot be', async () => {
  const all = [];
  for (let one = 0; one < 12; one++)
    all.push(await alarm({ EvaluationPeriods: 1, ...(one % 2 ? { Period: 300 } : {}) }));
  for (const one of all) await one.put(9, 120);
  await world.runDue();
  for (const one of all) assert.equal((await one.get()).state, 'ALARM');
});

test('an alarm whose timer was lost gets another one from the auditor', async () => {
  const orphan = await alarm();
  await world.db.rows({ name: 'test.loseTimer', text: 'delete from due where queue = $1 and key like $2' }, [
    'alarms.evaluate',
    `%:${orphan.name}`,
  ]);
  await world.auditor.look();
  const faults = world.log.take('error', /found a fault and repaired it/).map(({ fields }) => fields['invariant']);
  assert.ok(faults.includes('alarms.without-timer'));
  for (const secondsAgo of [60, 120, 180]) await orphan.put(9, secondsAgo);
  await world.runDue();
  assert.equal((await orphan.get()).state, 'ALARM');
});
