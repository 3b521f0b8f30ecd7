import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { statement } from '#storage/statement';
import { call, done, refused } from '../kit/api.ts';
import { openWorld, T0, type World } from '../kit/world.ts';

const lastPut = statement<{ event: { requestParameters: unknown } }>(
  'test.lastMetricPut',
  `select event from audit_events where event ->> 'eventName' = 'PutMetricData' order by id desc limit 1`,
);
let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world[Symbol.asyncDispose]());

const minute = (count: number) => new Date(T0.getTime() + count * 60_000).toISOString();
const put = (body: object) => call(world, 'POST', '/metrics/data', { body });
const ask = (body: object) => call(world, 'POST', '/metrics/query', { body });

test('data are put, listed and asked for, with expressions over them', async () => {
  const data = [
    { name: 'Latency', dimensions: { Service: 'api' }, at: minute(-2), values: [100, 300], counts: [3, 1] },
    { name: 'Latency', dimensions: { Service: 'api' }, at: minute(-1), value: 500, unit: 'Milliseconds', fine: true },
    { name: 'Size', statistics: { samples: 2, sum: 6, minimum: 1, maximum: 5 } },
  ];
  assert.deepEqual(await done(put({ namespace: 'Pay', data }), 201), { stored: 3 });
  const first = await done<{ items: { name: string }[]; next: string }>(call(world, 'GET', '/metrics?limit=1'));
  const rest = await done(call(world, 'GET', `/metrics?limit=1&cursor=${encodeURIComponent(first.next)}`));
  assert.deepEqual(first.items, [{ namespace: 'Pay', name: 'Latency', dimensions: { Service: 'api' } }]);
  assert.deepEqual(rest, { items: [{ namespace: 'Pay', name: 'Size', dimensions: {} }], next: null });
  for (const filter of ['dimension=Service%3Dapi', 'dimension=Service', 'name=Latency&active=true'])
    assert.deepEqual((await done(call(world, 'GET', `/metrics?${filter}`)))['items'], first.items);
  assert.deepEqual((await done(call(world, 'GET', '/metrics?dimension=Service%3Dweb')))['items'], []);

  const latency = { namespace: 'Pay', name: 'Latency', dimensions: { Service: 'api' }, period: 60 };
  const questions = [
    { id: 'p90', ...latency, statistic: 'p90', hidden: true },
    { id: 'all', ...latency, statistic: 'SampleCount' },
    { id: 'half', expression: 'p90 / 2', label: 'half of it' },
  ];
  const { series } = await done<{ series: unknown[] }>(ask({ from: minute(-5), questions }));
  const points = (...values: number[]) => values.map((value, index) => ({ at: minute(index - 2), value }));
  assert.deepEqual(series, [
    { id: 'all', label: 'Latency', period: 60, points: points(4, 1), message: null },
    { id: 'half', label: 'half of it', period: 60, points: points(150, 250), message: null },
  ]);
});

test('what is wrong is told, and nothing is stored', async () => {
  const data = [
    { name: 'Bad', value: 1 },
    { name: 'Bad', value: 1, values: [2] },
  ];
  const bad = await refused(put({ namespace: 'Pay', data }), 400, 'validation');
  assert.match(String(bad['detail']), /MetricData\.member\.2: wanted exactly one of Value/);
  assert.deepEqual((await done(call(world, 'GET', '/metrics?name=Bad')))['items'], []);
  const rows: [body: object, says: RegExp][] = [
    [{ from: minute(-5), questions: [{ id: 'e', expression: '1 +' }] }, /at character 4: wanted a number/],
    [
      { from: minute(-5), questions: [{ id: 'm', name: 'x', namespace: 'y', period: 60 }] },
      /statistic and period, or an expression/,
    ],
    [
      { from: minute(-5), questions: [{ id: 'm', name: 'x', period: 60, statistic: 'Sum' }] },
      /a Namespace and a MetricName/,
    ],
    [{ from: minute(5), questions: [{ id: 'e', expression: '1' }] }, /a start before the end/],
    [{ from: minute(-5), questions: [] }, /1 to 500 metric data queries/],
  ];
  for (const [body, says] of rows) assert.match(String((await refused(ask(body), 400, 'validation'))['detail']), says);
});

test('the trail keeps how many data there were', async () => {
  await done(put({ namespace: 'Pay', data: [{ name: 'Told', value: 4711 }] }), 201);
  const [kept] = await world.db.rows(lastPut);
  assert.deepEqual(kept?.event.requestParameters, { namespace: 'Pay', data: 1 });
});
