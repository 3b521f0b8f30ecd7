import { arns } from '#kernel/arn';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface Dimension {
  Name: string;
  Value: string;
}

export interface MetricQuery {
  Id: string;
  Expression?: string;
  Label?: string;
  ReturnData?: boolean;
  Period?: number;
  MetricStat?: {
    Metric: { Namespace?: string; MetricName?: string; Dimensions?: Dimension[] };
    Period: number;
    Stat: string;
    Unit?: string;
  };
}

export type ComparisonOperator =
  | 'GreaterThanOrEqualToThreshold'
  | 'GreaterThanThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold'
  /** These three compare with a band of thresholds. */
  | 'LessThanLowerOrGreaterThanUpperThreshold'
  | 'LessThanLowerThreshold'
  | 'GreaterThanUpperThreshold';

/** What an alarm watches and sets going: PutMetricAlarm's members by their own names, as they are read back. */
export interface AlarmConfig {
  AlarmDescription?: string;
  ActionsEnabled: boolean;
  OKActions: string[];
  AlarmActions: string[];
  InsufficientDataActions: string[];
  MetricName?: string;
  Namespace?: string;
  Statistic?: 'SampleCount' | 'Average' | 'Sum' | 'Minimum' | 'Maximum';
  ExtendedStatistic?: string;
  Dimensions: Dimension[];
  /** Seconds. */
  Period?: number;
  Unit?: string;
  EvaluationPeriods: number;
  DatapointsToAlarm?: number;
  Threshold?: number;
  ComparisonOperator: ComparisonOperator;
  TreatMissingData: string;
  EvaluateLowSampleCountPercentile?: string;
  Metrics?: MetricQuery[];
  ThresholdMetricId?: string;
}

export interface AlarmRef {
  account: string;
  region: string;
  /** Any text of 1–255 characters; unique in account and region. */
  name: string;
}

export interface Alarm extends AlarmRef {
  config: AlarmConfig;
  configUpdatedAt: Date;
  state: AlarmState;
  reason: string;
  reasonData?: string;
  /** When state or reason was last refreshed. */
  updatedAt: Date;
  /** When the state last changed. */
  transitionedAt: Date;
}

export const alarmArn = (alarm: AlarmRef) => arns.alarm(alarm.region, alarm.account, alarm.name);

/** The actions that entering a state sets going. */
export function actionsOn(config: AlarmConfig, state: AlarmState): string[] {
  if (!config.ActionsEnabled) return [];
  return { ALARM: config.AlarmActions, OK: config.OKActions, INSUFFICIENT_DATA: config.InsufficientDataActions }[state];
}
