import { after } from '#kernel/clock';
import type { Queries } from '#storage/db';
import { type Computed, compute } from './expressions.ts';
import { type Labelled, labelOf, offsetOf } from './labels.ts';
import type { Line } from './math/value.ts';
import type { Place } from './metric.ts';
import { type MetricQuery, type Plan, readQueries } from './plans.ts';
import { addPoint, emptyPoint, type Point } from './point.ts';
import { type Bin, MOST_BINS, readBins, type Span, startOf, tooMany } from './read.ts';
import { badQuery } from './refuse.ts';
import type { Statistic } from './statistic.ts';

export interface Queried extends Place {
  queries: readonly MetricQuery[];
  from: Date;
  /** Data of this instant are not in it. */
  to: Date;
  /** How old data are is judged by it; `to` unless given. */
  now?: Date | undefined;
  /** In which labels tell times, as `+0130`; UTC unless given. */
  zone?: string | undefined;
}

export interface SeriesPoint {
  at: Date;
  value: number;
  /** How many values it comes of; 0 of an expression. */
  sampleCount: number;
}

/** The answer to a question: its points in the order of time, one a period that holds data. */
export interface Series {
  /** Several series of one expression have the same. */
  id: string;
  label: string;
  /** Seconds. */
  period: number;
  points: SeriesPoint[];
  /** Its question did not say `ReturnData: false`. */
  returned: boolean;
  /** What went wrong with some of its points, in words. */
  messages: string[];
}

/** A period that a series without a metric has, in seconds. */
const USUAL_PERIOD = 300;
/** Instants of a range, for series that have a value at each. */
const MOST_INSTANTS = 100_800;
/** Series that all expressions of a call come to. */
const MOST_SERIES = 5_000;

/**
 * Answers every question, also those whose data are not to be returned, in their order. `secondsMs`: how long seconds are told
 * apart. Refuses what cannot be read, with its place.
 */
export async function query(on: Queries, asked: Queried, secondsMs: number): Promise<Series[]> {
  const { from, to, now = to } = asked;
  if (from >= to) throw badQuery(`Wanted a start before the end, got ${from.toISOString()} and ${to.toISOString()}.`);
  const plans = readQueries(asked.account, asked.queries);
  const offsetMs = offsetOf(asked.zone);
  const span: Span = { ...asked, now };
  const metrics = plans.filter((plan) => plan.kind === 'metric');
  const bins = await readBins(
    on,
    span,
    metrics.map((plan) => plan.asked),
    secondsMs,
  );
  const points = new Map(metrics.map(({ id, statistic }, index) => [id, pointsOf(bins[index]!, statistic)]));
  const computed = computeAll(plans, points, span);
  checkSize(computed);
  return plans.flatMap((plan): Series[] => {
    const about = { account: asked.account, region: asked.region, now, offsetMs };
    if (plan.kind === 'metric') return [ofMetric(plan, points.get(plan.id)!, about)];
    return ofExpression(plan, computed.get(plan.id)!, about);
  });
}

/** Expressions may list a series often: what comes of them is bounded as what is read is. */
function checkSize(computed: ReadonlyMap<string, Computed>): void {
  const lines = [...computed.values()].flatMap((one) => one.lines);
  const total = lines.reduce((sum, { values }) => sum + values.length, 0);
  if (total > MOST_BINS) throw tooMany();
  if (lines.length > MOST_SERIES)
    throw badQuery(`Wanted at most ${MOST_SERIES} series of all expressions, got ${lines.length}. Use fewer lists.`);
}

type MetricPlan = Plan & { kind: 'metric' };
type About = Pick<Labelled, 'account' | 'region' | 'now' | 'offsetMs'>;

function ofMetric({ id, label, asked, statistic, returned }: MetricPlan, points: SeriesPoint[], about: About): Series {
  const own = asked.metric.MetricName;
  const labelled = labelOf(label ?? own, { ...about, label: own, points, asked, statistic: statistic.name });
  return { id, label: labelled, period: asked.period, points, returned, messages: [] };
}

function ofExpression({ id, label, returned }: Plan, { lines, dropped }: Computed, about: About): Series[] {
  const messages = dropped ? ['Some datapoints were left out: they were no finite numbers.'] : [];
  return lines.map((line) => {
    const points = line.times.map((time, index) => ({
      at: new Date(time),
      value: line.values[index]!,
      sampleCount: 0,
    }));
    const own = lines.length > 1 ? [label ?? id, line.label].filter(Boolean).join(' ') : (label ?? id);
    return {
      ...{ id, period: line.period, points, returned, messages },
      label: labelOf(own, { ...about, label: line.label || id, points }),
    };
  });
}

function computeAll(
  plans: readonly Plan[],
  points: ReadonlyMap<string, SeriesPoint[]>,
  span: Span,
): Map<string, Computed> {
  const expressions = plans.flatMap((plan) => (plan.kind === 'expression' ? [plan.expression] : []));
  if (expressions.length === 0) return new Map();
  const metrics = plans.filter((plan) => plan.kind === 'metric');
  return compute({
    expressions,
    metrics: new Map(metrics.map((plan) => [plan.id, lineOf(plan, points.get(plan.id)!)])),
    grid: (period) => gridOf(span, period),
    period: metrics.length > 0 ? Math.max(...metrics.map(({ asked }) => asked.period)) : USUAL_PERIOD,
  });
}

const lineOf = ({ label, asked }: MetricPlan, points: SeriesPoint[]): Line => ({
  label: label ?? asked.metric.MetricName,
  period: asked.period,
  times: points.map(({ at }) => at.getTime()),
  values: points.map(({ value }) => value),
});

function gridOf({ now, from, to }: Span, period: number): number[] {
  const start = startOf(now, from, period);
  const count = Math.ceil((to.getTime() - start.getTime()) / (period * 1_000));
  if (count > MOST_INSTANTS)
    throw badQuery(`wanted at most ${MOST_INSTANTS} periods in the range, got ${count}. Ask for a shorter time.`);
  return Array.from({ length: count }, (_, place) => after(start, place * period * 1_000).getTime());
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
