import type { Queries } from '#storage/db';
import type { Dimension, Metric, Place } from './metric.ts';
import { addPoint, emptyPoint, type Point } from './point.ts';
import { type Asked, type Bin, readBins, type Span } from './read.ts';
import { badQuery } from './refuse.ts';
import { STATISTICS, type Statistic, statisticOf } from './statistic.ts';

/** A question of GetMetricData, or what an alarm watches, by CloudWatch's own member names. */
export interface MetricQuery {
  Id: string;
  Label?: string | undefined;
  ReturnData?: boolean | undefined;
  Expression?: string | undefined;
  /** Of an expression, seconds. */
  Period?: number | undefined;
  AccountId?: string | undefined;
  MetricStat?:
    | {
        Metric: {
          Namespace?: string | undefined;
          MetricName?: string | undefined;
          Dimensions?: Dimension[] | undefined;
        };
        Period: number;
        Stat: string;
        Unit?: string | undefined;
      }
    | undefined;
}

export interface Queried extends Place {
  queries: readonly MetricQuery[];
  from: Date;
  /** Data of this instant are not in it. */
  to: Date;
  /** How old data are is judged by it; `to` unless given. */
  now?: Date | undefined;
}

export interface SeriesPoint {
  at: Date;
  value: number;
  /** How many values it comes of; 0 of an expression. */
  sampleCount: number;
}

/** The answer to one question: its points in the order of time, one a period that holds data. */
export interface Series {
  id: string;
  label: string;
  /** Seconds. */
  period: number;
  points: SeriesPoint[];
}

const MOST_QUERIES = 500;
const ID = /^[a-z][A-Za-z0-9_]{0,254}$/;

/** Answers every question, also those whose data are not to be returned, in their order. */
export async function query(on: Queries, asked: Queried, secondsMs: number): Promise<Series[]> {
  const plans = readQueries(asked);
  const span: Span = { ...asked, now: asked.now ?? asked.to };
  const bins = await readBins(
    on,
    span,
    plans.map(({ asked: one }) => one),
    secondsMs,
  );
  return plans.map((plan, index) => ({
    id: plan.id,
    label: plan.label,
    period: plan.asked.period,
    points: pointsOf(bins[index]!, plan.statistic),
  }));
}

interface Plan {
  id: string;
  label: string;
  asked: Asked;
  statistic: Statistic;
}

function readQueries({ queries, from, to }: Queried): Plan[] {
  if (queries.length === 0 || queries.length > MOST_QUERIES)
    throw badQuery(`Wanted 1 to ${MOST_QUERIES} metric data queries, got ${queries.length}.`);
  if (from >= to) throw badQuery(`Wanted a start before the end, got ${from.toISOString()} and ${to.toISOString()}.`);
  const ids = new Set<string>();
  return queries.map((one) => {
    if (!ID.test(one.Id))
      throw badQuery(`Wanted an Id of letters, digits and _ that begins with a small letter, got ${one.Id}.`);
    if (ids.has(one.Id)) throw badQuery(`Wanted every Id once, got ${one.Id} twice.`);
    ids.add(one.Id);
    return planOf(one);
  });
}

function planOf({ Id, Label, MetricStat, Expression }: MetricQuery): Plan {
  if (!MetricStat || Expression !== undefined)
    throw badQuery(`${Id}: wanted a MetricStat; this version of Muster does not compute expressions.`);
  const { Metric: given, Period, Stat, Unit } = MetricStat;
  const statistic = statisticOf(Stat);
  if (!statistic) throw badQuery(`${Id}: wanted a statistic (${STATISTICS}), got ${Stat}.`);
  const asked = { metric: metricOf(Id, given), unit: Unit, period: periodOf(Id, Period), ofValues: statistic.ofValues };
  return { id: Id, label: Label ?? asked.metric.MetricName, asked, statistic };
}

function metricOf(id: string, { Namespace, MetricName, Dimensions = [] }: Partial<Metric>): Metric {
  if (!Namespace || !MetricName) throw badQuery(`${id}: wanted a Namespace and a MetricName, got one or none.`);
  return { Namespace, MetricName, Dimensions };
}

const SHORT = [1, 5, 10, 20, 30];

function periodOf(id: string, period: number): number {
  if (SHORT.includes(period) || (period > 0 && period % 60 === 0)) return period;
  throw badQuery(`${id}: wanted a Period of ${SHORT.join(', ')} or a multiple of 60 seconds, got ${period}.`);
}

/** Data of several units are one, where none was asked for. */
function pointsOf(bins: readonly Bin[], statistic: Statistic): SeriesPoint[] {
  const points: SeriesPoint[] = [];
  for (let from = 0; from < bins.length; ) {
    const { at } = bins[from]!;
    let to = from + 1;
    while (to < bins.length && bins[to]!.at.getTime() === at.getTime()) to++;
    const point = together(bins.slice(from, to).map((bin) => bin.point));
    const value = statistic.of(point);
    if (value !== undefined) points.push({ at, value, sampleCount: point.samples });
    from = to;
  }
  return points;
}

function together(points: Point[]): Point {
  if (points.length === 1) return points[0]!;
  const sum = emptyPoint();
  for (const point of points) addPoint(sum, point);
  return sum;
}
