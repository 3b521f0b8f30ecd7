import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DAY, HOUR, MINUTE, SECOND } from '#kernel/clock';
import { Refusal } from '#kernel/refusal';
import { type Db, openDb } from '#storage/db';
import { createDueWork } from '#storage/due';
import { statement } from '#storage/statement';
import { localWake } from '#storage/wake';
import { type TestDatabase, testDatabase } from '#test/kit/postgres';
import type { MetricDatum } from './datum.ts';
import { createMetricStore } from './metrics.ts';

const T0 = new Date('2026-01-02T03:10:00.000Z');
const place = { account: '123456789012', region: 'us-east-1' };
const rowsOf = statement<{ table: string; rows: number }>(
  'test.metricRows',
  `select 'second' as table, count(*)::integer as rows from metric_points_1 union all
   select 'minute', count(*)::integer from metric_points_60 union all
   select 'five', count(*)::integer from metric_points_300 union all
   select 'hour', count(*)::integer from metric_points_3600`,
);

let database: TestDatabase;
let db: Db;
let now = T0;
let store: ReturnType<typeof createMetricStore>;

before(async () => {
  database = await testDatabase();
  db = openDb(database.connection);
  // A few rows at a time, so that a roll-up takes many steps and a metric several.
  store = createMetricStore({ db, due: createDueWork(db, localWake(), 'test'), now: () => now, rollUpRows: 50 });
});
after(async () => {
  await db.close();
  await database.drop();
});

const ago = (ms: number) => new Date(now.getTime() - ms);
const put = (namespace: string, ...data: MetricDatum[]) =>
  db.tx((tx) => store.metrics.put(tx, now, { ...place, namespace, data }));

async function read(namespace: string, Stat: string, Period: number, sinceMs: number, more: object = {}) {
  const Metric = { Namespace: namespace, MetricName: 'Latency', Dimensions: [] };
  const queries = [{ Id: 'm', MetricStat: { Metric, Period, Stat, ...more } }];
  const asked = { ...place, queries, from: ago(sinceMs), to: new Date(now.getTime() + MINUTE), now };
  const [series] = await store.metrics.query(db, asked);
  return series!.points.map(({ at, value }) => [at.toISOString().slice(11, 19), value]);
}

test('data of one period are one point, of every statistic', async () => {
  await put(
    'One',
    { MetricName: 'Latency', Value: 1, Timestamp: ago(90 * SECOND) },
    { MetricName: 'Latency', Values: [2, 9], Counts: [3, 1], Timestamp: ago(70 * SECOND) },
    { MetricName: 'Latency', Value: 7 },
  );
  const expected = { SampleCount: 5, Sum: 16, Average: 3.2, Minimum: 1, Maximum: 9, p50: 2, p99: 9, tm80: 1.75 };
  for (const [stat, value] of Object.entries(expected))
    assert.deepEqual(await read('One', stat, 60, 5 * MINUTE), [
      ['03:08:00', value],
      ['03:10:00', stat === 'SampleCount' ? 1 : 7],
    ]);
  assert.deepEqual(await read('One', 'Sum', 300, 5 * MINUTE), [
    ['03:05:00', 16],
    ['03:10:00', 7],
  ]);
});

test('a statistic set has no percentiles, unless all its values are one', async () => {
  const set = { SampleCount: 4, Sum: 10, Minimum: 1, Maximum: 4 };
  await put('Set', { MetricName: 'Latency', StatisticValues: set });
  assert.deepEqual(await read('Set', 'Average', 60, MINUTE), [['03:10:00', 2.5]]);
  assert.deepEqual(await read('Set', 'p90', 60, MINUTE), []);
  await put('Flat', { MetricName: 'Latency', StatisticValues: { SampleCount: 4, Sum: 8, Minimum: 2, Maximum: 2 } });
  assert.deepEqual(await read('Flat', 'p90', 60, MINUTE), [['03:10:00', 2]]);
});

test('metrics are told apart by their exact dimensions and by unit, regions and accounts by nothing at all', async () => {
  const host = { MetricName: 'Latency', Dimensions: [{ Name: 'Host', Value: 'a' }], Value: 1 };
  await put('Apart', host, { MetricName: 'Latency', Value: 2, Unit: 'Seconds' }, { MetricName: 'Latency', Value: 3 });
  assert.deepEqual(await read('Apart', 'Sum', 60, MINUTE), [['03:10:00', 5]]);
  assert.deepEqual(await read('Apart', 'Sum', 60, MINUTE, { Unit: 'Seconds' }), [['03:10:00', 2]]);
  assert.deepEqual(await read('Apart', 'p50', 60, MINUTE, { Unit: 'None' }), [['03:10:00', 3]]);
  assert.deepEqual(await read('Apart', 'Sum', 60, MINUTE, { Unit: 'Count' }), []);
  const listed = await store.metrics.list(db, now, { ...place, namespace: 'Apart', limit: 10 });
  const kept = listed.map(({ Dimensions }) => Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join());
  assert.deepEqual(kept.sort(), ['', 'Host=a']);
  const others = await store.metrics.list(db, now, { ...place, region: 'eu-west-1', limit: 10 });
  assert.deepEqual(others, []);
});

test('whatever range is asked for, there is an answer', async () => {
  await put('Far', { MetricName: 'Latency', Value: 1, StorageResolution: 1 });
  assert.deepEqual(await read('Far', 'Sum', 1, now.getTime() + 62_135_596_800_000), [['03:10:00', 1]]);
  assert.deepEqual(await read('Far', 'p50', 1, now.getTime() + 62_135_596_800_000), [['03:10:00', 1]]);
});

test('a bad datum refuses all of its call', async () => {
  const good = { MetricName: 'Latency', Value: 1 };
  for (const bad of [
    { Value: Number.NaN },
    { Timestamp: ago(15 * DAY) },
    { Values: [1], Counts: [1, 2], Value: undefined },
  ])
    await assert.rejects(put('Bad', good, { ...good, ...bad }), Refusal);
  assert.deepEqual(await read('Bad', 'Sum', 60, MINUTE), []);
});

test('two nodes that put the same new metrics at once, into parts that are not there, store all of it', async () => {
  const nodes = [0, 1].map(() =>
    createMetricStore({ db, due: createDueWork(db, localWake(), 'test'), now: () => now }),
  );
  const names = ['a', 'b', 'c', 'd'];
  const calls = Array.from({ length: 40 }, (_, index) => {
    const order = index % 2 ? names : names.toReversed();
    const data = order.map((name) => ({ MetricName: name, Value: 1, Timestamp: ago(10 * DAY) }));
    return nodes[index % 2]!.metrics.accept({ ...place, namespace: 'Together', data });
  });
  const bad = nodes[0]!.metrics.accept({
    ...place,
    namespace: 'Together',
    data: [{ MetricName: 'a', Value: Number.NaN }],
  });
  await assert.rejects(bad, Refusal, 'of those that go together one is refused by itself');
  await Promise.all(calls);
  const queries = names.map((name) => {
    const Metric = { Namespace: 'Together', MetricName: name, Dimensions: [] };
    return { Id: name, MetricStat: { Metric, Period: 60, Stat: 'Sum' } };
  });
  const series = await store.metrics.query(db, { ...place, queries, from: ago(11 * DAY), to: now });
  assert.deepEqual(
    series.map(({ points }) => points.map(({ value }) => value)),
    names.map(() => [40]),
  );
});

test('what is old is rolled up, tier by tier, and nothing of it is lost before its time', async () => {
  for (let second = 0; second < 120; second++)
    await put('Old', { MetricName: 'Latency', Value: second, StorageResolution: 1, Timestamp: ago(second * SECOND) });
  assert.equal((await read('Old', 'Sum', 1, 120 * SECOND)).length, 120);
  const begun = now;
  const sums = async (period: number) =>
    (await read('Old', 'Sum', period, now.getTime() - begun.getTime() + HOUR)).map(([, value]) => value);
  const total = (119 * 120) / 2;
  const add = (values: unknown[]) => values.reduce((sum: number, value) => sum + Number(value), 0);

  const tidied = async (later: number, period?: number) => {
    now = new Date(begun.getTime() + later);
    await store.housekeeping.plan();
    const due = createDueWork(db, localWake(), 'test');
    for (;;) {
      const at = new Date(now.getTime() + HOUR);
      const jobs = await due.claim(at, 'housekeeping.metrics', 1, 1_000);
      for (const job of jobs) await store.housekeeping.handler.handle(job);
      if (period !== undefined)
        assert.equal(add(await sums(period)), total, 'at every moment of a roll-up all is there, once');
      const [next] = [...(await due.nextDue(now, ['housekeeping.metrics'])).values()];
      if (!next || next > now) break;
    }
    return Object.fromEntries((await db.rows(rowsOf)).map(({ table, rows }) => [table, rows]));
  };
  assert.equal((await tidied(5 * HOUR, 60)).second, 0);
  assert.equal(add(await sums(60)), total);
  assert.deepEqual(await sums(10), []);
  assert.equal((await tidied(17 * DAY, 300)).minute, 0);
  assert.deepEqual(await sums(60), []);
  assert.equal(add(await sums(300)), total);
  const highest = (await read('Old', 'p100', 300, 17 * DAY + HOUR)).map(([, value]) => Number(value));
  assert.equal(Math.max(...highest), 119);
  assert.equal((await tidied(75 * DAY, 3600)).five, 0);
  assert.equal(add(await sums(3600)), total);
  assert.equal((await tidied(500 * DAY)).hour, 0);
  assert.deepEqual(await store.metrics.list(db, now, { ...place, limit: 10 }), []);
});
