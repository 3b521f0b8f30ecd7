import { type Expression, readExpression } from './expressions.ts';
import type { Dimension, Metric } from './metric.ts';
import type { Asked } from './read.ts';
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

/** A question, read: of a metric or of an expression. */
export type Plan = { id: string; label: string | undefined; returned: boolean } & (
  | { kind: 'metric'; asked: Asked; statistic: Statistic }
  | { kind: 'expression'; expression: Expression }
);

const MOST_QUERIES = 500;
const ID = /^[a-z][A-Za-z0-9_]{0,254}$/;
/** Periods under a minute, in seconds. */
export const SHORT = [1, 5, 10, 20, 30];

/** Reads the questions of a call by account `own`; refuses all for the first that cannot be answered. */
export function readQueries(own: string, queries: readonly MetricQuery[]): Plan[] {
  if (queries.length === 0 || queries.length > MOST_QUERIES)
    throw badQuery(`Wanted 1 to ${MOST_QUERIES} metric data queries, got ${queries.length}.`);
  const ids = new Set<string>();
  return queries.map((one) => {
    if (!ID.test(one.Id))
      throw badQuery(
        `Wanted an Id of letters, digits and _ that begins with a small letter, got ${JSON.stringify(one.Id.slice(0, 100))}.`,
      );
    if (ids.has(one.Id)) throw badQuery(`Wanted every Id once, got ${one.Id} twice.`);
    if (one.AccountId !== undefined && one.AccountId !== own)
      throw badQuery(`${one.Id}: wanted no AccountId but ${own}, your own; got ${one.AccountId}.`);
    ids.add(one.Id);
    return planOf(one);
  });
}

function planOf({ Id: id, Label: label, ReturnData, MetricStat, Expression, Period }: MetricQuery): Plan {
  const common = { id, label, returned: ReturnData !== false };
  if ((MetricStat === undefined) === (Expression === undefined))
    throw badQuery(`${id}: wanted either a MetricStat or an Expression, got both or neither.`);
  if (Expression !== undefined) {
    const period = Period === undefined ? undefined : periodOf(id, Period);
    return { ...common, kind: 'expression', expression: readExpression(id, Expression, period) };
  }
  const { Metric: given, Period: every, Stat, Unit } = MetricStat!;
  const statistic = statisticOf(Stat);
  if (!statistic)
    throw badQuery(`${id}: wanted a statistic (${STATISTICS}), got ${JSON.stringify(Stat.slice(0, 100))}.`);
  const asked = { metric: metricOf(id, given), unit: Unit, period: periodOf(id, every), ofValues: statistic.ofValues };
  return { ...common, kind: 'metric', asked, statistic };
}

function metricOf(id: string, { Namespace, MetricName, Dimensions = [] }: Partial<Metric>): Metric {
  if (!Namespace || !MetricName) throw badQuery(`${id}: wanted a Namespace and a MetricName, got one or none.`);
  return { Namespace, MetricName, Dimensions };
}

function periodOf(id: string, period: number): number {
  if (SHORT.includes(period) || (period > 0 && period % 60 === 0)) return period;
  throw badQuery(`${id}: wanted a Period of ${SHORT.join(', ')} or a multiple of 60 seconds, got ${period}.`);
}
