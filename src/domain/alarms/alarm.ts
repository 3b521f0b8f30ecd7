import { arns, parseArn } from '#kernel/arn';
import type { Suppression } from './suppression.ts';

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
  AccountId?: string;
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

/** What every alarm has, by AWS's own member names, as they are read back. */
export interface CommonConfig {
  AlarmDescription?: string;
  ActionsEnabled: boolean;
  OKActions: string[];
  AlarmActions: string[];
  InsufficientDataActions: string[];
}

/** What a metric alarm watches and sets going: PutMetricAlarm's members. */
export interface AlarmConfig extends CommonConfig {
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

/** What a composite alarm follows and sets going: PutCompositeAlarm's members. */
export interface CompositeConfig extends CommonConfig {
  AlarmRule: string;
  /** The name or the ARN of the alarm that holds its actions. */
  ActionsSuppressor?: string;
  /** Seconds. */
  ActionsSuppressorWaitPeriod?: number;
  /** Seconds. */
  ActionsSuppressorExtensionPeriod?: number;
}

export interface AlarmRef {
  account: string;
  region: string;
  /** Any text of 1–255 characters; unique in account and region, whatever the kind. */
  name: string;
}

interface AlarmBase extends AlarmRef {
  configUpdatedAt: Date;
  state: AlarmState;
  reason: string;
  reasonData?: string;
  /** When state or reason was last refreshed. */
  updatedAt: Date;
  /** When the state last changed. */
  transitionedAt: Date;
}

export type EvaluationState = 'PARTIAL_DATA' | 'EVALUATION_FAILURE' | 'EVALUATION_ERROR';

export interface MetricAlarm extends AlarmBase {
  kind: 'metric';
  config: AlarmConfig;
  /** What kept its last evaluation from being whole. */
  evaluationState?: EvaluationState;
}

export interface CompositeAlarm extends AlarmBase {
  kind: 'composite';
  config: CompositeConfig;
  /** Why its actions are held; absent: they run as they come. */
  suppression?: Suppression;
}

export type Alarm = MetricAlarm | CompositeAlarm;
export type AlarmKind = Alarm['kind'];

export const alarmArn = (alarm: AlarmRef) => arns.alarm(alarm.region, alarm.account, alarm.name);

/** The alarm that an ARN names; undefined where it names none. */
export function alarmNamed(arn: string): AlarmRef | undefined {
  const parsed = parseArn(arn);
  if (parsed?.service !== 'cloudwatch' || !parsed.resource.startsWith('alarm:')) return undefined;
  const { account, region, resource } = parsed;
  return { account, region, name: resource.slice('alarm:'.length) };
}

/** The actions that entering a state sets going. */
export function actionsOn(config: CommonConfig, state: AlarmState): string[] {
  if (!config.ActionsEnabled) return [];
  return { ALARM: config.AlarmActions, OK: config.OKActions, INSUFFICIENT_DATA: config.InsufficientDataActions }[state];
}
