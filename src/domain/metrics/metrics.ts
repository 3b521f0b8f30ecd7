import type { Db, Queries, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { metricHousekeeping } from './housekeeping.ts';
import { metricIntake } from './intake.ts';
import { type ListedMetric, listMetrics, type MetricFilter } from './list.ts';
import { partMaker } from './parts.ts';
import { createPut, type NewData } from './put.ts';
import { type Queried, query, type Series } from './query.ts';
import { type Datapoint, type StatisticsAsked, statistics } from './statistics.ts';
import { type Keeping, tiersOf, USUAL } from './tiers.ts';

export interface Metrics {
  /** Stores data; refuses all of them for the first that cannot be kept. */
  put(tx: Tx, now: Date, data: NewData): Promise<void>;
  /** The same in a transaction of its own, shared with what arrives at the same time. */
  accept(data: NewData): Promise<void>;
  /** A series for every question, in their order. */
  query(on: Queries, asked: Queried): Promise<Series[]>;
  /** Several statistics of one metric, in the order of time and unit. */
  statistics(on: Queries, now: Date, asked: StatisticsAsked): Promise<Datapoint[]>;
  /** Metrics that got data lately, in the order of namespace and name. */
  list(on: Queries, now: Date, filter: MetricFilter): Promise<ListedMetric[]>;
}

export interface MetricsDeps {
  db: Db;
  due: DueWork;
  now: () => Date;
  /** How long data are kept; as CloudWatch does unless given. */
  keeping?: Keeping | undefined;
  /** Rows that one transaction looks at to roll them up. */
  rollUpRows?: number | undefined;
  /** Told of data, all of one account, in the transaction that stores them. */
  onStored?: (tx: Tx, now: Date, data: readonly NewData[]) => Promise<void>;
}

/** The store of metric data, and its housekeeping. */
export function createMetricStore({ db, due, now, keeping = USUAL, rollUpRows, onStored }: MetricsDeps) {
  const tiers = tiersOf(keeping);
  const makeParts = partMaker();
  const store = createPut({ tiers, makeParts });
  const put = async (tx: Tx, at: Date, data: readonly NewData[]) => {
    await store(tx, at, data);
    await onStored?.(tx, at, data);
  };
  const metrics: Metrics = {
    put: (tx, at, data) => put(tx, at, [data]),
    accept: metricIntake({ db, now, put }),
    query: (on, asked) => query(on, asked, keeping.secondsMs),
    statistics: (on, at, asked) => statistics(on, at, asked, keeping.secondsMs),
    list: listMetrics,
  };
  return { metrics, housekeeping: metricHousekeeping({ db, due, now, tiers, makeParts, mostRows: rollUpRows }) };
}
