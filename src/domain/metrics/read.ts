import { after, DAY } from '#kernel/clock';
import type { Queries } from '#storage/db';
import { type Metric, metricId, type Place, UNITS, type Unit } from './metric.ts';
import { metricsSql, type ValueRow } from './metrics.sql.ts';
import { addRow, emptyPoint, type Point } from './point.ts';
import { badQuery } from './refuse.ts';
import { floorTo } from './tiers.ts';

/** What is asked of one metric. */
export interface Asked {
  metric: Metric;
  /** Undefined: data of whatever unit. */
  unit?: string | undefined;
  /** Seconds. */
  period: number;
  /** The values themselves are wanted, not only count, sum, minimum and maximum. */
  ofValues: boolean;
}

export interface Span extends Place {
  from: Date;
  /** Data of this instant are not in it. */
  to: Date;
  now: Date;
}

/** One period of a metric, and of one unit. */
export interface Bin {
  at: Date;
  unit: Unit;
  point: Point;
}

/** Bins that one call reads at most. */
export const MOST_BINS = 500_000;
/** Rows with values that one call reads. */
const MOST_VALUE_ROWS = 500_000;
/** Those of them that are in memory at once. */
const MOST_ROWS = 2_000;

/**
 * Where the first period begins: `from`, moved back to what data of that age are told apart by. Short periods begin where they
 * divide a minute.
 */
export function startOf(now: Date, from: Date, period: number): Date {
  const age = now.getTime() - from.getTime();
  if (age >= 63 * DAY) return floorTo(from, 3_600_000);
  if (age >= 15 * DAY) return floorTo(from, 300_000);
  return floorTo(from, period < 60 ? period * 1_000 : 60_000);
}

/** The periods of each metric that hold data, in the order of time and unit. `secondsMs`: how long seconds are told apart. */
export async function readBins(on: Queries, span: Span, asked: readonly Asked[], secondsMs: number): Promise<Bin[][]> {
  const found: Bin[][] = asked.map(() => []);
  const rolled = after(span.now, -secondsMs);
  await readNumbers(on, span, asked, rolled, found);
  let total = found.reduce((sum, bins) => sum + bins.length, 0);
  let rows = 0;
  const counted = (count: number) => {
    rows += count;
    if (rows > MOST_VALUE_ROWS) throw tooMany();
  };
  for (const [index, one] of asked.entries()) {
    if (!one.ofValues) continue;
    found[index] = await readValues(on, span, one, { rolled, counted });
    total += found[index].length;
    if (total > MOST_BINS) throw tooMany();
  }
  return found;
}

/** All that need no values, in one statement. */
async function readNumbers(on: Queries, span: Span, asked: readonly Asked[], rolled: Date, found: Bin[][]) {
  const plain = [...asked.entries()].filter(([, { ofValues }]) => !ofValues);
  if (plain.length === 0) return;
  const starts = plain.map(([, { period }]) => startOf(span.now, span.from, period));
  const rows = await on.rows(metricsSql.bins, [
    span.account,
    plain.map((_, place) => place),
    plain.map(([, { metric }]) => metricId(span, metric)),
    plain.map(([, { unit }]) => unitPlace(unit)),
    plain.map(([, { period }]) => period),
    starts.map((start) => start.toISOString()),
    span.to,
    rolled,
    MOST_BINS + 1,
  ]);
  if (rows.length > MOST_BINS) throw tooMany();
  for (const { q, bin, unit, ...numbers } of rows) {
    const [index, { period }] = plain[q]!;
    const at = after(starts[q]!, bin * period * 1_000);
    found[index]!.push({ at, unit: UNITS[unit]!, point: { ...numbers, sketch: undefined } });
  }
}

/** One metric with its values, some rows at a time. */
async function readValues(
  on: Queries,
  span: Span,
  asked: Asked,
  { rolled, counted }: { rolled: Date; counted: (rows: number) => void },
): Promise<Bin[]> {
  const { metric, unit, period } = asked;
  const start = startOf(span.now, span.from, period);
  const bins = new Map<string, Bin>();
  let from = start;
  for (;;) {
    const values = [span.account, metricId(span, metric), unitPlace(unit), from, span.to, period, rolled, MOST_ROWS];
    const rows = await on.rows(metricsSql.values, values);
    counted(rows.length);
    for (const row of rows) addTo(bins, start, period, row);
    if (bins.size > MOST_BINS) throw tooMany();
    if (rows.length < MOST_ROWS) break;
    // All rows of the last instant were there: the next ones are later.
    from = after(rows.at(-1)!.at, 1);
  }
  return [...bins.values()];
}

function addTo(bins: Map<string, Bin>, start: Date, period: number, row: ValueRow): void {
  const at = after(start, Math.floor((row.at.getTime() - start.getTime()) / (period * 1_000)) * period * 1_000);
  const key = `${at.getTime()}/${row.unit}`;
  const bin = bins.get(key) ?? { at, unit: UNITS[row.unit]!, point: emptyPoint() };
  bins.set(key, bin);
  addRow(bin.point, row);
}

const unitPlace = (unit: string | undefined) => (unit === undefined ? -1 : UNITS.indexOf(unit as Unit));

/** Refuses what one call cannot answer: more datapoints, or more rows to make them of. */
export const tooMany = () =>
  badQuery(
    `Wanted at most ${MOST_BINS} datapoints from one call, got more. Ask for a shorter time, longer periods or fewer metrics.`,
  );
