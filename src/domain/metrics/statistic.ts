import type { Point } from './point.ts';

/** A statistic over the values of a period. */
export interface Statistic {
  /** As it was asked for. */
  name: string;
  /** It needs the values themselves. */
  ofValues: boolean;
  /** Undefined where the values are not known, or none is left. */
  of(point: Point): number | undefined;
}

export type Basic = 'SampleCount' | 'Sum' | 'Average' | 'Minimum' | 'Maximum';

const basic: Readonly<Record<Basic, (point: Point) => number>> = {
  SampleCount: ({ samples }) => samples,
  Sum: ({ sum }) => sum,
  Average: ({ sum, samples }) => sum / samples,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
};

/** Values in ascending order, with their counts. */
interface Sorted {
  values: number[];
  counts: number[];
  samples: number;
}

/** What part of the values is meant: by rank (0 to 1), or by value: above `from`, up to and with `to`. */
interface Range {
  by: 'rank' | 'value';
  from: number;
  to: number;
}

type Kind = 'tm' | 'wm' | 'tc' | 'ts' | 'pr';

export const STATISTICS =
  'SampleCount, Sum, Average, Minimum, Maximum, p99.9, tm90, tc90, ts90, wm90, TM(10%:90%), TC(…), TS(…), WM(…), PR(:300), IQM';

/** The statistic that a text names; undefined where it names none. */
export function statisticOf(text: string): Statistic | undefined {
  if (Object.hasOwn(basic, text)) return { name: text, ofValues: false, of: basic[text as Basic] };
  const of = extended(text);
  if (!of) return undefined;
  return {
    name: text,
    ofValues: true,
    of: (point) => {
      const sorted = sortedOf(point);
      return sorted && of(sorted);
    },
  };
}

function extended(text: string): ((values: Sorted) => number | undefined) | undefined {
  if (/^iqm$/i.test(text)) return ofRange('tm', { by: 'rank', from: 0.25, to: 0.75 });
  const [, percentile] = /^p(\d{1,3}(?:\.\d{1,10})?)$/i.exec(text) ?? [];
  if (percentile !== undefined) return percent(percentile, (part) => (values) => valueAt(values, part));
  const [, kind, upTo] = /^(tm|wm|tc|ts)(\d{1,3}(?:\.\d{1,10})?)$/i.exec(text) ?? [];
  if (kind && upTo !== undefined)
    return percent(upTo, (to) => ofRange(kind.toLowerCase() as Kind, { by: 'rank', from: 0, to }));
  const [, named, bounds] = /^(TM|WM|TC|TS|PR)\(([^()]{1,100})\)$/i.exec(text) ?? [];
  if (!named || bounds === undefined) return undefined;
  const range = rangeOf(bounds);
  const name = named.toLowerCase() as Kind;
  return range && !(name === 'pr' && range.by === 'rank') ? ofRange(name, range) : undefined;
}

function percent<T>(text: string, make: (part: number) => T): T | undefined {
  const part = Number(text) / 100;
  return part <= 1 ? make(part) : undefined;
}

/** `10%:90%`, `:95%`, `150:1000`, `100:`. At least one bound, both of one kind, in their order. */
function rangeOf(text: string): Range | undefined {
  const number = String.raw`\s*(-?\d+(?:\.\d+)?)?\s*(%)?\s*`;
  const found = new RegExp(`^${number}:${number}$`).exec(text);
  if (!found) return undefined;
  const [, low, lowPercent, high, highPercent] = found;
  if (low === undefined && high === undefined) return undefined;
  const given = [low !== undefined && lowPercent !== undefined, high !== undefined && highPercent !== undefined];
  if ((low === undefined && lowPercent) || (high === undefined && highPercent)) return undefined;
  const by = given.some(Boolean) ? 'rank' : 'value';
  if (by === 'rank' && ((low !== undefined && !given[0]) || (high !== undefined && !given[1]))) return undefined;
  const scale = by === 'rank' ? 100 : 1;
  const none = by === 'rank' ? [0, 1] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const from = low === undefined ? none[0]! : Number(low) / scale;
  const to = high === undefined ? none[1]! : Number(high) / scale;
  const inOrder = from < to && (by === 'value' || (from >= 0 && to <= 1));
  return inOrder ? { by, from, to } : undefined;
}

const ofRange = (kind: Kind, range: Range) => (values: Sorted) => inRange[kind](values, range);

const inRange: Readonly<Record<Kind, (values: Sorted, range: Range) => number | undefined>> = {
  tc: (values, range) => part(values, range).count,
  ts: (values, range) => part(values, range).sum,
  tm(values, range) {
    const { count, sum } = part(values, range);
    return count > 0 ? sum / count : undefined;
  },
  /** What lies outside counts as the bound that it is beyond. */
  wm(values, { by, from, to }) {
    const low = by === 'value' ? from : valueAt(values, from);
    const high = by === 'value' ? to : valueAt(values, to);
    let sum = 0;
    for (const [index, value] of values.values.entries())
      sum += Math.min(Math.max(value, low), high) * values.counts[index]!;
    return sum / values.samples;
  },
  /** Percent of the values. */
  pr: (values, range) => (part(values, range).count / values.samples) * 100,
};

/** Count and sum of what lies in a range. By rank a value may lie in it in part. */
function part({ values, counts, samples }: Sorted, { by, from, to }: Range): { count: number; sum: number } {
  let [count, sum, before] = [0, 0, 0];
  for (const [index, value] of values.entries()) {
    const weight = counts[index]!;
    const inside = value > from && value <= to ? weight : 0;
    const overlap = Math.min(before + weight, to * samples) - Math.max(before, from * samples);
    const taken = by === 'value' ? inside : Math.max(0, overlap);
    count += taken;
    sum += taken * value;
    before += weight;
  }
  return { count, sum };
}

/** The smallest value that at least this part of all is not above. */
function valueAt({ values, counts, samples }: Sorted, rank: number): number {
  // Sums of counts are floating-point: a hair less must not mean the next value.
  const wanted = rank * samples * (1 - 1e-12);
  let before = 0;
  for (const [index, value] of values.entries()) {
    before += counts[index]!;
    if (before >= wanted) return value;
  }
  return values.at(-1)!;
}

/** Undefined where nobody knows the values. What a sketch has moved stays between minimum and maximum. */
function sortedOf({ sketch, min, max }: Point): Sorted | undefined {
  if (!sketch || sketch.size === 0) return undefined;
  const entries = [...sketch].sort(([a], [b]) => a - b);
  const counts = entries.map(([, count]) => count);
  return {
    values: entries.map(([value]) => Math.min(Math.max(value, min), max)),
    counts,
    samples: counts.reduce((sum, count) => sum + count, 0),
  };
}
