import assert from 'node:assert/strict';
import { test } from 'node:test';
import { muster, mustered } from '#test/kit/muster';
import { openWorld } from '#test/kit/world';

test('values are put, listed and read from the command line; what is wrong is told', async () => {
  await using world = await openWorld();
  await mustered(world, 'metrics put Payments Latency 120,180,2400 --unit Milliseconds --dimension Service=api');
  await mustered(world, 'metrics put Payments Latency 7 --at 10m-ago --fine');
  assert.deepEqual(await mustered(world, 'metrics list --namespace Payments --dimension Service'), [
    'NAMESPACE  NAME     DIMENSIONS',
    'Payments   Latency  Service=api',
  ]);
  assert.deepEqual(
    await mustered(world, 'metrics get Payments Latency --dimension Service=api --statistic p99 --period 60'),
    ['PERIOD FROM           P99   UNIT', '2026-01-02 03:10:00Z  2400  Milliseconds'],
  );
  assert.deepEqual(await mustered(world, 'metrics get Payments Latency --statistic Sum'), [
    'PERIOD FROM           SUM  UNIT',
    '2026-01-02 03:00:00Z  7    None',
  ]);
  const [whole] = JSON.parse((await mustered(world, 'metrics list --name Latency --active --json')).join('\n'));
  assert.deepEqual(whole, { Namespace: 'Payments', MetricName: 'Latency', Dimensions: [] });
  for (const [line, code, told] of [
    ['metrics put Payments Latency fast', 2, /VALUE: wanted a number/],
    ['metrics put Payments Latency 1 --dimension Service', 2, /--dimension: wanted NAME=VALUE/],
    ['metrics put Payments Latency 1 --unit Parsecs', 1, /Milliseconds/],
    ['metrics get Payments Latency --statistic median', 1, /Wanted a statistic/],
    ['metrics get Payments Latency --period 0', 2, /--period/],
    ['metrics get Payments Latency --period 60 --from 13d-ago', 1, /1440 datapoints/],
  ] as const) {
    const ran = await muster(world, line.split(' '));
    assert.equal(ran.code, code, `${line}: ${ran.err}`);
    assert.match(ran.err, told);
  }
});
