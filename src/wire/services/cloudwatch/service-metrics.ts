import { boolean, double, integer, list, map, required, string, structure } from '#kernel/shape';
import { operation } from '../../service.ts';
import {
  Dimensions,
  ExtendedStatistic,
  Metric,
  MetricDataQueries,
  MetricId,
  MetricName,
  Namespace,
  NextToken,
  Period,
  StandardUnit,
  Statistic,
  Timestamp,
} from './shapes.ts';

/** Metric data: in, out, and what there is. As at AWS, policies allow them on everything or on nothing. */

const MetricDatum = structure({
  Counts: list(double()),
  Dimensions,
  MetricName: required(MetricName),
  StatisticValues: structure({
    Maximum: required(double()),
    Minimum: required(double()),
    SampleCount: required(double()),
    Sum: required(double()),
  }),
  StorageResolution: integer({ min: 1 }),
  Timestamp,
  Unit: StandardUnit,
  Value: double(),
  Values: list(double()),
});
const MetricData = list(MetricDatum);

const EntityMetricData = list(
  structure({
    Entity: structure({
      Attributes: map(string({ min: 1, max: 256 }), string({ min: 1, max: 2048 }), { min: 0, max: 10 }),
      KeyAttributes: map(string({ min: 1, max: 32 }), string({ min: 1, max: 2048 }), { min: 2, max: 4 }),
    }),
    MetricData,
  }),
);

const AccountId = string({ min: 1, max: 255 });
const ScanBy = string({ enum: ['TimestampDescending', 'TimestampAscending'] });
const Messages = list(structure({ Code: string(), Value: string() }));

export const metricOperations = {
  PutMetricData: operation({
    access: 'write',
    maxBytes: 1_048_576,
    input: structure({
      EntityMetricData,
      MetricData,
      Namespace: required(Namespace),
      StrictEntityValidation: boolean(),
    }),
    output: undefined,
  }),
  GetMetricData: operation({
    access: 'read',
    input: structure({
      EndTime: required(Timestamp),
      LabelOptions: structure({ Timezone: string() }),
      MaxDatapoints: integer(),
      MetricDataQueries: required(MetricDataQueries),
      NextToken,
      ScanBy,
      StartTime: required(Timestamp),
    }),
    output: structure({
      Messages,
      MetricDataResults: list(
        structure({
          Id: MetricId,
          Label: string(),
          Messages,
          StatusCode: string({ enum: ['Complete', 'InternalError', 'PartialData', 'Forbidden'] }),
          Timestamps: list(Timestamp),
          Values: list(double()),
        }),
      ),
      NextToken,
    }),
  }),
  GetMetricStatistics: operation({
    access: 'read',
    input: structure({
      Dimensions,
      EndTime: required(Timestamp),
      ExtendedStatistics: list(ExtendedStatistic, { min: 1, max: 10 }),
      MetricName: required(MetricName),
      Namespace: required(Namespace),
      Period: required(Period),
      StartTime: required(Timestamp),
      Statistics: list(Statistic, { min: 1, max: 5 }),
      Unit: StandardUnit,
    }),
    output: structure({
      Datapoints: list(
        structure({
          Timestamp,
          SampleCount: double(),
          Average: double(),
          Sum: double(),
          Minimum: double(),
          Maximum: double(),
          Unit: StandardUnit,
          ExtendedStatistics: map(ExtendedStatistic, double()),
        }),
      ),
      Label: string(),
    }),
  }),
  ListMetrics: operation({
    access: 'read',
    input: structure({
      Dimensions: list(
        structure({ Name: required(string({ min: 1, max: 255 })), Value: string({ min: 1, max: 1024 }) }),
        { max: 10 },
      ),
      IncludeLinkedAccounts: boolean(),
      MetricName,
      Namespace,
      NextToken,
      OwningAccount: AccountId,
      RecentlyActive: string({ enum: ['PT3H'] }),
    }),
    output: structure({ Metrics: list(Metric), NextToken, OwningAccounts: list(AccountId) }),
  }),
};
