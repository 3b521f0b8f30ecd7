import { createHash } from 'node:crypto';
import { type BusEvent, DEFAULT_BUS } from '#domain/events';
import { newId, uuidOf } from '#kernel/ids';
import {
  type Alarm,
  type AlarmConfig,
  alarmArn,
  type CompositeConfig,
  type MetricAlarm,
  type MetricQuery,
} from './alarm.ts';
import { alarmTime } from './alarm-time.ts';
import { suppressedReason } from './suppression.ts';

/** The documented "CloudWatch Alarm State Change" event of the change from `was` to `next` (aws-behaviour.md 4.7). */
export function stateChangeEvent(was: Alarm, next: Alarm): BusEvent {
  const { AlarmDescription } = next.config;
  return eventOf(next, 'CloudWatch Alarm State Change', next.transitionedAt, {
    alarmName: next.name,
    configuration: {
      ...(AlarmDescription ? { description: AlarmDescription } : {}),
      ...(next.kind === 'metric' ? { metrics: metricsOf(next) } : ruleOf(next.config)),
    },
    previousState: stateOf(was),
    state: stateOf(next),
  });
}

export type Operation = 'create' | 'update' | 'delete';

/** The "CloudWatch Alarm Configuration Change" event; `was` is the alarm before an update. */
export function configurationEvent(now: Date, operation: Operation, alarm: Alarm, was?: Alarm): BusEvent {
  return eventOf(alarm, 'CloudWatch Alarm Configuration Change', now, {
    alarmName: alarm.name,
    operation,
    state: { value: alarm.state, timestamp: alarmTime(alarm.updatedAt) },
    configuration: configurationOf(alarm),
    ...(was ? { previousConfiguration: configurationOf(was) } : {}),
  });
}

function eventOf(alarm: Alarm, detailType: string, time: Date, detail: BusEvent['detail']): BusEvent {
  const { account, region } = alarm;
  const resources = [alarmArn(alarm)];
  return {
    ...{ account, region, bus: DEFAULT_BUS, id: newId(time), source: 'aws.cloudwatch' },
    ...{ detailType, time, resources, detail },
  };
}

function stateOf(alarm: Alarm) {
  const { state: value, reason, reasonData, updatedAt } = alarm;
  const suppression = alarm.kind === 'composite' ? alarm.suppression : undefined;
  return {
    ...(suppression
      ? { actionsSuppressedBy: suppression.by, actionsSuppressedReason: suppressedReason(suppression) }
      : {}),
    ...{ value, reason },
    ...(reasonData ? { reasonData } : {}),
    timestamp: alarmTime(updatedAt),
    ...(alarm.kind === 'metric' && alarm.evaluationState ? { evaluationState: alarm.evaluationState } : {}),
  };
}

function ruleOf(config: CompositeConfig) {
  const { AlarmRule, ActionsSuppressor, ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod } = config;
  return {
    alarmRule: AlarmRule,
    ...(ActionsSuppressor === undefined
      ? {}
      : {
          actionsSuppressor: ActionsSuppressor,
          actionsSuppressorWaitPeriod: ActionsSuppressorWaitPeriod,
          actionsSuppressorExtensionPeriod: ActionsSuppressorExtensionPeriod,
        }),
  };
}

function configurationOf(alarm: Alarm) {
  const { config, name } = alarm;
  return {
    ...(alarm.kind === 'metric' ? { ...judgedBy(alarm.config), metrics: metricsOf(alarm) } : ruleOf(alarm.config)),
    alarmName: name,
    ...(config.AlarmDescription ? { description: config.AlarmDescription } : {}),
    actionsEnabled: config.ActionsEnabled,
    timestamp: alarmTime(alarm.configUpdatedAt),
    okActions: config.OKActions,
    alarmActions: config.AlarmActions,
    insufficientDataActions: config.InsufficientDataActions,
  };
}

function judgedBy(config: AlarmConfig) {
  const { EvaluationPeriods, DatapointsToAlarm, Threshold, ThresholdMetricId, ComparisonOperator } = config;
  const { TreatMissingData, EvaluateLowSampleCountPercentile: few } = config;
  return {
    ...(Threshold === undefined ? {} : { threshold: Threshold }),
    ...(ThresholdMetricId === undefined ? {} : { thresholdMetricId: ThresholdMetricId }),
    evaluationPeriods: EvaluationPeriods,
    ...(DatapointsToAlarm === undefined ? {} : { datapointsToAlarm: DatapointsToAlarm }),
    comparisonOperator: ComparisonOperator,
    treatMissingData: TreatMissingData,
    ...(few === undefined ? {} : { evaluateLowSampleCountPercentile: few }),
  };
}

/** The metrics as the event has them: an alarm over a single metric as one query. */
export function metricsOf(alarm: MetricAlarm) {
  const { Metrics, ...single } = alarm.config;
  if (Metrics && Metrics.length > 0) return Metrics.map(queryOf);
  return [
    {
      id: uuidOf(createHash('sha256').update(alarmArn(alarm)).digest()),
      metricStat: singleStat(single),
      returnData: true,
    },
  ];
}

function singleStat({ Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic, Unit }: AlarmConfig) {
  const metric = { namespace: Namespace, name: MetricName, dimensions: byName(Dimensions) };
  return { metric, period: Period, stat: Statistic ?? ExtendedStatistic, ...(Unit ? { unit: Unit } : {}) };
}

function queryOf({ Id, Expression, Label, ReturnData, Period, MetricStat }: MetricQuery) {
  const about = { id: Id, ...(Label ? { label: Label } : {}), returnData: ReturnData ?? true };
  if (!MetricStat) return { ...about, expression: Expression, ...(Period ? { period: Period } : {}) };
  const { Metric, Stat } = MetricStat;
  const metric = { namespace: Metric.Namespace, name: Metric.MetricName, dimensions: byName(Metric.Dimensions ?? []) };
  return { ...about, metricStat: { metric, period: MetricStat.Period, stat: Stat } };
}

const byName = (dimensions: { Name: string; Value: string }[]) =>
  Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]));
