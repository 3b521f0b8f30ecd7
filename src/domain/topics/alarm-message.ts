import {
  type Alarm,
  type AlarmConfig,
  type AlarmState,
  alarmTime,
  type CompositeAlarm,
  double,
  javaJson,
  suppressedReason,
} from '#domain/alarms';
import { regionName } from './region-names.ts';

/** What an alarm publishes: subject and JSON as CloudWatch writes them, member by member in its order. */
export function alarmMessage(alarm: Alarm, alarmArn: string, was: AlarmState): { subject: string; message: string } {
  const { config, name, region } = alarm;
  return {
    subject: `${alarm.state}: "${name}" in ${regionName(region)}`,
    message: javaJson({
      AlarmName: name,
      AlarmDescription: config.AlarmDescription ?? null,
      AWSAccountId: alarm.account,
      ...(alarm.kind === 'composite' ? { AlarmRule: alarm.config.AlarmRule } : {}),
      AlarmConfigurationUpdatedTimestamp: alarmTime(alarm.configUpdatedAt),
      NewStateValue: alarm.state,
      NewStateReason: alarm.reason,
      StateChangeTime: alarmTime(alarm.transitionedAt),
      Region: regionName(region),
      AlarmArn: alarmArn,
      OldStateValue: was,
      OKActions: config.OKActions,
      AlarmActions: config.AlarmActions,
      InsufficientDataActions: config.InsufficientDataActions,
      ...(alarm.kind === 'composite' ? childrenOf(alarm) : { Trigger: triggerOf(alarm.config) }),
    }),
  };
}

/** Which of the alarms that a composite one follows set it going, and whether what it does is held up. */
function childrenOf({ reasonData, suppression }: CompositeAlarm) {
  return {
    TriggeringChildren: triggering(reasonData).map(({ arn, state }) => ({
      Arn: arn,
      State: { Value: state.value, Timestamp: state.timestamp },
    })),
    ...(suppression
      ? { ActionsSuppressedBy: suppression.by, ActionsSuppressedReason: suppressedReason(suppression) }
      : {}),
  };
}

interface Child {
  arn: string;
  state: { value: AlarmState; timestamp: string };
}

/** A state that was set by hand may come with any data, or with none. */
function triggering(reasonData: string | undefined): Child[] {
  try {
    const { triggeringAlarms } = JSON.parse(reasonData ?? '{}') as { triggeringAlarms?: Child[] };
    const isChild = (one: Partial<Child> | null) =>
      typeof one?.arn === 'string' && typeof one.state?.value === 'string';
    return Array.isArray(triggeringAlarms) ? triggeringAlarms.filter(isChild) : [];
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return [];
    throw error;
  }
}

function triggerOf(config: AlarmConfig) {
  return {
    ...(config.Metrics && config.Metrics.length > 0 ? queriesOf(config) : metricOf(config)),
    EvaluationPeriods: config.EvaluationPeriods,
    ...(config.DatapointsToAlarm === undefined ? {} : { DatapointsToAlarm: config.DatapointsToAlarm }),
    ComparisonOperator: config.ComparisonOperator,
    ...(config.Threshold === undefined ? {} : { Threshold: double(config.Threshold) }),
    TreatMissingData: config.TreatMissingData,
    EvaluateLowSampleCountPercentile: config.EvaluateLowSampleCountPercentile ?? '',
  };
}

/** AWS's words for the statistics, which are in capitals here. */
const STATISTICS = {
  Average: 'AVERAGE',
  Sum: 'SUM',
  Minimum: 'MINIMUM',
  Maximum: 'MAXIMUM',
  SampleCount: 'SAMPLE_COUNT',
} as const;

function metricOf({ MetricName, Namespace, Statistic, ExtendedStatistic, Unit, Dimensions, Period }: AlarmConfig) {
  const statistic = Statistic
    ? { StatisticType: 'Statistic', Statistic: STATISTICS[Statistic] }
    : { StatisticType: 'ExtendedStatistic', ExtendedStatistic };
  return {
    MetricName,
    Namespace,
    ...statistic,
    Unit: Unit ?? null,
    Dimensions: Dimensions.map(dimensionOf),
    Period,
  };
}

const dimensionOf = ({ Name, Value }: AlarmConfig['Dimensions'][number]) => ({ value: Value, name: Name });

function queriesOf({ Metrics = [], ThresholdMetricId }: AlarmConfig) {
  return {
    Metrics: Metrics.map(({ Id, Expression, Label, ReturnData = true, MetricStat }) => ({
      Id,
      ...(Expression === undefined ? {} : { Expression }),
      ...(Label === undefined ? {} : { Label }),
      ...(MetricStat
        ? {
            MetricStat: {
              Metric: {
                Dimensions: (MetricStat.Metric.Dimensions ?? []).map(dimensionOf),
                MetricName: MetricStat.Metric.MetricName,
                Namespace: MetricStat.Metric.Namespace,
              },
              Period: MetricStat.Period,
              Stat: MetricStat.Stat,
            },
          }
        : {}),
      ReturnData,
    })),
    ...(ThresholdMetricId === undefined ? {} : { ThresholdMetricId }),
  };
}
