import { createHash } from 'node:crypto';
import { type BusEvent, DEFAULT_BUS } from '#domain/events';
import { newId, uuidOf } from '#kernel/ids';
import { type Alarm, type AlarmConfig, alarmArn, type MetricQuery } from './alarm.ts';

/** `yyyy-MM-dd'T'HH:mm:ss.SSS+0000`: how alarms write an instant in their events (aws-behaviour.md 4.7). */
function alarmTime(time: Date): string {
  return time.toISOString().replace('Z', '+0000');
}

/** The documented "CloudWatch Alarm State Change" event of the change from `was` to `next`. */
export function stateChangeEvent(was: Alarm, next: Alarm): BusEvent {
  const { account, region, name, config } = next;
  return {
    account,
    region,
    bus: DEFAULT_BUS,
    id: newId(next.transitionedAt),
    source: 'aws.cloudwatch',
    detailType: 'CloudWatch Alarm State Change',
    time: next.transitionedAt,
    resources: [alarmArn(next)],
    detail: {
      alarmName: name,
      configuration: {
        ...(config.AlarmDescription ? { description: config.AlarmDescription } : {}),
        metrics: metricsOf(next),
      },
      previousState: stateOf(was),
      state: stateOf(next),
    },
  };
}

function stateOf(alarm: Alarm) {
  const { state: value, reason, reasonData, updatedAt } = alarm;
  return { value, reason, ...(reasonData ? { reasonData } : {}), timestamp: alarmTime(updatedAt) };
}

/** The metrics as the event has them: an alarm over a single metric as one query. */
export function metricsOf(alarm: Alarm) {
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
