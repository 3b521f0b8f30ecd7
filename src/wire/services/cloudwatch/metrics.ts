import { Refusal } from '#kernel/refusal';
import type { Rooms } from '../../rooms.ts';
import { paged, type SomeHandlers } from '../support.ts';
import { metricData } from './metric-data.ts';
import { withTokenCode } from './pages.ts';
import type { cloudwatch } from './service.ts';
import type { metricOperations } from './service-metrics.ts';

/** Metrics on a page of ListMetrics. */
const PAGE = 500;

type Handlers = SomeHandlers<typeof cloudwatch, keyof typeof metricOperations>;

/** CloudWatch: metric data. Handlers translate; the room decides. */
export function metricHandlers(rooms: Rooms): Handlers {
  const { metrics, cursors } = rooms;
  return {
    PutMetricData: async ({ actor: { account, region } }, input) => {
      const { Namespace, MetricData = [], EntityMetricData = [], StrictEntityValidation: strict } = input;
      if (strict && EntityMetricData.some(({ Entity }) => Entity !== undefined)) throw noEntities();
      const data = [...MetricData, ...EntityMetricData.flatMap((each) => each.MetricData ?? [])];
      await metrics.accept({ account, region, namespace: Namespace, data });
    },
    GetMetricData: metricData(rooms),
    GetMetricStatistics: async ({ actor: { account, region }, context, now }, input) => {
      const { Namespace, MetricName, Dimensions = [], Statistics = [], ExtendedStatistics = [] } = input;
      if (Statistics.length > 0 === ExtendedStatistics.length > 0) {
        const message = 'Wanted either Statistics or ExtendedStatistics, got both or neither.';
        throw new Refusal('validation', message, { code: 'InvalidParameterCombinationException' });
      }
      const found = await metrics.statistics(context, now, {
        ...{ account, region, metric: { Namespace, MetricName, Dimensions }, unit: input.Unit },
        ...{ from: input.StartTime, to: input.EndTime, period: input.Period },
        statistics: [...Statistics, ...ExtendedStatistics],
      });
      const Datapoints = found.map(({ at, unit, values }) => ({
        Timestamp: at,
        ...(ExtendedStatistics.length > 0 ? { ExtendedStatistics: values } : values),
        Unit: unit,
      }));
      return { Label: MetricName, Datapoints };
    },
    ListMetrics: async (call, input) => {
      const { account, region } = call.actor;
      // There are no linked accounts: of another one there is nothing.
      const foreign = input.OwningAccount !== undefined && input.OwningAccount !== account;
      const filter = {
        ...{ account, region, namespace: input.Namespace, name: input.MetricName, dimensions: input.Dimensions },
        recentlyActive: input.RecentlyActive !== undefined,
      };
      const fetch = async (limit: number, after: unknown) =>
        foreign ? [] : metrics.list(call.context, call.now, { ...filter, limit, after: after as Last | undefined });
      const asked = { token: input.NextToken, size: PAGE, filters: filter };
      const { items, nextToken } = await withTokenCode(() =>
        paged(call, cursors, asked, fetch, ({ id, Namespace, MetricName }) => ({
          ...{ namespace: Namespace, name: MetricName, id },
        })),
      );
      return {
        Metrics: items.map(({ id: _id, ...metric }) => metric),
        NextToken: nextToken,
        ...(input.IncludeLinkedAccounts ? { OwningAccounts: items.map(() => account) } : {}),
      };
    },
  };
}

/** As AWS does with an entity that it cannot take: its data are kept without it, unless the caller will not have that. */
const noEntities = () =>
  new Refusal('validation', 'EntityMetricData.Entity: Muster keeps no entities. Leave StrictEntityValidation out.', {
    code: 'InvalidParameterValueException',
  });

interface Last {
  namespace: string;
  name: string;
  id: string;
}
