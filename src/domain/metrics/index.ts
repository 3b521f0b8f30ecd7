export type { MetricDatum } from './datum.ts';
export { type Dimension, metricId } from './metric.ts';
export { createMetricStore, type Metrics } from './metrics.ts';
export type { MetricQuery } from './plans.ts';
export type { Series, SeriesPoint } from './query.ts';
export type { Keeping } from './tiers.ts';
