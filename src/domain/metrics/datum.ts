import { after, DAY, HOUR } from '#kernel/clock';
import { type Dimension, NO_UNIT, UNITS, type Unit } from './metric.ts';
import { emptyPoint, type Point } from './point.ts';
import { badCombination, badValue } from './refuse.ts';
import { add } from './sketch.ts';

/** What PutMetricData tells of one metric, by its own member names: one value, some values, or a set of statistics. */
export interface MetricDatum {
  MetricName: string;
  Dimensions?: Dimension[] | undefined;
  Timestamp?: Date | undefined;
  Value?: number | undefined;
  Values?: number[] | undefined;
  Counts?: number[] | undefined;
  StatisticValues?: { SampleCount: number; Sum: number; Minimum: number; Maximum: number } | undefined;
  Unit?: string | undefined;
  StorageResolution?: number | undefined;
}

/** A datum that holds. */
export interface Reading {
  name: string;
  dimensions: Dimension[];
  /** The place of its unit in the list. */
  unit: number;
  at: Date;
  /** Its seconds are told apart; else its minutes. */
  fine: boolean;
  point: Point;
}

const MOST_DATA = 1_000;
const MOST_VALUES = 150;
const MOST_DIMENSIONS = 30;
/** UTF-16 units, where the faces count characters: never shorter than these. */
const LONGEST_NAME = 510;
const LONGEST_VALUE = 2_048;
const LARGEST = 2 ** 360;
const OLDEST_MS = 14 * DAY;
const NEWEST_MS = 2 * HOUR;

/** Data that can be kept; refuses all of them for the first that cannot. `now` is the time of those that tell none. */
export function readData(now: Date, data: readonly MetricDatum[]): Reading[] {
  if (data.length === 0) throw badCombination('Wanted at least one datum in MetricData, got none.');
  if (data.length > MOST_DATA)
    throw badValue(`Wanted at most ${MOST_DATA} data in MetricData, got ${data.length}. Send them in several calls.`);
  return data.map((datum, index) => readDatum(now, `MetricData.member.${index + 1}`, datum));
}

function readDatum(now: Date, path: string, datum: MetricDatum): Reading {
  const dimensions = dimensionsIn(path, datum.Dimensions ?? []);
  const resolution = datum.StorageResolution ?? 60;
  if (resolution !== 1 && resolution !== 60)
    throw badValue(`${path}.StorageResolution: wanted 1 or 60, got ${resolution}.`);
  const unit = UNITS.indexOf((datum.Unit ?? NO_UNIT) as Unit);
  if (unit < 0) throw badValue(`${path}.Unit: wanted one of ${UNITS.join(', ')}, got ${datum.Unit}.`);
  const at = timeOf(now, path, datum.Timestamp);
  return { name: datum.MetricName, dimensions, unit, at, fine: resolution === 1, point: pointOf(path, datum) };
}

function dimensionsIn(path: string, dimensions: Dimension[]): Dimension[] {
  if (dimensions.length > MOST_DIMENSIONS)
    throw badValue(`${path}.Dimensions: wanted at most ${MOST_DIMENSIONS}, got ${dimensions.length}.`);
  for (const [index, { Name, Value }] of dimensions.entries()) {
    if (Name.length < 1 || Name.length > LONGEST_NAME)
      throw badValue(`${path}.Dimensions: wanted names of 1 to ${LONGEST_NAME} characters, got ${Name.length}.`);
    if (Value.length < 1 || Value.length > LONGEST_VALUE)
      throw badValue(`${path}.Dimensions: wanted values of 1 to ${LONGEST_VALUE} characters, got ${Value.length}.`);
    if (dimensions.findIndex((other) => other.Name === Name) !== index)
      throw badValue(`${path}.Dimensions: wanted each name once, got ${Name} twice.`);
  }
  return dimensions;
}

function timeOf(now: Date, path: string, at = now): Date {
  const [from, to] = [after(now, -OLDEST_MS), after(now, NEWEST_MS)];
  if (at >= from && at <= to) return at;
  throw badValue(
    `${path}.Timestamp: wanted a time from two weeks ago (${from.toISOString()}) to two hours ahead (${to.toISOString()}), got ${at.toISOString()}.`,
  );
}

function pointOf(path: string, { Value, Values, Counts, StatisticValues }: MetricDatum): Point {
  const ways = [Value, Values, StatisticValues].filter((way) => way !== undefined && !isEmpty(way));
  if (ways.length !== 1) {
    const got = ways.length === 0 ? 'none' : 'more';
    throw badCombination(`${path}: wanted exactly one of Value, Values and StatisticValues, got ${got}.`);
  }
  if (Counts?.length && !Values?.length) throw badCombination(`${path}.Counts: wanted Values with it, got none.`);
  if (StatisticValues) return ofStatistics(path, StatisticValues);
  if (Value !== undefined) return ofValues([finite(`${path}.Value`, Value)], [1]);
  return ofValues(...valuesOf(path, Values ?? [], Counts ?? []));
}

const isEmpty = (way: unknown) => Array.isArray(way) && way.length === 0;

function valuesOf(path: string, values: number[], counts: number[]): [values: number[], counts: number[]] {
  if (values.length > MOST_VALUES)
    throw badValue(`${path}.Values: wanted at most ${MOST_VALUES} values, got ${values.length}.`);
  if (counts.length > 0 && counts.length !== values.length)
    throw badCombination(`${path}.Counts: wanted as many as Values (${values.length}), got ${counts.length}.`);
  return [
    values.map((value, index) => finite(`${path}.Values.member.${index + 1}`, value)),
    values.map((_, index) => positive(`${path}.Counts.member.${index + 1}`, counts[index] ?? 1)),
  ];
}

function ofValues(values: number[], counts: number[]): Point {
  const point = emptyPoint();
  for (const [index, value] of values.entries()) {
    const count = counts[index]!;
    point.samples += count;
    point.sum += value * count;
    point.min = Math.min(point.min, value);
    point.max = Math.max(point.max, value);
    add(point.sketch!, value, count);
  }
  return point;
}

function ofStatistics(path: string, set: NonNullable<MetricDatum['StatisticValues']>): Point {
  const at = `${path}.StatisticValues`;
  const samples = positive(`${at}.SampleCount`, set.SampleCount);
  const sum = finite(`${at}.Sum`, set.Sum);
  const [min, max] = [finite(`${at}.Minimum`, set.Minimum), finite(`${at}.Maximum`, set.Maximum)];
  if (min > max) throw badValue(`${at}: wanted a Minimum that is not above the Maximum, got ${min} and ${max}.`);
  return { samples, sum, min, max, sketch: undefined };
}

function finite(path: string, value: number): number {
  if (Math.abs(value) <= LARGEST) return value;
  throw badValue(`${path}: wanted a number from -2^360 to 2^360, got ${value}.`);
}

function positive(path: string, count: number): number {
  if (count > 0 && count <= LARGEST) return count;
  throw badValue(`${path}: wanted a count above 0, got ${count}.`);
}
