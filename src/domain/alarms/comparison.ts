import type { AlarmConfig, ComparisonOperator } from './alarm.ts';

/** A comparison with one threshold: what breaches, and how CloudWatch says so. */
interface Comparison {
  breaches(value: number, threshold: number): boolean;
  /** `greater than` of "was greater than the threshold". */
  words: string;
}

const comparisons: Readonly<Partial<Record<ComparisonOperator, Comparison>>> = {
  GreaterThanOrEqualToThreshold: { breaches: (value, limit) => value >= limit, words: 'greater than or equal to' },
  GreaterThanThreshold: { breaches: (value, limit) => value > limit, words: 'greater than' },
  LessThanThreshold: { breaches: (value, limit) => value < limit, words: 'less than' },
  LessThanOrEqualToThreshold: { breaches: (value, limit) => value <= limit, words: 'less than or equal to' },
};

/** Those that compare with a band of thresholds (ThresholdMetricId). */
export const bandOperators: readonly ComparisonOperator[] = [
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
];

/** How an alarm compares with its one threshold; undefined for those that compare with a band. */
export function comparisonOf({ ComparisonOperator, Threshold }: AlarmConfig) {
  const comparison = comparisons[ComparisonOperator];
  if (!comparison || Threshold === undefined) return undefined;
  return { ...comparison, threshold: Threshold };
}
