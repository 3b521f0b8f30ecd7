import { boolean, type Infer, integer, list, map, required, string, structure } from '#kernel/shape';
import { ErrorCode, ErrorMessage, RoleArn, TagList } from './shapes.ts';

/** What a rule sets going, with the parameters that each kind of target takes. */

const Arn = string({ min: 1, max: 1600 });
const TargetInputPath = string({ max: 256 });

const AppSyncParameters = structure({ GraphQLOperation: string({ min: 1, max: 1_048_576, sensitive: true }) });

const BatchParameters = structure({
  ArrayProperties: structure({ Size: integer() }),
  JobDefinition: required(string()),
  JobName: required(string()),
  RetryStrategy: structure({ Attempts: integer() }),
});

const CapacityProviderStrategyItem = structure({
  base: integer({ min: 0, max: 100_000 }),
  capacityProvider: required(string({ min: 1, max: 255 })),
  weight: integer({ min: 0, max: 1000 }),
});
const AwsVpcConfiguration = structure({
  AssignPublicIp: string({ enum: ['ENABLED', 'DISABLED'] }),
  SecurityGroups: list(string()),
  Subnets: required(list(string())),
});
const PlacementConstraint = structure({
  expression: string({ max: 2000 }),
  type: string({ enum: ['distinctInstance', 'memberOf'] }),
});
const PlacementStrategy = structure({
  field: string({ max: 255 }),
  type: string({ enum: ['random', 'spread', 'binpack'] }),
});
const EcsParameters = structure({
  CapacityProviderStrategy: list(CapacityProviderStrategyItem, { max: 6 }),
  EnableECSManagedTags: boolean(),
  EnableExecuteCommand: boolean(),
  Group: string(),
  LaunchType: string({ enum: ['EC2', 'FARGATE', 'EXTERNAL'] }),
  NetworkConfiguration: structure({ awsvpcConfiguration: AwsVpcConfiguration }),
  PlacementConstraints: list(PlacementConstraint, { max: 10 }),
  PlacementStrategy: list(PlacementStrategy, { max: 5 }),
  PlatformVersion: string(),
  PropagateTags: string({ enum: ['TASK_DEFINITION'] }),
  ReferenceId: string({ max: 1024 }),
  Tags: TagList,
  TaskCount: integer({ min: 1 }),
  TaskDefinitionArn: required(Arn),
});

const HeaderName = string({ max: 512, pattern: "^[!#$%&'*+-.^_`|~0-9a-zA-Z]+$" });
/**
 * Printable characters and tabs, not tabs alone. The model's pattern lets a space match in two places, which takes
 * exponential time to refuse a hostile value; this one accepts the very same texts in linear time.
 */
const HeaderValue = string({ max: 512, pattern: '^\\t*[\\x20-\\x7E][\\t\\x20-\\x7E]*$' });
const QueryName = string({ max: 512, pattern: '[^\\x00-\\x1F\\x7F]+' });
const QueryValue = string({ max: 512, pattern: '[^\\x00-\\x09\\x0B\\x0C\\x0E-\\x1F\\x7F]+' });
const HttpParameters = structure({
  HeaderParameters: map(HeaderName, HeaderValue),
  PathParameterValues: list(string({ pattern: '^(?!\\s*$).+' })),
  QueryStringParameters: map(QueryName, QueryValue),
});

const InputTransformer = structure({
  InputPathsMap: map(string({ min: 1, max: 256, pattern: '[A-Za-z0-9\\_\\-]+' }), TargetInputPath, { max: 100 }),
  InputTemplate: required(string({ min: 1, max: 8192 })),
});

const Sql = string({ min: 1, max: 100_000, sensitive: true });
const RedshiftDataParameters = structure({
  Database: required(string({ min: 1, max: 64 })),
  DbUser: string({ min: 1, max: 128 }),
  SecretManagerArn: string({
    min: 1,
    max: 1600,
    pattern: '(^arn:aws([a-z]|\\-)*:secretsmanager:[a-z0-9-.]+:.*)|(\\$(\\.[\\w_-]+(\\[(\\d+|\\*)\\])*)*)',
  }),
  Sql,
  Sqls: list(Sql, { min: 0, max: 40, sensitive: true }),
  StatementName: string({ min: 1, max: 500 }),
  WithEvent: boolean(),
});

const RetryPolicy = structure({
  MaximumEventAgeInSeconds: integer({ min: 60, max: 86_400 }),
  MaximumRetryAttempts: integer({ min: 0, max: 185 }),
});

const RunCommandTarget = structure({
  Key: required(string({ min: 1, max: 128, pattern: '^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$' })),
  Values: required(list(string({ min: 1, max: 256 }), { min: 1, max: 50 })),
});

const SageMakerPipelineParameter = structure({
  Name: required(string({ min: 1, max: 256, pattern: '^[a-zA-Z0-9](-*[a-zA-Z0-9])*$' })),
  Value: required(string({ max: 1024 })),
});

export const TargetId = string({ min: 1, max: 64, pattern: '[\\.\\-_A-Za-z0-9]+' });
export const Target = structure({
  AppSyncParameters,
  Arn: required(Arn),
  BatchParameters,
  DeadLetterConfig: structure({ Arn }),
  EcsParameters,
  HttpParameters,
  Id: required(TargetId),
  Input: string({ max: 8192 }),
  InputPath: TargetInputPath,
  InputTransformer,
  KinesisParameters: structure({ PartitionKeyPath: required(TargetInputPath) }),
  RedshiftDataParameters,
  RetryPolicy,
  RoleArn,
  RunCommandParameters: structure({ RunCommandTargets: required(list(RunCommandTarget, { min: 1, max: 5 })) }),
  SageMakerPipelineParameters: structure({
    PipelineParameterList: list(SageMakerPipelineParameter, { min: 0, max: 200 }),
  }),
  SqsParameters: structure({ MessageGroupId: string({ max: 100 }) }),
});
export type Target = Infer<typeof Target>;

export const PutTargetsResultEntry = structure({ ErrorCode, ErrorMessage, TargetId });
export type PutTargetsResultEntry = Infer<typeof PutTargetsResultEntry>;
