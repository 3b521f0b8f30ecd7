import { boolean, integer, list, long, map, required, string, structure, timestamp } from '#kernel/shape';

/** Executions as they are started, asked for and told. */

export const ExecutionId = string({ min: 36, max: 36 });
export const DocumentVersion = string({ pattern: '([$]LATEST|[$]DEFAULT|^[1-9][0-9]*$)' });
export const DocumentArn = string({ pattern: '^[a-zA-Z0-9_\\-.:/]{3,128}$' });
const DocumentName = string({ pattern: '^[a-zA-Z0-9_\\-.]{3,128}$' });
export const ClientToken = string({
  min: 36,
  max: 36,
  pattern: '[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}',
});
export const Mode = string({ enum: ['Auto', 'Interactive'] });
export const ParameterKey = string({ min: 1, max: 50 });
const ParameterValues = list(string({ min: 1, max: 512 }), { min: 0, max: 50 });
export const ParameterMap = map(ParameterKey, ParameterValues, { min: 1, max: 200 });
export const MaxConcurrency = string({ min: 1, max: 7, pattern: '^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$' });
export const MaxErrors = string({ min: 1, max: 7, pattern: '^([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)$' });
export const MaxResults = integer({ min: 1, max: 50 });
export const NextToken = string();

const Target = structure({
  Key: string({
    min: 1,
    max: 163,
    pattern: '^[\\p{L}\\p{Z}\\p{N}_.:/=\\-@]*$|resource-groups:ResourceTypeFilters|resource-groups:Name',
  }),
  Values: list(string(), { min: 0, max: 50 }),
});
export const Targets = list(Target, { min: 0, max: 5 });
export const TargetMaps = list(
  map(string({ min: 1, max: 50 }), list(string({ min: 1, max: 50 }), { min: 0, max: 25 }), { min: 1, max: 20 }),
  { min: 0, max: 300 },
);

const AlarmName = string({ min: 1, max: 255, pattern: '^(?!\\s*$).+' });
export const AlarmConfiguration = structure({
  Alarms: required(list(structure({ Name: required(AlarmName) }), { min: 1, max: 1 })),
  IgnorePollAlarmFailure: boolean(),
});
const TriggeredAlarms = list(
  structure({ Name: required(AlarmName), State: required(string({ enum: ['UNKNOWN', 'ALARM'] })) }),
  { min: 1, max: 1 },
);

export const TargetLocations = list(
  structure({
    Accounts: list(string(), { min: 1, max: 50 }),
    ExcludeAccounts: list(string({ min: 6, max: 68, pattern: '^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32})|(\\d{12})$' }), {
      min: 1,
      max: 5000,
    }),
    ExecutionRoleName: string({ min: 1, max: 64, pattern: '[\\w+=,.@/-]+' }),
    IncludeChildOrganizationUnits: boolean(),
    Regions: list(string(), { min: 1, max: 50 }),
    TargetLocationAlarmConfiguration: AlarmConfiguration,
    TargetLocationMaxConcurrency: MaxConcurrency,
    TargetLocationMaxErrors: MaxErrors,
    Targets,
    TargetsMaxConcurrency: MaxConcurrency,
    TargetsMaxErrors: MaxErrors,
  }),
  { min: 1, max: 100 },
);
export const TargetLocationsURL = string({
  pattern: '^https:\\/\\/[-a-zA-Z0-9@:%._\\+~#=]{1,253}\\.s3(\\.[a-z\\d-]{9,16})?\\.amazonaws\\.com\\/.{1,2000}',
});
const tagText = '^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$';
export const AutomationTags = list(
  structure({
    Key: required(string({ min: 1, max: 128, pattern: tagText })),
    Value: required(string({ min: 0, max: 256, pattern: tagText })),
  }),
  { max: 1000 },
);

const Status = string({
  enum: ['Pending', 'InProgress', 'Waiting', 'Success', 'TimedOut', 'Cancelling', 'Cancelled', 'Failed'],
});
const ActionName = string({ pattern: '^aws:[a-zA-Z]{3,25}$' });
const Outputs = map(string(), list(string()));

const StepExecution = structure({
  Action: ActionName,
  ExecutionEndTime: timestamp(),
  ExecutionStartTime: timestamp(),
  FailureDetails: structure({ Details: Outputs, FailureStage: string(), FailureType: string() }),
  FailureMessage: string(),
  Inputs: map(string(), string()),
  IsCritical: boolean(),
  IsEnd: boolean(),
  MaxAttempts: integer(),
  NextStep: string(),
  OnFailure: string(),
  Outputs,
  OverriddenParameters: Outputs,
  ParentStepDetails: structure({
    Action: ActionName,
    Iteration: integer(),
    IteratorValue: string(),
    StepExecutionId: string(),
    StepName: string(),
  }),
  Response: string(),
  ResponseCode: string(),
  StepExecutionId: string(),
  StepName: string(),
  StepStatus: Status,
  Targets,
  TimeoutSeconds: long(),
  ValidNextSteps: list(string()),
});
export const StepExecutions = list(StepExecution);

/** What an execution and its entry in a list have in common. */
const common = {
  AlarmConfiguration,
  AutomationExecutionId: ExecutionId,
  AutomationExecutionStatus: Status,
  CurrentAction: string(),
  CurrentStepName: string(),
  DocumentName,
  DocumentVersion,
  ExecutedBy: string(),
  ExecutionEndTime: timestamp(),
  ExecutionStartTime: timestamp(),
  FailureMessage: string(),
  MaxConcurrency,
  MaxErrors,
  Mode,
  Outputs,
  ParentAutomationExecutionId: ExecutionId,
  ResolvedTargets: structure({ ParameterValues: list(string()), Truncated: boolean() }),
  Target: string(),
  TargetMaps,
  TargetParameterName: ParameterKey,
  Targets,
  TriggeredAlarms,
};
const counter = integer();
export const AutomationExecution = structure({
  ...common,
  Parameters: Outputs,
  ProgressCounters: structure({
    CancelledSteps: counter,
    FailedSteps: counter,
    SuccessSteps: counter,
    TimedOutSteps: counter,
    TotalSteps: counter,
  }),
  StepExecutions,
  StepExecutionsTruncated: boolean(),
  Variables: Outputs,
});
export const AutomationExecutionMetadata = structure({
  ...common,
  AutomationType: string({ enum: ['CrossAccount', 'Local'] }),
});

const FilterValues = list(string({ min: 1, max: 150 }), { min: 1, max: 10 });
export const ExecutionFilters = list(
  structure({
    Key: required(
      string({
        enum: [
          ...(['DocumentNamePrefix', 'ExecutionStatus', 'ExecutionId', 'ParentExecutionId', 'CurrentAction'] as const),
          ...(['StartTimeBefore', 'StartTimeAfter', 'AutomationType', 'TagKey', 'TargetResourceGroup'] as const),
          ...(['AutomationSubtype', 'OpsItemId'] as const),
        ],
      }),
    ),
    Values: required(FilterValues),
  }),
  { min: 1, max: 10 },
);
export const StepFilters = list(
  structure({
    Key: required(
      string({
        enum: [
          ...(['StartTimeBefore', 'StartTimeAfter', 'StepExecutionStatus', 'StepExecutionId', 'StepName'] as const),
          ...(['Action', 'ParentStepExecutionId', 'ParentStepIteration', 'ParentStepIteratorValue'] as const),
        ],
      }),
    ),
    Values: required(FilterValues),
  }),
  { min: 1, max: 6 },
);
