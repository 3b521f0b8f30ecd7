import { Refusal } from '#kernel/refusal';
import type { AlarmConfig, ComparisonOperator } from './alarm.ts';

const MAX_SPAN_S = 604_800;
const MISSING_DATA = ['missing', 'ignore', 'breaching', 'notBreaching'];
const LOW_SAMPLES = ['evaluate', 'ignore'];
/** `p99.9`, `tm90`, `TM(10%:90%)`, `PR(:300)`, `IQM` and their like (aws-behaviour.md 5.1). */
const EXTENDED =
  /^((p|tm|tc|ts|wm)(100|\d{1,2})(\.\d{1,10})?|(TM|TC|TS|WM)\((\d+(\.\d+)?%?)?:(\d+(\.\d+)?%?)?\)|PR\((\d+(\.\d+)?)?:(\d+(\.\d+)?)?\)|IQM)$/;
const BANDS: ComparisonOperator[] = [
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
];

/** Refuses an alarm that could never be judged (aws-behaviour.md 5.1); all faults in one message. */
export function checkAlarm(name: string, config: AlarmConfig): void {
  const faults = [...subject(config), ...period(config), ...threshold(config)];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are just what is refused here.
  if (/[\x00-\x1f\x7f]/.test(name)) faults.push('AlarmName must not contain control characters');
  if ((config.DatapointsToAlarm ?? 1) > config.EvaluationPeriods) {
    faults.push(
      `DatapointsToAlarm (${config.DatapointsToAlarm}) must not be greater than EvaluationPeriods (${config.EvaluationPeriods})`,
    );
  }
  if (!LOW_SAMPLES.includes(config.EvaluateLowSampleCountPercentile ?? 'evaluate')) {
    faults.push(
      `EvaluateLowSampleCountPercentile must be one of ${LOW_SAMPLES.join(', ')}, got ${JSON.stringify(config.EvaluateLowSampleCountPercentile)}`,
    );
  }
  if (!MISSING_DATA.includes(config.TreatMissingData)) {
    faults.push(
      `TreatMissingData must be one of ${MISSING_DATA.join(', ')}, got ${JSON.stringify(config.TreatMissingData)}`,
    );
  }
  if (faults.length > 0) throw new Refusal('validation', faults.join('; '), { code: 'ValidationError' });
}

function subject({
  ThresholdMetricId,
  Metrics,
  MetricName,
  Namespace,
  Statistic,
  ExtendedStatistic,
}: AlarmConfig): string[] {
  if (Metrics && Metrics.length > 0) {
    const single = MetricName ?? Namespace ?? Statistic ?? ExtendedStatistic;
    if (!ThresholdMetricId && Metrics.filter((query) => query.ReturnData ?? true).length !== 1) {
      return ['exactly one of Metrics must have ReturnData true (the default): it is the one that is judged'];
    }
    return single ? ['Metrics and MetricName, Namespace, Statistic or ExtendedStatistic exclude one another'] : [];
  }
  const faults: string[] = [];
  if (!MetricName) faults.push('MetricName is required unless Metrics is given');
  if (!Namespace) faults.push('Namespace is required unless Metrics is given');
  if (!Statistic === !ExtendedStatistic) faults.push('exactly one of Statistic and ExtendedStatistic is required');
  if (ExtendedStatistic && !EXTENDED.test(ExtendedStatistic)) {
    faults.push(
      `ExtendedStatistic must be like p99.9, tm90, TM(10%:90%), PR(:300) or IQM, got ${JSON.stringify(ExtendedStatistic)}`,
    );
  }
  return faults;
}

function period({ Metrics, Period, EvaluationPeriods }: AlarmConfig): string[] {
  if (Metrics && Metrics.length > 0) return Period ? ['Metrics and Period exclude one another'] : [];
  if (!Period) return ['Period is required unless Metrics is given'];
  if (![10, 20, 30].includes(Period) && Period % 60 !== 0)
    return [`Period must be 10, 20, 30 or a multiple of 60 seconds, got ${Period}`];
  const span = Period * EvaluationPeriods;
  return span > MAX_SPAN_S
    ? [`Period × EvaluationPeriods must not be more than ${MAX_SPAN_S} seconds, got ${span}`]
    : [];
}

function threshold({ Threshold, ThresholdMetricId, ComparisonOperator }: AlarmConfig): string[] {
  const band = BANDS.includes(ComparisonOperator);
  if (band !== (ThresholdMetricId !== undefined))
    return [`ThresholdMetricId goes with ${BANDS.join(', ')}, and only with them`];
  if (Threshold !== undefined && !Number.isFinite(Threshold))
    return [`Threshold must be a finite number, got ${Threshold}`];
  if (!band && Threshold === undefined) return ['Threshold is required unless ThresholdMetricId is given'];
  return [];
}
