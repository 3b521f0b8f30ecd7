import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { World } from '../../kit/world.ts';

/** Inputs for CloudWatch's metric data: small and good, and with as many members as can be. */

const AT = Date.UTC(2026, 0, 2, 3, 0) / 1_000;
const range = { StartTime: AT - 3_600, EndTime: AT + 3_600 };
const MetricStat = { Metric: { Namespace: 'App', MetricName: 'Latency' }, Period: 60, Stat: 'Average' };

/** Metrics for lists, one of them known to have data. */
export const seedMetrics = ({ aws }: Pick<World, 'aws'>) =>
  aws.cloudwatch.send(
    new PutMetricDataCommand({
      Namespace: 'App',
      MetricData: ['Latency', 'Errors', 'Requests'].map((MetricName) => ({ MetricName, Value: 1 })),
    }),
  );

export const metricInputs: Record<string, Record<string, unknown>> = {
  'cloudwatch PutMetricData': { Namespace: 'App', MetricData: [{ MetricName: 'Latency', Value: 1.5 }] },
  'cloudwatch GetMetricData': { MetricDataQueries: [{ Id: 'm', MetricStat }], ...range },
  'cloudwatch GetMetricStatistics': {
    ...{ Namespace: 'App', MetricName: 'Latency', Period: 300, Statistics: ['Sum'] },
    ...range,
  },
  'cloudwatch ListMetrics': {},
};

const Dimensions = [
  { Name: 'Service', Value: 'payments' },
  { Name: 'Stage', Value: 'prod' },
];

const fullDatum = {
  ...{ MetricName: 'Latency', Dimensions, Timestamp: AT, Unit: 'Milliseconds', StorageResolution: 1 },
  ...{ Values: [1, 2.5], Counts: [3, 1] },
};

export const fullMetricInputs: Record<string, Record<string, unknown>> = {
  'cloudwatch PutMetricData': {
    MetricData: [
      fullDatum,
      { MetricName: 'Size', StatisticValues: { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 }, Unit: 'Bytes/Second' },
    ],
    EntityMetricData: [
      {
        Entity: { KeyAttributes: { Type: 'Service', Name: 'payments' }, Attributes: { Platform: 'none' } },
        MetricData: [fullDatum],
      },
    ],
    StrictEntityValidation: false,
  },
  'cloudwatch GetMetricData': {
    MetricDataQueries: [
      {
        ...{ Id: 'm', Label: `p99 of \${LABEL}`, ReturnData: true },
        MetricStat: { ...MetricStat, Metric: { ...MetricStat.Metric, Dimensions }, Unit: 'Milliseconds', Stat: 'p99' },
      },
      { Id: 'e', Expression: 'm * 2', Period: 60, ReturnData: false },
    ],
    ...{ ScanBy: 'TimestampAscending', MaxDatapoints: 100, LabelOptions: { Timezone: '+0100' } },
  },
  'cloudwatch GetMetricStatistics': { Dimensions, Unit: 'Milliseconds' },
  'cloudwatch ListMetrics': {
    ...{ Namespace: 'App', MetricName: 'Latency', Dimensions: [{ Name: 'Service', Value: 'payments' }] },
    ...{ RecentlyActive: 'PT3H', IncludeLinkedAccounts: true, OwningAccount: '123456789012' },
  },
};
