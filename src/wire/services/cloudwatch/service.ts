import { arns } from '#kernel/arn';
import { boolean, integer, list, required, string, structure } from '#kernel/shape';
import { defineService, type ErrorsSpec, operation } from '../../service.ts';
import { metricOperations } from './service-metrics.ts';
import {
  ActionList,
  AlarmDescription,
  AlarmName,
  AlarmType,
  ComparisonOperator,
  CompositeAlarm,
  DatapointsToAlarm,
  Dimensions,
  EvaluateLowSampleCountPercentile,
  EvaluationCriteria,
  EvaluationInterval,
  EvaluationPeriods,
  ExtendedStatistic,
  MetricAlarm,
  MetricDataQueries,
  MetricId,
  MetricName,
  Namespace,
  NextToken,
  Period,
  StandardUnit,
  StateReason,
  StateReasonData,
  StateValue,
  Statistic,
  Tags,
  Threshold,
  TreatMissingData,
} from './shapes.ts';

/** Each error has two names: its shape's, and the one it had in the query protocol, which clients still show. */
const errors: ErrorsSpec = {
  kinds: {
    // In no model: what CloudWatch answers to bad arguments in every protocol.
    validation: { code: 'ValidationError', queryCode: 'ValidationError' },
    notFound: { code: 'ResourceNotFound', queryCode: 'ResourceNotFound' },
    quotaExceeded: { code: 'LimitExceededFault', status: 400, queryCode: 'LimitExceeded' },
  },
  internal: { code: 'InternalServiceFault', status: 500, queryCode: 'InternalServiceError' },
  codes: {
    ConcurrentModificationException: { status: 429 },
    InvalidFormatFault: { status: 400, queryCode: 'InvalidFormat' },
    InvalidNextToken: { status: 400, queryCode: 'InvalidNextToken' },
    InvalidParameterCombinationException: { status: 400, queryCode: 'InvalidParameterCombination' },
    InvalidParameterValueException: { status: 400, queryCode: 'InvalidParameterValue' },
    MissingRequiredParameterException: { status: 400, queryCode: 'MissingParameter' },
    ResourceNotFoundException: { status: 404, queryCode: 'ResourceNotFoundException' },
  },
};

const alarms = {
  PutMetricAlarm: operation({
    access: 'write',
    resource: ({ AlarmName: name }, { region, account }) => arns.alarm(region, account, name),
    input: structure({
      ActionsEnabled: boolean(),
      AlarmActions: ActionList,
      AlarmDescription,
      AlarmName: required(AlarmName),
      ComparisonOperator,
      DatapointsToAlarm,
      Dimensions,
      EvaluateLowSampleCountPercentile,
      EvaluationCriteria,
      EvaluationInterval,
      EvaluationPeriods,
      ExtendedStatistic,
      InsufficientDataActions: ActionList,
      MetricName,
      Metrics: MetricDataQueries,
      Namespace,
      OKActions: ActionList,
      Period,
      Statistic,
      Tags,
      Threshold,
      ThresholdMetricId: MetricId,
      TreatMissingData,
      Unit: StandardUnit,
    }),
    output: undefined,
  }),
  SetAlarmState: operation({
    access: 'write',
    resource: ({ AlarmName: name }, { region, account }) => arns.alarm(region, account, name),
    input: structure({
      AlarmName: required(AlarmName),
      StateReason: required(StateReason),
      StateReasonData,
      StateValue: required(StateValue),
    }),
    output: undefined,
  }),
  DeleteAlarms: operation({
    access: 'write',
    resource: ({ AlarmNames }, { region, account }) => AlarmNames.map((name) => arns.alarm(region, account, name)),
    input: structure({ AlarmNames: required(list(AlarmName, { max: 100 })) }),
    output: undefined,
  }),
  DescribeAlarms: operation({
    access: 'read',
    // It finds alarms by more than their names: a policy allows it on all alarms or not at all.
    resource: (_, { region, account }) => arns.alarm(region, account, '*'),
    input: structure({
      ActionPrefix: string({ min: 1, max: 1024 }),
      AlarmNamePrefix: AlarmName,
      AlarmNames: list(AlarmName, { max: 100 }),
      AlarmTypes: list(AlarmType),
      ChildrenOfAlarmName: AlarmName,
      MaxRecords: integer({ min: 1, max: 100 }),
      NextToken,
      ParentsOfAlarmName: AlarmName,
      StateValue,
    }),
    output: structure({
      CompositeAlarms: list(CompositeAlarm),
      MetricAlarms: list(MetricAlarm),
      NextToken,
    }),
  }),
};

export const cloudwatch = defineService({
  signingName: 'monitoring',
  serviceName: 'cloudwatch',
  protocols: ['rpcv2Cbor', 'awsJson1.0', 'awsQuery'],
  apiVersion: '2010-08-01',
  target: 'GraniteServiceVersion20100801',
  xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  queryCompatible: true,
  errors,
  operations: { ...alarms, ...metricOperations },
});
