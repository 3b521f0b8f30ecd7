import { Refusal } from '#kernel/refusal';
import type { AlarmConfig } from './alarm.ts';
import { isStatistic, periodFault, queryFaults, STATISTICS } from './check-queries.ts';
import { bandOperators } from './comparison.ts';
import { periodOf } from './due-work.ts';
import { missingDataTreatments } from './evaluate.ts';

const MAX_SPAN_S = 604_800;
const MISSING_DATA: readonly string[] = missingDataTreatments;
const LOW_SAMPLES = ['evaluate', 'ignore'];
/** Refuses an alarm that could never be judged (aws-behaviour.md 5.1); all faults in one message. */
export function checkAlarm(name: string, config: AlarmConfig): void {
  const faults = [...subject(config), ...period(config), ...threshold(config)];
  faults.push(...nameFaults(name));
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

/** What no alarm may be called. */
export function nameFaults(name: string): string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are just what is refused here.
  return /[\x00-\x1f\x7f]/.test(name) ? ['AlarmName must not contain control characters'] : [];
}

function subject(config: AlarmConfig): string[] {
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Dimensions, Unit } = config;
  if (config.Metrics && config.Metrics.length > 0) {
    const single = MetricName ?? Namespace ?? Statistic ?? ExtendedStatistic ?? Unit ?? Dimensions[0];
    const told =
      'Metrics and MetricName, Namespace, Dimensions, Unit, Statistic or ExtendedStatistic exclude one another';
    return [...(single ? [told] : []), ...queryFaults(config.Metrics, config.ThresholdMetricId)];
  }
  const faults: string[] = [];
  if (!MetricName) faults.push('MetricName is required unless Metrics is given');
  if (!Namespace) faults.push('Namespace is required unless Metrics is given');
  if (!Statistic === !ExtendedStatistic) faults.push('exactly one of Statistic and ExtendedStatistic is required');
  if (ExtendedStatistic && !isStatistic(ExtendedStatistic, 'extended'))
    faults.push(`ExtendedStatistic must be ${STATISTICS}, got ${JSON.stringify(ExtendedStatistic)}`);
  return faults;
}

function period(config: AlarmConfig): string[] {
  const { Metrics, Period } = config;
  if (Metrics && Metrics.length > 0) return Period ? ['Metrics and Period exclude one another'] : span(config);
  if (!Period) return ['Period is required unless Metrics is given'];
  const fault = periodFault('Period', Period);
  return fault.length > 0 ? fault : span(config);
}

function span(config: AlarmConfig): string[] {
  const seconds = periodOf(config) * config.EvaluationPeriods;
  return seconds > MAX_SPAN_S
    ? [`Period × EvaluationPeriods must not be more than ${MAX_SPAN_S} seconds, got ${seconds}`]
    : [];
}

function threshold({ Threshold, ThresholdMetricId, ComparisonOperator }: AlarmConfig): string[] {
  const band = bandOperators.includes(ComparisonOperator);
  if (band !== (ThresholdMetricId !== undefined))
    return [`ThresholdMetricId goes with ${bandOperators.join(', ')}, and only with them`];
  if (Threshold !== undefined && !Number.isFinite(Threshold))
    return [`Threshold must be a finite number, got ${Threshold}`];
  if (band && Threshold !== undefined) return ['Threshold and ThresholdMetricId exclude one another'];
  if (!band && Threshold === undefined) return ['Threshold is required unless ThresholdMetricId is given'];
  return [];
}
