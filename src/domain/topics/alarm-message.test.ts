import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompositeAlarm, MetricAlarm } from '#domain/alarms';
import { alarmMessage } from './alarm-message.ts';

const AT = new Date('2026-01-02T12:06:35.472Z');
const TOPIC = 'arn:aws:sns:us-east-1:111122223333:team';
const base = {
  ...{ account: '111122223333', region: 'us-east-1', name: 'High "CPU"', state: 'ALARM' as const, reason: 'so' },
  ...{ configUpdatedAt: new Date('2026-01-02T11:48:52.788Z'), updatedAt: AT, transitionedAt: AT },
};
const actions = { ActionsEnabled: true, OKActions: [], AlarmActions: [TOPIC], InsufficientDataActions: [] };
const ARN = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:High "CPU"';

const common = {
  AlarmName: 'High "CPU"',
  AlarmDescription: null,
  AWSAccountId: '111122223333',
  AlarmConfigurationUpdatedTimestamp: '2026-01-02T11:48:52.788+0000',
  NewStateValue: 'ALARM',
  NewStateReason: 'so',
  StateChangeTime: '2026-01-02T12:06:35.472+0000',
  Region: 'US East (N. Virginia)',
  AlarmArn: ARN,
  OldStateValue: 'OK',
  OKActions: [],
  AlarmActions: [TOPIC],
  InsufficientDataActions: [],
};

test('a metric alarm’s message has CloudWatch’s members in their order, dimensions with the value first', () => {
  const alarm: MetricAlarm = {
    ...{ ...base, kind: 'metric' },
    config: {
      ...actions,
      ...{ MetricName: 'CPUUtilization', Namespace: 'AWS/EC2', Statistic: 'Average', Period: 60 },
      ...{ Dimensions: [{ Name: 'InstanceId', Value: 'i-1' }], EvaluationPeriods: 1, DatapointsToAlarm: 1 },
      ...{ ComparisonOperator: 'GreaterThanThreshold', Threshold: 80, TreatMissingData: 'missing' },
    },
  };
  const { subject, message } = alarmMessage(alarm, ARN, 'OK');
  assert.equal(subject, 'ALARM: "High "CPU"" in US East (N. Virginia)');
  const want = {
    ...common,
    Trigger: {
      ...{
        MetricName: 'CPUUtilization',
        Namespace: 'AWS/EC2',
        StatisticType: 'Statistic',
        Statistic: 'AVERAGE',
        Unit: null,
      },
      Dimensions: [{ value: 'i-1', name: 'InstanceId' }],
      ...{ Period: 60, EvaluationPeriods: 1, DatapointsToAlarm: 1, ComparisonOperator: 'GreaterThanThreshold' },
      ...{ Threshold: 80, TreatMissingData: 'missing', EvaluateLowSampleCountPercentile: '' },
    },
  };
  // Byte for byte, but that CloudWatch writes a threshold as 80.0.
  assert.equal(message, JSON.stringify(want).replace('"Threshold":80,', '"Threshold":80.0,'));
});

test('an alarm over metric math has its queries in the place of a metric', () => {
  const metric = { Namespace: 'App', MetricName: 'Errors', Dimensions: [{ Name: 'a', Value: 'b' }] };
  const alarm: MetricAlarm = {
    ...{ ...base, kind: 'metric' },
    config: {
      ...{ ...actions, Dimensions: [], EvaluationPeriods: 3, Threshold: 0.5, TreatMissingData: 'ignore' },
      ComparisonOperator: 'LessThanThreshold',
      Metrics: [
        { Id: 'e1', Expression: 'm1 / 2', Label: 'Half' },
        { Id: 'm1', MetricStat: { Metric: metric, Period: 60, Stat: 'Sum' }, ReturnData: false },
      ],
    },
  };
  const { Trigger } = JSON.parse(alarmMessage(alarm, ARN, 'OK').message);
  assert.deepEqual(Trigger, {
    Metrics: [
      { Id: 'e1', Expression: 'm1 / 2', Label: 'Half', ReturnData: true },
      {
        Id: 'm1',
        MetricStat: {
          Metric: { Dimensions: [{ value: 'b', name: 'a' }], MetricName: 'Errors', Namespace: 'App' },
          ...{ Period: 60, Stat: 'Sum' },
        },
        ReturnData: false,
      },
    ],
    ...{ EvaluationPeriods: 3, ComparisonOperator: 'LessThanThreshold', Threshold: 0.5, TreatMissingData: 'ignore' },
    EvaluateLowSampleCountPercentile: '',
  });
});

test('a composite alarm’s message has its rule, what set it going, and what holds it; no trigger', () => {
  const child = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:child';
  const triggering = { arn: child, state: { value: 'ALARM', timestamp: '2026-01-02T12:06:35.000+0000' } };
  const alarm: CompositeAlarm = {
    ...{ ...base, kind: 'composite' },
    config: { ...actions, AlarmRule: 'ALARM(child)' },
    reasonData: JSON.stringify({ triggeringAlarms: [triggering] }),
    suppression: { by: 'ExtensionPeriod', until: AT, held: 'OK' },
  };
  const told = JSON.parse(alarmMessage(alarm, ARN, 'OK').message);
  assert.deepEqual(told, {
    ...common,
    AlarmRule: 'ALARM(child)',
    TriggeringChildren: [{ Arn: child, State: { Value: 'ALARM', Timestamp: '2026-01-02T12:06:35.000+0000' } }],
    ActionsSuppressedBy: 'ExtensionPeriod',
    ActionsSuppressedReason: 'Actions suppressed by ExtensionPeriod',
  });
  for (const reasonData of ['no json', '{"triggeringAlarms":[null,{"arn":1}]}', '[]', 'null']) {
    const byHand = JSON.parse(alarmMessage({ ...alarm, reasonData }, ARN, 'OK').message);
    assert.deepEqual(byHand.TriggeringChildren, [], reasonData);
  }
});
