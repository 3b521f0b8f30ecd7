import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openWorld, type World } from '../kit/world.ts';
import { ran, refusedBy, withoutAws } from './kit/aws-command.ts';

/** Metric data by the stock `aws` command. */

const skip = withoutAws();

let world: World;
before(async () => {
  world = await openWorld({ now: new Date() });
});
after(() => world[Symbol.asyncDispose]());

test('the stock command puts data, and asks for statistics and expressions', { skip, timeout: 300_000 }, async () => {
  const cloudwatch = <Printed>(...args: string[]) => ran<Printed>(world, 'cloudwatch', ...args);
  const metric = ['--namespace', 'Payments', '--metric-name', 'Latency'];
  await cloudwatch(
    'put-metric-data',
    ...metric,
    '--unit',
    'Milliseconds',
    '--dimensions',
    'Service=api',
    '--value',
    '2400',
  );
  const at = (minutes: number) => new Date(world.now().getTime() + minutes * 60_000).toISOString();
  const range = ['--start-time', at(-10), '--end-time', at(2)];
  const dimension = ['--dimensions', 'Name=Service,Value=api'];
  const asked = [...metric, ...dimension, ...range, '--period', '3600', '--extended-statistics', 'p99', 'PR(:3000)'];
  const { Datapoints } = await cloudwatch<{ Datapoints: object[] }>('get-metric-statistics', ...asked);
  assert.deepEqual(
    Datapoints.map((point) => ({ ...point, Timestamp: '' })),
    [{ Timestamp: '', Unit: 'Milliseconds', ExtendedStatistics: { p99: 2400, 'PR(:3000)': 100 } }],
  );
  const Metric = { Namespace: 'Payments', MetricName: 'Latency', Dimensions: [{ Name: 'Service', Value: 'api' }] };
  const queries = JSON.stringify([
    { Id: 'ms', MetricStat: { Metric, Period: 3600, Stat: 'Maximum' }, ReturnData: false },
    { Id: 'seconds', Expression: 'IF(ms > 1000, ms / 1000, 0)' },
  ]);
  const data = await cloudwatch<{ MetricDataResults: { Id: string; Values: number[] }[] }>(
    ...['get-metric-data', '--metric-data-queries', queries, ...range],
  );
  assert.deepEqual(
    data.MetricDataResults.map(({ Id, Values }) => [Id, Values]),
    [['seconds', [2.4]]],
  );
  const wrong = queries.replace('IF(', 'IFF(');
  const refused = ['cloudwatch', 'get-metric-data', '--metric-data-queries', wrong, ...range];
  await refusedBy(world, 'ValidationError', ...refused);
});
