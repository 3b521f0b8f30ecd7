import { routes } from '../route.ts';
import { MetricAnswer, MetricDataIn, MetricDataStored, MetricFilter, MetricPage, MetricQuery } from './schemas.ts';

const group = 'Metrics';

export const metricRoutes = routes({
  listMetrics: {
    method: 'GET',
    path: '/metrics',
    group,
    summary: 'List the metrics that got data in the last two weeks, by namespace and name',
    access: 'read',
    query: MetricFilter,
    answer: MetricPage,
  },
  putMetricData: {
    method: 'POST',
    path: '/metrics/data',
    group,
    summary: 'Store data of metrics',
    about: 'Answered when they are stored, all of them; for one that cannot be, none is.',
    access: 'write',
    body: MetricDataIn,
    answer: MetricDataStored,
    status: 201,
    counted: 'data',
  },
  queryMetrics: {
    method: 'POST',
    path: '/metrics/query',
    group,
    summary: 'Ask for statistics and expressions over time',
    about: 'A read, sent as a body because a question is long. At most 100,800 points are answered.',
    access: 'read',
    body: MetricQuery,
    answer: MetricAnswer,
  },
});
