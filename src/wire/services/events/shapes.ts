import { type Infer, integer, list, required, string, structure, timestamp } from '#kernel/shape';

/** Rules and the events they match. */

export const RuleName = string({ min: 1, max: 64, pattern: '[\\.\\-_A-Za-z0-9]+' });
export const RuleArn = string({ min: 1, max: 1600 });
export const RuleDescription = string({ max: 512 });
export const RuleState = string({ enum: ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'] });
export const RoleArn = string({ min: 1, max: 1600 });
/** JSON: the pattern itself is read by the handler. */
export const EventPattern = string({ max: 4096 });
export const ScheduleExpression = string({ max: 256 });

const BUS_ARN = '(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?';
/** A partner's bus has slashes in its name. */
export const EventBusNameOrArn = string({ min: 1, max: 1600, pattern: `${BUS_ARN}[/\\.\\-_A-Za-z0-9]+` });
const NonPartnerEventBusNameOrArn = string({ min: 1, max: 1600, pattern: `${BUS_ARN}[\\.\\-_A-Za-z0-9]+` });

export const TagList = list(
  structure({ Key: required(string({ min: 1, max: 128 })), Value: required(string({ min: 0, max: 256 })) }),
);

export const Limit = integer({ min: 1, max: 100 });
export const NextToken = string({ min: 1, max: 2048 });
const Principal = string({ min: 1, max: 128 });

/** A rule as lists tell it. */
export const Rule = structure({
  Arn: RuleArn,
  Description: RuleDescription,
  EventBusName: string({ min: 1, max: 256, pattern: '[/\\.\\-_A-Za-z0-9]+' }),
  EventPattern,
  ManagedBy: Principal,
  Name: RuleName,
  RoleArn,
  ScheduleExpression,
  State: RuleState,
});
/** The same, with the account that made it. */
export const DescribedRule = structure({
  Arn: RuleArn,
  CreatedBy: Principal,
  Description: RuleDescription,
  EventBusName: string({ min: 1, max: 256, pattern: '[/\\.\\-_A-Za-z0-9]+' }),
  EventPattern,
  ManagedBy: Principal,
  Name: RuleName,
  RoleArn,
  ScheduleExpression,
  State: RuleState,
});

/** One event. What is missing or malformed in it is told in its own result: the other entries are taken. */
export const PutEventsRequestEntry = structure({
  Detail: string(),
  DetailType: string(),
  EventBusName: NonPartnerEventBusNameOrArn,
  Resources: list(string({ max: 2048 })),
  Source: string(),
  Time: timestamp(),
  TraceHeader: string({ min: 1, max: 500 }),
});
export type PutEventsRequestEntry = Infer<typeof PutEventsRequestEntry>;

/** The results of a call on many: how many failed, and why. */
export const FailedEntryCount = integer();
export const ErrorCode = string();
export const ErrorMessage = string();
export const PutEventsResultEntry = structure({ ErrorCode, ErrorMessage, EventId: string({ max: 64 }) });
export type PutEventsResultEntry = Infer<typeof PutEventsResultEntry>;
