import { type Alarm as AlarmThing, alarmArn, type MetricAlarm, suppressedReason } from '#domain/alarms';
import { cut } from '#kernel/text';
import type { Static } from '../schema.ts';
import type { Alarm } from './schemas.ts';

/** An alarm in our own words. */
export function alarmView(alarm: AlarmThing): Static<typeof Alarm> {
  const { config } = alarm;
  const suppression = alarm.kind === 'composite' ? alarm.suppression : undefined;
  return {
    arn: alarmArn(alarm),
    name: alarm.name,
    kind: alarm.kind,
    description: config.AlarmDescription ?? null,
    state: alarm.state,
    reason: cut(alarm.reason, 1_023),
    since: alarm.transitionedAt.toISOString(),
    updatedAt: alarm.updatedAt.toISOString(),
    changedAt: alarm.configUpdatedAt.toISOString(),
    condition: alarm.kind === 'metric' ? conditionOf(alarm) : alarm.config.AlarmRule,
    metric: alarm.kind === 'metric' ? metricOf(alarm) : null,
    fault: (alarm.kind === 'metric' && alarm.evaluationState) || null,
    actionsEnabled: config.ActionsEnabled,
    held: suppression ? suppressedReason(suppression) : null,
    onAlarm: config.AlarmActions,
    onOk: config.OKActions,
    onInsufficientData: config.InsufficientDataActions,
  };
}

function metricOf({ config: { Namespace, MetricName, Dimensions } }: MetricAlarm) {
  if (!Namespace || !MetricName) return null;
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
  return { namespace: Namespace, name: MetricName, dimensions };
}

const SIGNS = {
  GreaterThanOrEqualToThreshold: '≥',
  GreaterThanThreshold: '>',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
  LessThanLowerOrGreaterThanUpperThreshold: 'outside of',
  LessThanLowerThreshold: 'below',
  GreaterThanUpperThreshold: 'above',
} as const;

/** `Average of Payments Latency > 2, in 2 of 3 periods of 60 s` */
function conditionOf({ config }: MetricAlarm): string {
  const judged = config.Metrics?.find((query) => query.ReturnData ?? true);
  const statistic = config.Statistic ?? config.ExtendedStatistic;
  const what = judged
    ? (judged.Expression ?? `${judged.MetricStat?.Stat} of ${judged.MetricStat?.Metric.MetricName}`)
    : `${statistic} of ${config.Namespace} ${config.MetricName}`;
  const limit = config.Threshold ?? `the band ${config.ThresholdMetricId}`;
  const { EvaluationPeriods: periods, DatapointsToAlarm: least = periods } = config;
  const period = config.Period ?? judged?.Period ?? config.Metrics?.find((one) => one.MetricStat)?.MetricStat?.Period;
  const over = periods === 1 ? `a period of ${period} s` : `${least} of ${periods} periods of ${period} s`;
  return `${what} ${SIGNS[config.ComparisonOperator]} ${limit}, in ${over}`;
}
