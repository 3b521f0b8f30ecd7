import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type MetricDataQuery,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { cloudwatch } from '#wire/services/cloudwatch/service';
import { openWorld, T0, type World } from '../kit/world.ts';
import { call } from './kit/wire.ts';

/** Metric data by the official client, by CBOR and by forms: in, out, listed. */

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world[Symbol.asyncDispose]());

const minute = (count: number) => new Date(T0.getTime() + count * 60_000);
const range = { StartTime: minute(-10), EndTime: minute(1) };
const stat = (Namespace: string, Stat: string, more: object = {}) => ({
  MetricStat: { Metric: { Namespace, MetricName: 'Latency' }, Period: 60, Stat, ...more },
});
const get = (MetricDataQueries: MetricDataQuery[], more: object = {}) =>
  world.aws.cloudwatch.send(new GetMetricDataCommand({ ...range, MetricDataQueries, ...more }));

async function cborClient(): Promise<CloudWatchClient> {
  const { endpoint, region, credentials, systemClockOffset } = world.aws.cloudwatch.config;
  const protocol = SmithyRpcV2CborProtocol as NonNullable<CloudWatchClientConfig['protocol']>;
  const place = { endpoint: await endpoint!(), region: await region(), credentials: await credentials() };
  return new CloudWatchClient({ ...place, systemClockOffset, maxAttempts: 1, protocol });
}

test('what one protocol puts, the others get', async () => {
  const cbor = await cborClient();
  const [a, b, c] = [-3, -2, -1].map((at, index) => ({
    MetricName: 'Latency',
    Value: index + 1,
    Timestamp: minute(at),
  }));
  await world.aws.cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Wires', MetricData: [a!] }));
  await cbor.send(new PutMetricDataCommand({ Namespace: 'Wires', MetricData: [b!] }));
  const form = { Namespace: 'Wires', MetricData: [{ ...c!, Timestamp: c!.Timestamp.getTime() / 1_000 }] };
  const put = await call(world, cloudwatch, 'PutMetricData', form, { wire: 'awsQuery' });
  assert.equal(put.status, 200, put.text);

  const queries = [{ Id: 'm', ...stat('Wires', 'Sum') }];
  for (const client of [world.aws.cloudwatch, cbor]) {
    const { MetricDataResults } = await client.send(new GetMetricDataCommand({ ...range, MetricDataQueries: queries }));
    assert.deepEqual(MetricDataResults, [
      { Id: 'm', Label: 'Latency', StatusCode: 'Complete', Timestamps: [-1, -2, -3].map(minute), Values: [3, 2, 1] },
    ]);
  }
  const text = { StartTime: range.StartTime.getTime() / 1_000, EndTime: range.EndTime.getTime() / 1_000 };
  const xml = await call(
    world,
    cloudwatch,
    'GetMetricData',
    { ...text, MetricDataQueries: queries },
    { wire: 'awsQuery' },
  );
  assert.match(xml.text, /<Values><member>3<\/member><member>2<\/member><member>1<\/member><\/Values>/);
  cbor.destroy();
});

test('a large call comes packed, as clients pack it, and is refused whole for one bad datum', async () => {
  let packed = 0;
  const client = world.aws.cloudwatch;
  client.middlewareStack.add(
    (next) => async (args) => {
      const { headers, body } = args.request as { headers: Record<string, string>; body: Uint8Array };
      if (headers['content-encoding'] === 'gzip') packed = gunzipSync(body).length;
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'packed' },
  );
  const MetricData = Array.from({ length: 1_000 }, (_, index) => ({
    MetricName: 'Latency',
    Dimensions: [{ Name: 'Host', Value: `host-${index % 600}` }],
    Value: index,
  }));
  await client.send(new PutMetricDataCommand({ Namespace: 'Large', MetricData }));
  client.middlewareStack.remove('packed');
  assert.ok(packed > 10_240, `unpacked ${packed} bytes`);
  const list = (more: object) => client.send(new ListMetricsCommand({ Namespace: 'Large', ...more }));
  const { Metrics: first = [], NextToken } = await list({});
  const { Metrics: rest = [], ...end } = await list({ NextToken });
  assert.deepEqual([first.length, rest.length, end.NextToken], [500, 100, undefined]);
  assert.equal(new Set([...first, ...rest].map(({ Dimensions }) => Dimensions![0]!.Value)).size, 600);
  await assert.rejects(list({ NextToken, MetricName: 'Latency' }), { name: 'InvalidNextToken' });
  const bad = [...MetricData.slice(1), { MetricName: 'Latency', Value: 2 ** 361 }];
  await assert.rejects(client.send(new PutMetricDataCommand({ Namespace: 'Bad', MetricData: bad })), {
    name: 'InvalidParameterValueException',
    message: /MetricData\.member\.1000\.Value: wanted a number from -2\^360/,
  });
  assert.deepEqual((await client.send(new ListMetricsCommand({ Namespace: 'Bad' }))).Metrics, []);
});

test('a call is refused by what is wrong with it, each by its documented code', async () => {
  const datum = { MetricName: 'Latency', Value: 1 };
  const put = (...MetricData: object[]) => ({ op: 'PutMetricData', input: { Namespace: 'No', MetricData } });
  const numbers = (more: object) => ({
    op: 'GetMetricStatistics',
    input: {
      ...{ Namespace: 'No', MetricName: 'Latency', Period: 60, Statistics: ['Sum'] },
      ...{ StartTime: T0.getTime() / 1_000 - 600, EndTime: T0.getTime() / 1_000, ...more },
    },
  });
  const rows: [{ op: string; input: object }, code: string, says: RegExp][] = [
    [put(), 'InvalidParameterCombinationException', /at least one datum/],
    [put({ MetricName: 'Latency' }), 'InvalidParameterCombinationException', /exactly one of Value, Values and/],
    [put({ ...datum, Values: [1] }), 'InvalidParameterCombinationException', /exactly one of Value/],
    [put({ ...datum, Counts: [1] }), 'InvalidParameterCombinationException', /Counts: wanted Values/],
    [
      put({ MetricName: 'Latency', Values: Array(151).fill(1) }),
      'InvalidParameterValueException',
      /at most 150 values, got 151/,
    ],
    [put({ MetricName: 'Latency', Values: [1], Counts: [0] }), 'InvalidParameterValueException', /a count above 0/],
    [put({ ...datum, StorageResolution: 5 }), 'InvalidParameterValueException', /1 or 60, got 5/],
    [put({ ...datum, Timestamp: T0.getTime() / 1_000 + 7_300 }), 'InvalidParameterValueException', /two hours ahead/],
    [
      put({ ...datum, Timestamp: T0.getTime() / 1_000 - 15 * 86_400 }),
      'InvalidParameterValueException',
      /two weeks ago/,
    ],
    [
      put({
        ...datum,
        Dimensions: [
          { Name: 'A', Value: '1' },
          { Name: 'A', Value: '2' },
        ],
      }),
      'InvalidParameterValueException',
      /A twice/,
    ],
    [put(...Array(1_001).fill(datum)), 'InvalidParameterValueException', /at most 1000 data/],
    [numbers({ ExtendedStatistics: ['p9'] }), 'InvalidParameterCombinationException', /either Statistics or/],
    [
      numbers({ StartTime: T0.getTime() / 1_000 - 86_400 * 2 }),
      'InvalidParameterCombinationException',
      /at most 1440 datapoints/,
    ],
    [numbers({ Period: 90 }), 'InvalidParameterValueException', /multiple of 60/],
    [numbers({ EndTime: T0.getTime() / 1_000 - 600 }), 'InvalidParameterValueException', /before EndTime/],
    [numbers({ Statistics: undefined, ExtendedStatistics: ['p101'] }), 'InvalidParameterValueException', /p101/],
  ];
  for (const [{ op, input }, code, says] of rows) {
    const answer = await call(world, cloudwatch, op, input as Record<string, unknown>, { wire: 'awsJson1.0' });
    assert.deepEqual([answer.status, answer.code], [400, code], `${says}: ${answer.text}`);
    assert.match(answer.text, says);
  }
});

test('GetMetricStatistics gives every statistic, apart by unit', async () => {
  const MetricData = [
    { MetricName: 'Latency', Values: [1, 2, 3, 4], Unit: 'Seconds' as const },
    { MetricName: 'Latency', Value: 1_000, Unit: 'Milliseconds' as const },
  ];
  await world.aws.cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Units', MetricData }));
  const asked = { ...range, Namespace: 'Units', MetricName: 'Latency', Period: 300 };
  const Statistics = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const;
  const all = await world.aws.cloudwatch.send(
    new GetMetricStatisticsCommand({ ...asked, Statistics: [...Statistics] }),
  );
  const at = { Timestamp: minute(0) };
  assert.equal(all.Label, 'Latency');
  assert.deepEqual(all.Datapoints, [
    { ...at, SampleCount: 4, Average: 2.5, Sum: 10, Minimum: 1, Maximum: 4, Unit: 'Seconds' },
    { ...at, SampleCount: 1, Average: 1_000, Sum: 1_000, Minimum: 1_000, Maximum: 1_000, Unit: 'Milliseconds' },
  ]);
  const ExtendedStatistics = ['p50', 'TM(25%:75%)', 'PR(:2)', 'tc50'];
  const one = await world.aws.cloudwatch.send(
    new GetMetricStatisticsCommand({ ...asked, ExtendedStatistics, Unit: 'Seconds' }),
  );
  const expected = { p50: 2, 'TM(25%:75%)': 2.5, 'PR(:2)': 50, tc50: 2 };
  assert.deepEqual(one.Datapoints, [{ ...at, ExtendedStatistics: expected, Unit: 'Seconds' }]);
});

test('GetMetricData computes, labels, orders and pages', async () => {
  const MetricData = [0, 1, 2, 3, 4].flatMap((at) => [
    { MetricName: 'Latency', Value: at + 1, Timestamp: minute(at - 4) },
    { MetricName: 'Errors', Value: at % 2, Timestamp: minute(at - 4) },
  ]);
  await world.aws.cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Math', MetricData }));
  const queries: MetricDataQuery[] = [
    { Id: 'm1', ...stat('Math', 'Sum'), Label: `\${PROP("MetricName")} up to \${MAX} at \${MAX_TIME}` },
    { Id: 'hidden', ...stat('Math', 'Average'), ReturnData: false },
    { Id: 'e1', Expression: 'm1 * 10 + hidden', Label: 'ten' },
    { Id: 'none', ...stat('Nothing', 'Sum') },
  ];
  const { MetricDataResults: results, Messages } = await get(queries, {
    ScanBy: 'TimestampAscending',
    LabelOptions: { Timezone: '+0100' },
  });
  assert.deepEqual(
    results!.map(({ Id, Label, Values }) => [Id, Label, Values]),
    [
      ['m1', 'Latency up to 5 at 2026-01-02 04:10:00', [1, 2, 3, 4, 5]],
      ['e1', 'ten', [11, 22, 33, 44, 55]],
      ['none', 'Latency', []],
    ],
  );
  assert.deepEqual(Messages, []);
  const seen: unknown[] = [];
  let NextToken: string | undefined;
  do {
    const page = await get(queries, { MaxDatapoints: 3, NextToken });
    seen.push(page.MetricDataResults!.map(({ Id, Values, StatusCode }) => [Id, Values, StatusCode]));
    NextToken = page.NextToken;
  } while (NextToken);
  assert.deepEqual(seen, [
    [
      ['m1', [5, 4, 3], 'PartialData'],
      ['none', [], 'Complete'],
    ],
    [
      ['m1', [2, 1], 'Complete'],
      ['e1', [55], 'PartialData'],
    ],
    [['e1', [44, 33, 22], 'PartialData']],
    [['e1', [11], 'Complete']],
  ]);
  const other = { MaxDatapoints: 3, NextToken: (await get(queries, { MaxDatapoints: 3 })).NextToken };
  await assert.rejects(get(queries.slice(1), other), { name: 'InvalidNextToken' });
  await assert.rejects(get([{ Id: 'e1', Expression: 'm1 +* 2' }]), {
    message: "Error in expression 'e1': at character 5: wanted a number, an id or a function, got *",
  });
});

test('ListMetrics filters by name, dimension and activity', async () => {
  const datum = (MetricName: string, ...names: string[]) => ({
    ...{ MetricName, Value: 1 },
    Dimensions: names.map((Name) => ({ Name, Value: `the ${Name}` })),
  });
  const MetricData = [datum('A'), datum('A', 'Host'), datum('B', 'Host', 'Zone')];
  await world.aws.cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Listed', MetricData }));
  const list = async (more: object) => {
    const { Metrics } = await world.aws.cloudwatch.send(new ListMetricsCommand({ Namespace: 'Listed', ...more }));
    return Metrics!.map(({ MetricName, Dimensions }) => [MetricName, ...Dimensions!.map(({ Name }) => Name)].join(' '));
  };
  assert.deepEqual((await list({})).sort(), ['A', 'A Host', 'B Host Zone']);
  assert.deepEqual(await list({ MetricName: 'B' }), ['B Host Zone']);
  assert.deepEqual((await list({ Dimensions: [{ Name: 'Host' }] })).sort(), ['A Host', 'B Host Zone']);
  assert.deepEqual(await list({ Dimensions: [{ Name: 'Zone', Value: 'the Zone' }] }), ['B Host Zone']);
  assert.deepEqual(await list({ Dimensions: [{ Name: 'Zone', Value: 'another' }] }), []);
  assert.deepEqual(await list({ OwningAccount: '210987654321' }), []);
  assert.equal((await list({ RecentlyActive: 'PT3H' })).length, 3);
  await world.advance({ hours: 4 });
  assert.equal((await list({ RecentlyActive: 'PT3H' })).length, 0);
  assert.equal((await list({})).length, 3);
});

test('a call of more than a megabyte is refused as too large, and one of entities where they must be kept', async () => {
  const datum = { MetricName: 'Latency', Value: 1 };
  const MetricData = Array.from({ length: 900 }, (_, at) => ({
    ...datum,
    Dimensions: [{ Name: 'Id', Value: `${at}`.padEnd(1_024, 'x') }],
  }));
  const many = { Namespace: 'TooMuch', MetricData: [...MetricData, ...MetricData.slice(0, 100)] };
  for (const wire of ['awsJson1.0', 'awsQuery'] as const) {
    const { status, code } = await call(world, cloudwatch, 'PutMetricData', many, { wire });
    assert.deepEqual([status, code?.replace(/Exception$/, '')], [413, 'RequestEntityTooLarge']);
  }
  const Entity = { KeyAttributes: { Type: 'Service', Name: 'payments' } };
  const put = (Namespace: string, StrictEntityValidation?: boolean) => {
    const EntityMetricData = [{ Entity, MetricData: [datum] }];
    const input = { Namespace, EntityMetricData, StrictEntityValidation };
    return world.aws.cloudwatch.send(new PutMetricDataCommand(input));
  };
  await assert.rejects(put('Strict', true), /Muster keeps no entities/);
  await put('Lenient');
  const listed = async (Namespace: string) =>
    (await world.aws.cloudwatch.send(new ListMetricsCommand({ Namespace }))).Metrics!.length;
  assert.deepEqual([await listed('TooMuch'), await listed('Strict'), await listed('Lenient')], [0, 0, 1]);
});
