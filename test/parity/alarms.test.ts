import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DescribeAlarmsCommand,
  InvalidNextToken,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
  ValidationException,
} from '@aws-sdk/client-cloudwatch';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';
import { fullAlarm, metricAlarm } from './kit/alarms.ts';

const PLAN = `arn:aws:ssm-incidents::${ACCOUNT}:response-plan/none`;
const arnOf = (name: string) => `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`;

const put = (world: World, input: object) => world.aws.cloudwatch.send(new PutMetricAlarmCommand(input as never));
const describe = async (world: World, input: object = {}) =>
  world.aws.cloudwatch.send(new DescribeAlarmsCommand(input));
const names = async (world: World, input: object = {}) =>
  (await describe(world, input)).MetricAlarms!.map(({ AlarmName }) => AlarmName);

test('an alarm with every member set reads back the same', async () => {
  await using world = await openWorld();
  const { Tags: _tags, ...want } = fullAlarm('Full: a/b c', PLAN);
  await put(world, fullAlarm('Full: a/b c', PLAN));
  const { MetricAlarms, CompositeAlarms, NextToken } = await describe(world);
  const at = world.now();
  const state = {
    AlarmArn: arnOf('Full: a/b c'),
    AlarmConfigurationUpdatedTimestamp: at,
    StateUpdatedTimestamp: at,
    StateTransitionedTimestamp: at,
    StateValue: 'INSUFFICIENT_DATA',
    StateReason: 'Unchecked: Initial alarm creation',
  };
  assert.deepEqual(MetricAlarms, [{ ...want, ...state }]);
  assert.deepEqual([CompositeAlarms, NextToken], [[], undefined]);
});

test('what was not set is absent, save what Terraform reads back by its default', async () => {
  await using world = await openWorld();
  await put(world, metricAlarm('Latency'));
  const [alarm] = (await describe(world)).MetricAlarms!;
  const {
    AlarmArn: _a,
    AlarmConfigurationUpdatedTimestamp: _c,
    StateUpdatedTimestamp: _u,
    StateTransitionedTimestamp: _t,
    StateReason: _r,
    StateValue: _v,
    ...rest
  } = alarm!;
  const defaults = {
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    Dimensions: [],
    TreatMissingData: 'missing',
  };
  assert.deepEqual(rest, { ...metricAlarm('Latency'), ...defaults });
});

test('an alarm over a metric query reads back the same', async () => {
  await using world = await openWorld();
  const Metrics = [
    { Id: 'e1', Expression: 'm1 * 2', Label: 'Twice', ReturnData: true },
    {
      Id: 'm1',
      MetricStat: {
        Metric: { Namespace: 'App', MetricName: 'Latency', Dimensions: [{ Name: 'a', Value: 'b' }] },
        Period: 60,
        Stat: 'p90',
        Unit: 'Seconds',
      },
      ReturnData: false,
    },
  ];
  await put(world, {
    AlarmName: 'Query',
    Metrics,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'LessThanThreshold',
  });
  const [alarm] = (await describe(world)).MetricAlarms!;
  assert.deepEqual(
    [alarm!.Metrics, alarm!.Threshold, alarm!.Period, alarm!.Statistic],
    [Metrics, 0, undefined, undefined],
  );
});

test('the same name replaces the configuration whole and keeps the state', async () => {
  await using world = await openWorld();
  await put(world, fullAlarm('One', PLAN));
  await world.aws.cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName: 'One', StateValue: 'OK', StateReason: 'fine', StateReasonData: '{"a":1}' }),
  );
  const at = world.now();
  await world.advance({ minutes: 1 });
  await put(world, metricAlarm('One'));
  const [alarm] = (await describe(world)).MetricAlarms!;
  assert.deepEqual([alarm!.StateValue, alarm!.StateReason, alarm!.StateReasonData], ['OK', 'fine', '{"a":1}']);
  assert.deepEqual([alarm!.StateUpdatedTimestamp, alarm!.AlarmConfigurationUpdatedTimestamp], [at, world.now()]);
  assert.deepEqual(
    [alarm!.AlarmDescription, alarm!.ExtendedStatistic, alarm!.DatapointsToAlarm, alarm!.AlarmActions],
    [undefined, undefined, undefined, []],
  );
});

test('a state set again refreshes its reason, not the time of its change', async () => {
  await using world = await openWorld();
  await put(world, metricAlarm('One'));
  const set = (StateValue: 'OK' | 'ALARM', StateReason: string) =>
    world.aws.cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'One', StateValue, StateReason }));
  await set('OK', 'first');
  const at = world.now();
  await world.advance({ minutes: 1 });
  await set('OK', '');
  const [alarm] = (await describe(world)).MetricAlarms!;
  assert.deepEqual(
    [alarm!.StateTransitionedTimestamp, alarm!.StateUpdatedTimestamp, alarm!.StateReason],
    [at, world.now(), ''],
  );
});

test('alarms that could never be judged are refused', async () => {
  await using world = await openWorld();
  const good = metricAlarm('Bad');
  const query = {
    Id: 'm1',
    MetricStat: { Metric: { Namespace: 'A', MetricName: 'B' }, Period: 60, Stat: 'Sum' },
    ReturnData: true,
  };
  const without = (...gone: string[]) =>
    Object.fromEntries(Object.entries(good).filter(([name]) => !gone.includes(name)));
  const rows: [name: string, input: object, want: RegExp][] = [
    ['no metric', without('MetricName'), /MetricName/],
    ['no namespace', without('Namespace'), /Namespace/],
    ['no statistic', without('Statistic'), /Statistic/],
    ['two statistics', { ...good, ExtendedStatistic: 'p90' }, /Statistic/],
    ['no period', without('Period'), /Period/],
    ['a period of 45 s', { ...good, Period: 45 }, /Period/],
    ['no evaluation periods', without('EvaluationPeriods'), /EvaluationPeriods/],
    ['no comparison', without('ComparisonOperator'), /ComparisonOperator/],
    ['no threshold', without('Threshold'), /Threshold/],
    ['more datapoints than periods', { ...good, DatapointsToAlarm: 4 }, /DatapointsToAlarm/],
    ['an unknown way with missing data', { ...good, TreatMissingData: 'maybe' }, /TreatMissingData/],
    ['too long a span', { ...good, Period: 86_400, EvaluationPeriods: 8 }, /EvaluationPeriods/],
    ['a control character in the name', { ...good, AlarmName: 'a\u0007b' }, /AlarmName/],
    ['a band without its metric', { ...good, ComparisonOperator: 'GreaterThanUpperThreshold' }, /ThresholdMetricId/],
    ['a threshold that is no number', { ...good, Threshold: Number.NaN }, /Threshold/],
    ['an endless threshold', { ...good, Threshold: Number.POSITIVE_INFINITY }, /Threshold/],
    [
      'an unknown percentile rule',
      { ...good, EvaluateLowSampleCountPercentile: 'maybe' },
      /EvaluateLowSampleCountPercentile/,
    ],
    [
      'no query that is judged',
      {
        AlarmName: 'Bad',
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'LessThanThreshold',
        Metrics: [{ ...query, ReturnData: false }],
      },
      /ReturnData/,
    ],
    [
      'two queries that are judged',
      {
        AlarmName: 'Bad',
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'LessThanThreshold',
        Metrics: [query, { ...query, Id: 'm2' }],
      },
      /ReturnData/,
    ],
    ['an unknown extended statistic', { ...without('Statistic'), ExtendedStatistic: 'best' }, /ExtendedStatistic/],
  ];
  const faults: string[] = [];
  for (const [name, input, want] of rows) {
    try {
      await put(world, input);
      faults.push(`${name}: taken`);
    } catch (error) {
      const {
        name: code,
        message,
        $metadata,
      } = error as { name: string; message: string; $metadata?: { httpStatusCode?: number } };
      if (code !== 'ValidationException' || $metadata?.httpStatusCode !== 400 || !want.test(message))
        faults.push(`${name}: ${code} ${message}`);
    }
  }
  assert.deepEqual(faults, []);
});

test('DescribeAlarms filters by names, prefix, state, action and type, in the order of names', async () => {
  await using world = await openWorld();
  for (const name of ['beta', 'Alpha', 'alpha', 'al%pha', 'al_pha'])
    await put(world, { ...metricAlarm(name), ...(name === 'beta' ? { OKActions: [PLAN] } : {}) });
  await world.aws.cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'alpha', StateValue: 'OK', StateReason: 'x' }));
  assert.deepEqual(await names(world), ['Alpha', 'al%pha', 'al_pha', 'alpha', 'beta']);
  assert.deepEqual(await names(world, { AlarmNames: ['beta', 'alpha', 'none'] }), ['alpha', 'beta']);
  assert.deepEqual(await names(world, { AlarmNamePrefix: 'al' }), ['al%pha', 'al_pha', 'alpha']);
  assert.deepEqual(await names(world, { AlarmNamePrefix: 'al_' }), ['al_pha']);
  assert.deepEqual(await names(world, { StateValue: 'OK' }), ['alpha']);
  assert.deepEqual(await names(world, { ActionPrefix: 'arn:aws:ssm-incidents' }), ['beta']);
  assert.deepEqual(await names(world, { ActionPrefix: 'arn:aws:sns' }), []);
  assert.deepEqual(await names(world, { AlarmTypes: ['MetricAlarm'] }), ['Alpha', 'al%pha', 'al_pha', 'alpha', 'beta']);
  assert.deepEqual(await names(world, { AlarmTypes: ['CompositeAlarm'] }), []);
  assert.deepEqual(await names(world, { AlarmNames: [] }), ['Alpha', 'al%pha', 'al_pha', 'alpha', 'beta']);
  await assert.rejects(describe(world, { AlarmNames: ['a'], AlarmNamePrefix: 'a' }), ValidationException);
  await assert.rejects(describe(world, { NextToken: 'forged' }), InvalidNextToken);
});
