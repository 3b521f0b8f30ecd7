import { after, DAY, HOUR } from '#kernel/clock';
import type { Queries } from '#storage/db';
import type { Metric, Place } from './metric.ts';
import { metricsSql } from './metrics.sql.ts';

export interface ListedMetric extends Metric {
  id: string;
}

export interface MetricFilter extends Place {
  namespace?: string | undefined;
  name?: string | undefined;
  /** Those that have all these dimensions, with the value where one is given. */
  dimensions?: readonly { Name: string; Value?: string | undefined }[] | undefined;
  /** Only those that got data in the last three hours; else in the last two weeks. */
  recentlyActive?: boolean | undefined;
  limit: number;
  /** The last of the page before. */
  after?: { namespace: string; name: string; id: string } | undefined;
}

/** Metrics that got data lately, in the order of namespace and name. */
export async function listMetrics(on: Queries, now: Date, filter: MetricFilter): Promise<ListedMetric[]> {
  const { account, region, namespace, name, dimensions = [], recentlyActive, limit, after: last } = filter;
  const since = after(now, recentlyActive ? -3 * HOUR : -14 * DAY);
  const valued = dimensions.flatMap(({ Name, Value }) => (Value === undefined ? [] : [[Name, Value]]));
  const rows = await on.rows(metricsSql.list, [
    ...[account, region, since, namespace ?? null, name ?? null],
    ...[JSON.stringify(Object.fromEntries(valued)), dimensions.map(({ Name }) => Name)],
    ...[last?.namespace ?? null, last?.name ?? null, last?.id ?? null, limit],
  ]);
  return rows.map(({ id, namespace: Namespace, name: MetricName, dimensions: kept }) => ({
    ...{ id, Namespace, MetricName },
    Dimensions: Object.entries(kept)
      .map(([Name, Value]) => ({ Name, Value }))
      .sort((a, b) => (a.Name < b.Name ? -1 : 1)),
  }));
}
