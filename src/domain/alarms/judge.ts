import type { AlarmConfig, MetricAlarm } from './alarm.ts';
import { comparisonOf } from './comparison.ts';
import { periodOf } from './due-work.ts';
import { evaluate, type MissingData, type Point, type Test, type Verdict } from './evaluate.ts';
import { reasonDataOf, reasonOf } from './reason.ts';
import { slotsOf, type Window, windowAt } from './window.ts';

/** What an evaluation comes to. */
export type Judgement =
  /** The alarm stays as it is. `idle`: there is no data, so that it can change with new data only. */
  | { kind: 'stays'; idle: boolean }
  | { kind: 'changes'; state: NonNullable<Verdict['state']>; reason: string; reasonData: string };

export const windowOf = (alarm: MetricAlarm, now: Date): Window =>
  windowAt(now, periodOf(alarm.config), alarm.config.EvaluationPeriods);

/** Judges an alarm by the points of its window. An alarm that compares with a band is never given to it. */
export function judge(now: Date, alarm: MetricAlarm, points: readonly Point[]): Judgement {
  const comparison = comparisonOf(alarm.config);
  const idle = points.length === 0;
  if (!comparison) return { kind: 'stays', idle };
  const { threshold, words } = comparison;
  const test: Test = {
    periods: alarm.config.EvaluationPeriods,
    toAlarm: alarm.config.DatapointsToAlarm ?? alarm.config.EvaluationPeriods,
    missing: missingDataOf(alarm.config),
    breaches: ({ value }) => comparison.breaches(value, threshold),
  };
  const slots = slotsOf(windowOf(alarm, now), points);
  const verdict = evaluate(test, slots);
  const { state } = verdict;
  if (state === undefined || state === alarm.state || isThin(alarm.config, verdict)) return { kind: 'stays', idle };
  const { Statistic, ExtendedStatistic, Unit } = alarm.config;
  const statistic = Statistic ?? ExtendedStatistic;
  const about = { ...(Unit ? { unit: Unit } : {}), ...(statistic ? { statistic } : {}) };
  const read = { ...about, at: now, period: periodOf(alarm.config), threshold, slots };
  return {
    ...{ kind: 'changes', state },
    reason: reasonOf(test, verdict, { threshold, words }),
    reasonData: reasonDataOf(read, verdict),
  };
}

/** DynamoDB writes data only when there is something to tell: its alarms ignore what is missing, whatever they say. */
function missingDataOf({ Namespace, Metrics = [], TreatMissingData }: AlarmConfig): MissingData {
  const namespaces = [Namespace, ...Metrics.map((query) => query.MetricStat?.Metric.Namespace)];
  return namespaces.includes('AWS/DynamoDB') ? 'ignore' : (TreatMissingData as MissingData);
}

/** Whether a percentile is of too few samples to mean anything, for an alarm that ignores those. */
function isThin(config: AlarmConfig, { considered }: Verdict): boolean {
  if (config.EvaluateLowSampleCountPercentile !== 'ignore') return false;
  const least = leastSamples(config.ExtendedStatistic ?? '');
  return considered.some(({ sampleCount }) => sampleCount !== undefined && sampleCount < least);
}

/** 10 ÷ (1 − p) for the upper half, 10 ÷ p for the lower one. The ends themselves need but one sample. */
export function leastSamples(statistic: string): number {
  const [, digits] = /^p(\d+(?:\.\d+)?)$/i.exec(statistic) ?? [];
  const percent = Number(digits ?? 100);
  if (percent <= 0 || percent >= 100) return 1;
  // In percents, which are exact where 1 − 0.9 is not.
  return 1_000 / (percent >= 50 ? 100 - percent : percent);
}
