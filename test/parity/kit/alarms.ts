import { ACCOUNT, REGION } from '../../kit/world.ts';

/** Inputs for CloudWatch's operations on alarms: small and good, and with as many members as can be. */

export const metricAlarm = (AlarmName: string) =>
  ({
    AlarmName,
    Namespace: 'App',
    MetricName: 'Latency',
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods: 3,
    Threshold: 2,
    ComparisonOperator: 'GreaterThanThreshold',
  }) as const;

const ResourceARN = `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:Latency`;

/** They are about the alarm `Latency`, which is there. */
export const alarmInputs: Record<string, Record<string, unknown>> = {
  'cloudwatch DeleteAlarms': { AlarmNames: ['Latency'] },
  'cloudwatch PutMetricAlarm': metricAlarm('Another'),
  'cloudwatch PutCompositeAlarm': { AlarmName: 'Both', AlarmRule: 'ALARM(Latency)' },
  'cloudwatch SetAlarmState': { AlarmName: 'Latency', StateValue: 'OK', StateReason: 'test' },
  'cloudwatch EnableAlarmActions': { AlarmNames: ['Latency'] },
  'cloudwatch DisableAlarmActions': { AlarmNames: ['Latency'] },
  'cloudwatch DescribeAlarms': {},
  'cloudwatch DescribeAlarmsForMetric': { Namespace: 'App', MetricName: 'Latency' },
  'cloudwatch DescribeAlarmHistory': {},
  'cloudwatch TagResource': { ResourceARN, Tags: [{ Key: 'team', Value: 'a' }] },
  'cloudwatch UntagResource': { ResourceARN, TagKeys: ['team'] },
  'cloudwatch ListTagsForResource': { ResourceARN },
};

const SNS = `arn:aws:sns:${REGION}:${ACCOUNT}:team`;

/** A metric alarm with every member set that goes together. */
export const fullAlarm = (AlarmName: string, action: string) => ({
  AlarmName,
  AlarmDescription: 'Latency of p99 & <more>',
  ActionsEnabled: false,
  OKActions: [SNS],
  AlarmActions: [action, SNS],
  InsufficientDataActions: [`${SNS}2`],
  MetricName: 'Latency',
  Namespace: 'App/Payments',
  ExtendedStatistic: 'p99.9',
  Dimensions: [
    { Name: 'Service', Value: 'payments' },
    { Name: 'Stage', Value: 'prod' },
  ],
  Period: 60,
  Unit: 'Milliseconds',
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 1.5,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
  EvaluateLowSampleCountPercentile: 'ignore',
  Tags: [{ Key: 'team', Value: 'a' }],
});

export const fullAlarmInputs = (planArn: string): Record<string, Record<string, unknown>> => ({
  'cloudwatch PutMetricAlarm': fullAlarm('Full', planArn),
  'cloudwatch PutCompositeAlarm': {
    AlarmDescription: 'Both & <more>',
    ActionsEnabled: false,
    OKActions: [SNS],
    AlarmActions: [planArn],
    InsufficientDataActions: [SNS],
    ActionsSuppressor: 'Latency',
    ActionsSuppressorWaitPeriod: 60,
    ActionsSuppressorExtensionPeriod: 120,
    Tags: [{ Key: 'team', Value: 'a' }],
  },
  'cloudwatch SetAlarmState': { StateReasonData: '{"a":1}' },
  'cloudwatch DescribeAlarms': {
    AlarmNamePrefix: 'L',
    AlarmTypes: ['MetricAlarm'],
    StateValue: 'OK',
    ActionPrefix: 'arn:',
    MaxRecords: 5,
  },
  'cloudwatch DescribeAlarmsForMetric': {
    Statistic: 'Average',
    Period: 60,
    Unit: 'Seconds',
    Dimensions: [{ Name: 'Service', Value: 'payments' }],
  },
  'cloudwatch DescribeAlarmHistory': {
    AlarmName: 'Latency',
    AlarmTypes: ['MetricAlarm'],
    HistoryItemType: 'StateUpdate',
    StartDate: new Date('2026-01-01T00:00:00Z'),
    EndDate: new Date('2026-01-03T00:00:00Z'),
    MaxRecords: 5,
    ScanBy: 'TimestampAscending',
  },
});
