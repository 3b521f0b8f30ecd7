import type { Queries } from '#storage/db';
import type { Metric, Place, Unit } from './metric.ts';
import { SHORT } from './plans.ts';
import { readBins, startOf } from './read.ts';
import { badCombination, badValue } from './refuse.ts';
import { STATISTICS, type Statistic, statisticOf } from './statistic.ts';

export interface StatisticsAsked extends Place {
  metric: Metric;
  /** Undefined: of every unit, each by itself. */
  unit?: string | undefined;
  from: Date;
  to: Date;
  /** Seconds. */
  period: number;
  /** Any that CloudWatch names. */
  statistics: readonly string[];
}

export interface Datapoint {
  at: Date;
  unit: Unit;
  /** By the names that were asked for; left out where the values are not known. */
  values: Record<string, number>;
}

const MOST_DATAPOINTS = 1_440;

/** Several statistics of one metric, in the order of time and unit. */
export async function statistics(
  on: Queries,
  now: Date,
  asked: StatisticsAsked,
  secondsMs: number,
): Promise<Datapoint[]> {
  const wanted = read(now, asked);
  const { metric, unit, period, ...span } = asked;
  const question = { metric, unit, period, ofValues: wanted.some(({ ofValues }) => ofValues) };
  const [bins] = await readBins(on, { ...span, now }, [question], secondsMs);
  return bins!
    .map(({ at, unit: of, point }) => ({
      at,
      unit: of,
      values: Object.fromEntries(
        wanted.flatMap(({ name, of: compute }) => {
          const value = compute(point);
          return value === undefined ? [] : [[name, value]];
        }),
      ),
    }))
    .filter(({ values }) => Object.keys(values).length > 0);
}

function read(now: Date, { from, to, period, statistics: names }: StatisticsAsked): Statistic[] {
  if (from >= to)
    throw badValue(`Wanted a StartTime before EndTime, got ${from.toISOString()} and ${to.toISOString()}.`);
  if (!SHORT.includes(period) && period % 60 !== 0)
    throw badValue(`Wanted a Period of ${SHORT.join(', ')} or a multiple of 60 seconds, got ${period}.`);
  const count = Math.ceil((to.getTime() - startOf(now, from, period).getTime()) / (period * 1_000));
  if (count > MOST_DATAPOINTS)
    throw badCombination(
      `Wanted at most ${MOST_DATAPOINTS} datapoints, got a range of up to ${count}. Make Period longer, or the time shorter.`,
    );
  return names.map((name) => {
    const statistic = statisticOf(name);
    if (!statistic) throw badValue(`Wanted a statistic (${STATISTICS}), got ${name}.`);
    return statistic;
  });
}
