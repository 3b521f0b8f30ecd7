import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { quotasFrom } from '#domain/accounts';
import type { BusEvent } from '#domain/events';
import { createMetricStore } from '#domain/metrics';
import { Refusal } from '#kernel/refusal';
import { type Db, openDb } from '#storage/db';
import { createDueWork } from '#storage/due';
import { statement } from '#storage/statement';
import { localWake } from '#storage/wake';
import { type TestDatabase, testDatabase } from '#test/kit/postgres';
import type { AlarmAction, AlarmChange } from './action.ts';
import type { AlarmConfig, AlarmState } from './alarm.ts';
import { createAlarms } from './alarms.ts';
import { checkAlarm } from './check.ts';

const T0 = new Date('2026-01-02T03:10:00.000Z');
const at = (minute: number) => new Date(T0.getTime() + minute * 60_000);
const history = statement<{ type: string; summary: string }>(
  'test.history',
  'select h.type, h.summary from alarm_history h where h.name = $1 order by h.at, h.type desc, h.id',
);
const actor = { account: '123456789012', region: 'us-east-1', principal: 'p', requestId: 'r' };

const config = (more: Partial<AlarmConfig> = {}): AlarmConfig => ({
  ActionsEnabled: true,
  OKActions: [],
  AlarmActions: [],
  InsufficientDataActions: [],
  MetricName: 'Latency',
  Namespace: 'App',
  Statistic: 'Average',
  Dimensions: [],
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 2,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'missing',
  ...more,
});

const faults: [what: string, more: Partial<AlarmConfig>, says: RegExp][] = [
  ['no metric', { MetricName: undefined }, /MetricName is required/],
  ['no namespace', { Namespace: undefined }, /Namespace is required/],
  ['no statistic', { Statistic: undefined }, /exactly one of Statistic/],
  ['both statistics', { ExtendedStatistic: 'p99' }, /exactly one of Statistic/],
  ['no period', { Period: undefined }, /Period is required/],
  ['an odd period', { Period: 45 }, /10, 20, 30 or a multiple of 60/],
  ['too long a span', { Period: 86_400, EvaluationPeriods: 8 }, /must not be more than 604800/],
  ['more datapoints than periods', { DatapointsToAlarm: 4 }, /must not be greater than EvaluationPeriods/],
  ['no threshold', { Threshold: undefined }, /Threshold is required/],
  ['a band without its metric', { ComparisonOperator: 'GreaterThanUpperThreshold' }, /ThresholdMetricId goes with/],
  ['a band’s metric without a band', { ThresholdMetricId: 'm1' }, /ThresholdMetricId goes with/],
  ['unknown treatment of missing data', { TreatMissingData: 'panic' }, /TreatMissingData must be one of/],
  ['a metric beside expressions', { Metrics: [{ Id: 'm' }] }, /exclude one another/],
];
for (const [what, more, says] of faults) {
  test(`refused: ${what}`, () => {
    const bad = JSON.parse(JSON.stringify(config(more))) as AlarmConfig;
    assert.throws(
      () => checkAlarm('a', bad),
      (error: unknown) => error instanceof Refusal && error.kind === 'validation' && says.test(error.message),
    );
  });
}

test('all faults are told together, and a name without control characters is any text', () => {
  assert.throws(
    () => checkAlarm('a\nb', config({ Period: 45, TreatMissingData: 'x' })),
    /Period must be.*control characters.*TreatMissingData/,
  );
  checkAlarm('Über 5 % / "x"', config({ Period: 10 }));
});

let database: TestDatabase;
let db: Db;
before(async () => {
  database = await testDatabase();
  db = openDb(database.connection);
});
after(async () => {
  await db.close();
  await database.drop();
});

let number = 0;
const PLAN = 'arn:plan';
const ALWAYS = 'arn:always';

function house() {
  const name = `alarm-${number++}`;
  const ref = { account: actor.account, region: actor.region, name };
  const ran: AlarmChange[] = [];
  const published: BusEvent[] = [];
  const action = (arn: string, onlyOnAlarm: boolean): AlarmAction => ({
    name: arn,
    accepts: (given) => given === arn,
    onlyOnAlarm,
    run: async (_tx, _now, change) => {
      ran.push(change);
      return arn === PLAN ? { result: 'opened' } : { error: 'no such thing' };
    },
  });
  const due = createDueWork(db, localWake(), 'node');
  const alarms = createAlarms({
    actions: () => [action(PLAN, true), action(ALWAYS, false)],
    // Of changes of configuration another test tells.
    publish: async (_tx, _now, _actor, event) =>
      void (event.detailType === 'CloudWatch Alarm State Change' && published.push(event)),
    ...{ due, quotas: quotasFrom(), metrics: createMetricStore({ db, due, now: () => T0 }).metrics },
  });
  return {
    name,
    ran,
    published,
    alarms,
    put: (more: Partial<AlarmConfig> = {}, now = T0) =>
      db.tx((tx) => alarms.put(tx, now, actor, ref, config(more), {})),
    set: (state: AlarmState, reason: string, now: Date) =>
      db.tx((tx) => alarms.setState(tx, now, actor, ref, { state, reason })),
    get: async () =>
      (await alarms.list(db, { account: actor.account, region: actor.region, names: [name], limit: 1 }))[0],
    history: () => db.rows(history, [name]),
  };
}

test('a change of state is kept, goes on the bus, and runs the actions of that state', async () => {
  const { put, set, get, ran, published, history: told, name } = house();
  await put({ AlarmActions: [PLAN, ALWAYS, 'arn:unknown'], OKActions: [PLAN, ALWAYS] });
  assert.equal((await get())?.state, 'INSUFFICIENT_DATA');
  await set('ALARM', 'too slow', at(1));
  const alarm = await get();
  assert.deepEqual(
    [alarm?.state, alarm?.reason, alarm?.transitionedAt, alarm?.updatedAt],
    ['ALARM', 'too slow', at(1), at(1)],
  );
  assert.deepEqual(
    ran.map((change) => change.actionArn),
    [PLAN, ALWAYS],
  );
  assert.deepEqual(
    (published[0]!.detail as { state: { value: string }; previousState: { value: string } }).previousState.value,
    'INSUFFICIENT_DATA',
  );
  const items = await told();
  assert.deepEqual(
    items.map((item) => item.type),
    ['ConfigurationUpdate', 'StateUpdate', 'Action', 'Action', 'Action'],
  );
  const actions = items
    .filter((item) => item.type === 'Action')
    .map((item) => item.summary)
    .join('\n');
  for (const words of [
    /Successfully executed action arn:plan/,
    /Failed .*arn:always.*no such thing/,
    /Failed .*arn:unknown.*is none of them/,
  ])
    assert.match(actions, words);
  await set('OK', 'fine', at(2));
  assert.deepEqual(
    ran.map((change) => change.actionArn),
    [PLAN, ALWAYS, ALWAYS],
    'a plan is started on ALARM alone',
  );
  assert.equal(published.length, 2);
  assert.equal(published[1]!.detail['alarmName'], name);
});

test('the same state again refreshes its reason, and sets nothing going', async () => {
  const { put, set, get, ran, published, history: told } = house();
  await put({ AlarmActions: [PLAN] });
  await set('ALARM', 'one', at(1));
  const before = (await told()).length;
  await set('ALARM', 'two', at(5));
  const alarm = await get();
  assert.deepEqual([alarm?.reason, alarm?.updatedAt, alarm?.transitionedAt], ['two', at(5), at(1)]);
  assert.deepEqual([ran.length, published.length, (await told()).length], [1, 1, before]);
});

test('with actions disabled the event goes out all the same', async () => {
  const { put, set, ran, published } = house();
  await put({ ActionsEnabled: false, AlarmActions: [PLAN] });
  await set('ALARM', 'x', at(1));
  assert.deepEqual([ran.length, published.length], [0, 1]);
});

test('a configuration put again keeps the state', async () => {
  const { put, set, get, history: told } = house();
  await put();
  await set('ALARM', 'x', at(1));
  await put({ Threshold: 5 }, at(2));
  const alarm = await get();
  assert.ok(alarm?.kind === 'metric');
  assert.deepEqual([alarm.state, alarm.config.Threshold, alarm.configUpdatedAt], ['ALARM', 5, at(2)]);
  assert.match((await told()).at(-1)!.summary, /updated/);
});

test('the same change from many connections at once runs its actions once', async () => {
  const { put, set, ran } = house();
  await put({ AlarmActions: [PLAN] });
  await Promise.all(Array.from({ length: 6 }, () => set('ALARM', 'x', at(1))));
  assert.equal(ran.length, 1);
});

test('an alarm that is not there has no state', async () => {
  await assert.rejects(
    house().set('ALARM', 'x', T0),
    (error: unknown) => error instanceof Refusal && error.kind === 'notFound',
  );
});
