import type { MetricDatum, MetricQuery, Series } from '#domain/metrics';
import { after, MINUTE } from '#kernel/clock';
import { paged } from '../paged.ts';
import { faulty } from '../problem.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Handlers, InputOf } from '../route.ts';
import type { metricRoutes } from './routes.ts';

/** Points of one answer. */
const MOST_POINTS = 100_800;

type Datum = InputOf<(typeof metricRoutes)['putMetricData']>['body']['data'][number];
type Question = InputOf<(typeof metricRoutes)['queryMetrics']>['body']['questions'][number];
interface Last {
  namespace: string;
  name: string;
  id: string;
}

export function metricHandlers({ metrics, cursors }: ApiRooms): Handlers<typeof metricRoutes> {
  return {
    listMetrics: async (call, { query }) => {
      const { account, region } = call.actor;
      const { namespace, name, dimension = [], active } = query;
      const filter = { account, region, namespace, name, dimensions: dimension.map(filterOf), recentlyActive: active };
      const fetch = (limit: number, position: unknown) =>
        metrics.list(call.context, call.now, { ...filter, limit, after: position as Last | undefined });
      const positionOf = ({ id, Namespace, MetricName }: { id: string; Namespace: string; MetricName: string }) => ({
        ...{ namespace: Namespace, name: MetricName, id },
      });
      return paged(call, cursors, query, fetch, positionOf, ({ Namespace, MetricName, Dimensions }) => ({
        ...{ namespace: Namespace, name: MetricName },
        dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
      }));
    },
    putMetricData: async ({ actor: { account, region }, context, now }, { body: { namespace, data } }) => {
      await metrics.put(context, now, { account, region, namespace, data: data.map(datumOf) });
      return { stored: data.length };
    },
    queryMetrics: async ({ actor: { account, region }, context, now }, { body }) => {
      const to = body.to === undefined ? after(now, MINUTE) : new Date(body.to);
      const span = { account, region, from: new Date(body.from), to, now };
      const series = await metrics.query(context, { ...span, queries: body.questions.map(queryOf) });
      const shown = series.filter(({ returned }) => returned);
      const total = shown.reduce((sum, { points }) => sum + points.length, 0);
      if (total > MOST_POINTS)
        throw faulty([{ field: 'from', wanted: `a range with at most ${MOST_POINTS} points`, got: `${total}` }]);
      return { series: shown.map(viewOf) };
    },
  };
}

function filterOf(text: string): { Name: string; Value?: string } {
  const place = text.indexOf('=');
  return place < 0 ? { Name: text } : { Name: text.slice(0, place), Value: text.slice(place + 1) };
}

const dimensionsOf = (dimensions: Record<string, string> = {}) =>
  Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));

const datumOf = ({ name, dimensions, at, value, values, counts, statistics, unit, fine }: Datum): MetricDatum => ({
  ...{
    MetricName: name,
    Dimensions: dimensionsOf(dimensions),
    Value: value,
    Values: values,
    Counts: counts,
    Unit: unit,
  },
  Timestamp: at === undefined ? undefined : new Date(at),
  StatisticValues: statistics && {
    ...{ SampleCount: statistics.samples, Sum: statistics.sum },
    ...{ Minimum: statistics.minimum, Maximum: statistics.maximum },
  },
  StorageResolution: fine ? 1 : 60,
});

/** What is missing, or too much, is told by the room. */
function queryOf({ id, label, hidden = false, expression, period, ...asked }: Question): MetricQuery {
  const common = { Id: id, Label: label, ReturnData: !hidden };
  if (expression !== undefined && asked.name === undefined)
    return { ...common, Expression: expression, Period: period };
  if (period === undefined || asked.statistic === undefined)
    throw faulty([{ field: id, wanted: 'namespace, name, statistic and period, or an expression', got: 'less' }]);
  const Metric = { Namespace: asked.namespace, MetricName: asked.name, Dimensions: dimensionsOf(asked.dimensions) };
  const MetricStat = { Metric, Period: period, Stat: asked.statistic, Unit: asked.unit };
  return { ...common, Expression: expression, MetricStat };
}

const viewOf = ({ id, label, period, points, messages }: Series) => ({
  ...{ id, label, period },
  points: points.map(({ at, value }) => ({ at: at.toISOString(), value })),
  message: messages[0] ?? null,
});
