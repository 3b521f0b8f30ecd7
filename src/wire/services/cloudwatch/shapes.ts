import {
  boolean,
  double,
  type Infer,
  integer,
  list,
  map,
  required,
  string,
  structure,
  timestamp,
  union,
} from '#kernel/shape';

/** Alarms and the metrics they watch. Structures stand in the order in which CloudWatch writes their XML. */

export const AlarmName = string({ min: 1, max: 255 });
export const AlarmDescription = string({ min: 0, max: 1024 });
export const AlarmType = string({ enum: ['CompositeAlarm', 'MetricAlarm'] });
export const StateValue = string({ enum: ['OK', 'ALARM', 'INSUFFICIENT_DATA'] });
export const StateReason = string({ min: 0, max: 1023 });
/** JSON, or any text: it is kept as it came. */
export const StateReasonData = string({ min: 0, max: 4000 });
export const NextToken = string();
export const Timestamp = timestamp();
const AlarmArn = string({ min: 1, max: 1600 });

/** ARNs of what an alarm sets going when its state changes. */
export const ActionList = list(string({ min: 1, max: 1024 }), { max: 5 });

export const Namespace = string({ min: 1, max: 255, pattern: '[^:].*' });
export const MetricName = string({ min: 1, max: 255 });
export const MetricId = string({ min: 1, max: 255 });
export const Dimensions = list(
  structure({
    Name: required(string({ min: 1, max: 255 })),
    Value: required(string({ min: 1, max: 1024 })),
  }),
  { max: 30 },
);

/** Seconds. */
export const Period = integer({ min: 1 });
export const EvaluationPeriods = integer({ min: 1 });
export const DatapointsToAlarm = integer({ min: 1 });
/** Seconds. */
export const EvaluationInterval = integer({ min: 10, max: 3600 });
export const Threshold = double();
export const TreatMissingData = string({ min: 1, max: 255 });
export const EvaluateLowSampleCountPercentile = string({ min: 1, max: 255 });
export const Statistic = string({ enum: ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] });
export const ExtendedStatistic = string();

export const ComparisonOperator = string({
  enum: [
    'GreaterThanOrEqualToThreshold',
    'GreaterThanThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
    'LessThanLowerOrGreaterThanUpperThreshold',
    'LessThanLowerThreshold',
    'GreaterThanUpperThreshold',
  ],
});

export const StandardUnit = string({
  enum: [
    ...(['Seconds', 'Microseconds', 'Milliseconds'] as const),
    ...(['Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes'] as const),
    ...(['Bits', 'Kilobits', 'Megabits', 'Gigabits', 'Terabits'] as const),
    ...(['Percent', 'Count'] as const),
    ...(['Bytes/Second', 'Kilobytes/Second', 'Megabytes/Second', 'Gigabytes/Second', 'Terabytes/Second'] as const),
    ...(['Bits/Second', 'Kilobits/Second', 'Megabits/Second', 'Gigabits/Second', 'Terabits/Second'] as const),
    ...(['Count/Second', 'None'] as const),
  ],
});

export const Metric = structure({ Namespace, MetricName, Dimensions });
const MetricStat = structure({
  Metric: required(Metric),
  Period: required(Period),
  Stat: required(string()),
  Unit: StandardUnit,
});
export const MetricDataQueries = list(
  structure({
    AccountId: string({ min: 1, max: 255 }),
    Expression: string({ min: 1, max: 2048 }),
    Id: required(MetricId),
    Label: string(),
    MetricStat,
    Period,
    ReturnData: boolean(),
  }),
);

export const EvaluationCriteria = union({
  PromQLCriteria: structure({
    PendingPeriod: integer({ min: 0, max: 86_400 }),
    Query: required(string({ min: 1, max: 10_000 })),
    RecoveryPeriod: integer({ min: 0, max: 86_400 }),
  }),
});

export const Tags = list(
  structure({ Key: required(string({ min: 1, max: 128 })), Value: required(string({ min: 0, max: 256 })) }),
);

export const MetricAlarm = structure({
  AlarmName,
  AlarmArn,
  AlarmDescription,
  AlarmConfigurationUpdatedTimestamp: Timestamp,
  ActionsEnabled: boolean(),
  OKActions: ActionList,
  AlarmActions: ActionList,
  InsufficientDataActions: ActionList,
  StateValue,
  StateReason,
  StateReasonData,
  StateUpdatedTimestamp: Timestamp,
  MetricName,
  Namespace,
  Statistic,
  Dimensions,
  Period,
  Unit: StandardUnit,
  EvaluationPeriods,
  Threshold,
  ComparisonOperator,
  ExtendedStatistic,
  TreatMissingData,
  EvaluateLowSampleCountPercentile,
  DatapointsToAlarm,
  Metrics: MetricDataQueries,
  ThresholdMetricId: MetricId,
  EvaluationState: string({ enum: ['PARTIAL_DATA', 'EVALUATION_FAILURE', 'EVALUATION_ERROR'] }),
  StateTransitionedTimestamp: Timestamp,
  EvaluationCriteria,
  EvaluationInterval,
});
export type MetricAlarm = Infer<typeof MetricAlarm>;

export const AlarmRule = string({ min: 1, max: 10_240 });

export const CompositeAlarm = structure({
  ActionsEnabled: boolean(),
  AlarmActions: ActionList,
  AlarmArn,
  AlarmConfigurationUpdatedTimestamp: Timestamp,
  AlarmDescription,
  AlarmName,
  AlarmRule,
  InsufficientDataActions: ActionList,
  OKActions: ActionList,
  StateReason,
  StateReasonData,
  StateUpdatedTimestamp: Timestamp,
  StateValue,
  StateTransitionedTimestamp: Timestamp,
  ActionsSuppressedBy: string({ enum: ['WaitPeriod', 'ExtensionPeriod', 'Alarm'] }),
  ActionsSuppressedReason: string({ min: 0, max: 1024 }),
  ActionsSuppressor: AlarmArn,
  ActionsSuppressorWaitPeriod: integer(),
  ActionsSuppressorExtensionPeriod: integer(),
});
export type CompositeAlarm = Infer<typeof CompositeAlarm>;

export const HistoryItemType = string({
  enum: ['ConfigurationUpdate', 'StateUpdate', 'Action', 'AlarmContributorStateUpdate', 'AlarmContributorAction'],
});
export const ContributorId = string({ min: 1, max: 16 });
export const AlarmHistoryItems = list(
  structure({
    AlarmContributorAttributes: map(string({ min: 1, max: 255 }), string({ min: 1, max: 1024 }), { min: 0, max: 150 }),
    AlarmContributorId: ContributorId,
    AlarmName,
    AlarmType,
    HistoryData: string({ min: 1, max: 4095 }),
    HistoryItemType,
    HistorySummary: string({ min: 1, max: 255 }),
    Timestamp,
  }),
);
