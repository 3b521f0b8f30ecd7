import { add, bounded, type Sketch } from './sketch.ts';

/** What is known of a metric in a span of time. */
export interface Point {
  /** How many values there were; a statistic set may say any number. */
  samples: number;
  sum: number;
  min: number;
  max: number;
  /** The values themselves; undefined where a statistic set told only what is above. */
  sketch: Sketch | undefined;
}

/** A row of the table, apart from where it belongs. */
export interface PointColumns {
  samples: number;
  sum: number;
  min: number;
  max: number;
  vals: number[] | null;
  counts: number[] | null;
}

/** A point with nothing in it, to add others to. */
export function emptyPoint(): Point {
  return { samples: 0, sum: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, sketch: new Map() };
}

/** Adds what a row tells. Where one of several does not tell its values, nobody knows those of the whole. */
export function addRow(point: Point, row: PointColumns): void {
  point.samples += row.samples;
  point.sum += row.sum;
  point.min = Math.min(point.min, row.min);
  point.max = Math.max(point.max, row.max);
  if (!point.sketch) return;
  if (row.vals) {
    for (const [index, value] of row.vals.entries()) add(point.sketch, value, row.counts?.[index] ?? 1);
  } else if (row.min === row.max) add(point.sketch, row.min, row.samples);
  else point.sketch = undefined;
}

/** Adds one point to another. */
export function addPoint(to: Point, { sketch, ...numbers }: Point): void {
  to.samples += numbers.samples;
  to.sum += numbers.sum;
  to.min = Math.min(to.min, numbers.min);
  to.max = Math.max(to.max, numbers.max);
  if (!sketch || !to.sketch) to.sketch = undefined;
  else for (const [value, count] of sketch) add(to.sketch, value, count);
}

/** As it is stored. One value is its own sketch. */
export function columns({ sketch, ...numbers }: Point): PointColumns {
  if (!sketch || numbers.min === numbers.max) return { ...numbers, vals: null, counts: null };
  const entries = [...bounded(sketch)].sort(([a], [b]) => a - b);
  const once = entries.every(([, count]) => count === 1);
  return {
    ...numbers,
    vals: entries.map(([value]) => value),
    counts: once ? null : entries.map(([, count]) => count),
  };
}
