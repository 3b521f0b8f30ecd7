import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  DescribeAlarmsCommand,
  InvalidFormatFault,
  PutMetricAlarmCommand,
  ResourceNotFound,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { cloudwatch } from '#wire/services/cloudwatch/service';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';
import { fullAlarm, metricAlarm } from './kit/alarms.ts';
import { call, type Wire } from './kit/wire.ts';

/** CloudWatch's three protocols: awsJson1.0 by the official client and raw, CBOR by the same client, forms and XML raw. */

const PLAN = `arn:aws:ssm-incidents::${ACCOUNT}:response-plan/none`;
const arnOf = (name: string) => `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`;

const put = (world: World, input: object) => world.aws.cloudwatch.send(new PutMetricAlarmCommand(input as never));
const describe = async (world: World, input: object = {}) =>
  world.aws.cloudwatch.send(new DescribeAlarmsCommand(input));

// Clients find the type of an error by its historical name: ValidationError is their ValidationException.
test('errors are typed, with their historical names for older clients', async () => {
  await using world = await openWorld();
  const state = { AlarmName: 'none', StateValue: 'OK', StateReason: 'x' } as const;
  await assert.rejects(world.aws.cloudwatch.send(new SetAlarmStateCommand(state)), (error) => {
    assert.ok(error instanceof ResourceNotFound);
    assert.equal(error.$metadata.httpStatusCode, 400, 'awsJson knows no other status of a refusal');
    return true;
  });
  await put(world, metricAlarm('none'));
  await assert.rejects(
    world.aws.cloudwatch.send(new SetAlarmStateCommand({ ...state, StateReasonData: 'no json' })),
    InvalidFormatFault,
  );
  const json = await call(
    world,
    cloudwatch,
    'SetAlarmState',
    { ...state, StateReasonData: 'no json' },
    { wire: 'awsJson1.0' },
  );
  assert.deepEqual(
    [json.status, json.code, json.headers.get('x-amzn-query-error')],
    [400, 'InvalidFormatFault', 'InvalidFormat;Sender'],
  );
  const query = await call(
    world,
    cloudwatch,
    'SetAlarmState',
    { ...state, StateReasonData: 'no json' },
    { wire: 'awsQuery' },
  );
  assert.deepEqual([query.status, query.code], [400, 'InvalidFormat']);
  const token = await call(world, cloudwatch, 'DescribeAlarms', { NextToken: 'forged' }, { wire: 'awsQuery' });
  assert.deepEqual([token.status, token.code], [400, 'InvalidNextToken']);
  const missing = await call(
    world,
    cloudwatch,
    'SetAlarmState',
    { ...state, AlarmName: 'other' },
    { wire: 'awsQuery' },
  );
  assert.deepEqual([missing.status, missing.code], [404, 'ResourceNotFound']);
});

/** The alarm as XML has it, members to texts. */
const xmlOf = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((match) => match[1]);

/** The official client, told to speak CBOR as the Go and Java ones do. */
async function cborClient(world: World): Promise<CloudWatchClient> {
  const { endpoint, region, credentials, systemClockOffset } = world.aws.cloudwatch.config;
  const protocol = SmithyRpcV2CborProtocol as NonNullable<CloudWatchClientConfig['protocol']>;
  return new CloudWatchClient({
    endpoint: await endpoint!(),
    region: await region(),
    credentials: await credentials(),
    systemClockOffset,
    maxAttempts: 1,
    protocol,
  });
}

test('CBOR: numbers, texts and instants come through, errors keep their names and statuses', async () => {
  await using world = await openWorld();
  const client = await cborClient(world);
  const seen: (string | undefined)[] = [];
  client.middlewareStack.add(
    (next) => async (args) => {
      seen.push((args.request as { headers: Record<string, string> }).headers['smithy-protocol']);
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  const { Tags: _tags, ...want } = fullAlarm('Full', PLAN);
  await client.send(new PutMetricAlarmCommand(fullAlarm('Full', PLAN) as never));
  const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({}));
  const {
    AlarmArn,
    AlarmConfigurationUpdatedTimestamp,
    StateUpdatedTimestamp,
    StateTransitionedTimestamp,
    StateReason: _r,
    StateValue: _v,
    ...rest
  } = MetricAlarms![0]!;
  assert.deepEqual(rest, want);
  assert.equal(AlarmArn, arnOf('Full'));
  for (const at of [AlarmConfigurationUpdatedTimestamp, StateUpdatedTimestamp, StateTransitionedTimestamp])
    assert.deepEqual(at, world.now());
  assert.deepEqual(new Set(seen), new Set(['rpc-v2-cbor']));
  const state = { AlarmName: 'none', StateValue: 'OK', StateReason: 'x' } as const;
  const rows: [command: object, name: string, status: number][] = [
    [new SetAlarmStateCommand(state), 'ResourceNotFound', 404],
    [new SetAlarmStateCommand({ ...state, AlarmName: 'Full', StateReasonData: '{' }), 'InvalidFormatFault', 400],
    [new DescribeAlarmsCommand({ NextToken: 'forged' }), 'InvalidNextToken', 400],
    [new DescribeAlarmsCommand({ MaxRecords: 101 }), 'ValidationError', 400],
    [new PutMetricAlarmCommand({ ...metricAlarm('x'), Period: 45 }), 'ValidationError', 400],
  ];
  for (const [command, name, status] of rows) {
    await assert.rejects(client.send(command as DescribeAlarmsCommand), (error) => {
      const { name: got, $metadata } = error as { name: string; $metadata: { httpStatusCode: number } };
      assert.deepEqual([got, $metadata.httpStatusCode], [name, status]);
      return true;
    });
  }
  client.destroy();
});

test('the three protocols write the same alarm and read the same one', async () => {
  await using world = await openWorld();
  const wires: Wire[] = ['awsJson1.0', 'awsQuery'];
  const cbor = await cborClient(world);
  await cbor.send(new PutMetricAlarmCommand(fullAlarm('rpcv2Cbor', PLAN) as never));
  for (const wire of wires) {
    const answer = await call(world, cloudwatch, 'PutMetricAlarm', fullAlarm(wire, PLAN), { wire });
    assert.equal(answer.status, 200, answer.text);
    const set = await call(
      world,
      cloudwatch,
      'SetAlarmState',
      { AlarmName: wire, StateValue: 'OK', StateReason: '<fine> & "well"' },
      { wire },
    );
    assert.equal(set.status, 200, set.text);
  }
  await cbor.send(
    new SetAlarmStateCommand({ AlarmName: 'rpcv2Cbor', StateValue: 'OK', StateReason: '<fine> & "well"' }),
  );
  const alarms = (await describe(world)).MetricAlarms!;
  assert.deepEqual((await cbor.send(new DescribeAlarmsCommand({}))).MetricAlarms, alarms);
  cbor.destroy();
  assert.equal(alarms.length, 3);
  const anonymous = alarms.map(({ AlarmName: _n, AlarmArn: _a, ...rest }) => rest);
  assert.deepEqual(anonymous[1], anonymous[0]);
  assert.deepEqual(anonymous[2], anonymous[0]);

  const json = (await call(world, cloudwatch, 'DescribeAlarms', {}, { wire: 'awsJson1.0' })).body;
  const times = (alarm: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(alarm).map(([name, value]) => [
        name,
        /Timestamp$/.test(name) ? new Date((value as number) * 1000) : value,
      ]),
    );
  assert.deepEqual((json['MetricAlarms'] as Record<string, unknown>[]).map(times), alarms);
  assert.deepEqual(json['CompositeAlarms'], []);

  const { text, headers } = await call(
    world,
    cloudwatch,
    'DescribeAlarms',
    { AlarmNames: ['awsQuery'] },
    { wire: 'awsQuery' },
  );
  assert.match(headers.get('content-type')!, /^text\/xml/);
  assert.deepEqual(xmlOf(text, 'AlarmDescription'), ['Latency of p99 &amp; &lt;more&gt;']);
  assert.deepEqual(xmlOf(text, 'Threshold'), ['1.5']);
  assert.deepEqual(xmlOf(text, 'StateUpdatedTimestamp'), [world.now().toISOString()]);
  assert.deepEqual(xmlOf(text, 'Name'), ['Service', 'Stage']);
  assert.deepEqual(xmlOf(text, 'AlarmArn'), [arnOf('awsQuery')]);
  assert.match(text, /<CompositeAlarms\s*\/?>/);
  assert.match(text, /<RequestId>[0-9a-f-]{36}<\/RequestId>/);
});

test('what is not set is not told in any protocol', async () => {
  await using world = await openWorld();
  await put(world, metricAlarm('Latency'));
  const { text } = await call(world, cloudwatch, 'DescribeAlarms', {}, { wire: 'awsQuery' });
  const { body } = await call(world, cloudwatch, 'DescribeAlarms', {}, { wire: 'awsJson1.0' });
  const [json] = body['MetricAlarms'] as Record<string, unknown>[];
  for (const name of [
    'DatapointsToAlarm',
    'EvaluateLowSampleCountPercentile',
    'ExtendedStatistic',
    'AlarmDescription',
    'Unit',
    'StateReasonData',
    'NextToken',
  ]) {
    assert.equal(text.includes(`<${name}`), false, name);
    assert.equal(name in json!, false, name);
  }
});
