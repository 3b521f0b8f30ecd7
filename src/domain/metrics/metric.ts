import { createHash } from 'node:crypto';
import { uuidOf } from '#kernel/ids';

export interface Dimension {
  Name: string;
  Value: string;
}

/** Whose metrics: they are apart by account and region. */
export interface Place {
  account: string;
  region: string;
}

/** What a metric is: namespace, name and the exact set of dimensions, in whatever order. */
export interface Metric {
  Namespace: string;
  MetricName: string;
  Dimensions: Dimension[];
}

/** In the database a unit is its place in this list: it only grows at its end. */
export const UNITS = [
  ...(['Seconds', 'Microseconds', 'Milliseconds'] as const),
  ...(['Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes'] as const),
  ...(['Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits'] as const),
  ...(['Percent', 'Count'] as const),
  ...(['Bytes/Second', 'Kilobytes/Second', 'Megabytes/Second', 'Gigabytes/Second', 'Terabytes/Second'] as const),
  ...(['Bits/Second', 'Kilobits/Second', 'Megabits/Second', 'Gigabits/Second', 'Terabits/Second'] as const),
  ...(['Count/Second', 'None'] as const),
];
export const NO_UNIT = 'None';

export type Unit = (typeof UNITS)[number];

/** Dimensions as they are kept, in the order of their names. */
export function dimensionsOf(dimensions: readonly Dimension[]): Record<string, string> {
  const sorted = [...dimensions].sort((a, b) => (a.Name < b.Name ? -1 : 1));
  return Object.fromEntries(sorted.map(({ Name, Value }) => [Name, Value]));
}

/** The id of a metric is made of what it is, so that nobody needs to look for it. */
export function metricId({ account, region }: Place, { Namespace, MetricName, Dimensions }: Metric): string {
  const dimensions = [...Dimensions].sort((a, b) => (a.Name < b.Name ? -1 : 1)).map(({ Name, Value }) => [Name, Value]);
  const text = JSON.stringify([account, region, Namespace, MetricName, dimensions]);
  return uuidOf(new Uint8Array(createHash('sha256').update(text).digest()));
}
