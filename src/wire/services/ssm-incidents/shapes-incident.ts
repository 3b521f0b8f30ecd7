import { boolean, type Infer, list, own, required, string, structure, union } from '#kernel/shape';
import {
  Arn,
  ChatChannel,
  DedupeString,
  GeneratedId,
  Impact,
  IncidentSource,
  IncidentSummary,
  IncidentTitle,
  NotificationTargetSet,
  Timestamp,
} from './shapes.ts';

/** An incident record and what hangs on it. */

const IncidentRecordStatus = string({ enum: ['OPEN', 'RESOLVED'] });
/** OPEN, IN_PROGRESS or RESOLVED: Muster's own member beside `status`, which clients know with AWS's two values only. */
const WorkflowStatus = string();

const IncidentRecordSource = structure({
  createdBy: required(Arn),
  invokedBy: string({ min: 0, max: 1000 }),
  resourceArn: Arn,
  source: required(IncidentSource),
});

/** What will be done to end it, by whom, by when; an empty `what` takes the plan away. Muster's own, as the note is. */
export const ResolutionPlan = structure({
  by: string({ max: 255 }),
  until: Timestamp,
  what: required(string({ max: 2000 })),
});
/** What is said at its end: a Note on the timeline, too. */
export const ResolutionNote = string({ max: 4000 });

export const IncidentRecord = structure({
  arn: required(Arn),
  automationExecutions: list(union({ ssmExecutionArn: Arn }), { min: 0, max: 100 }),
  chatChannel: ChatChannel,
  creationTime: required(Timestamp),
  dedupeString: required(DedupeString),
  impact: required(Impact),
  incidentRecordSource: required(IncidentRecordSource),
  lastModifiedBy: required(Arn),
  lastModifiedTime: required(Timestamp),
  notificationTargets: NotificationTargetSet,
  resolutionNote: own(ResolutionNote),
  resolutionPlan: own(ResolutionPlan),
  resolvedTime: Timestamp,
  status: required(IncidentRecordStatus),
  summary: IncidentSummary,
  title: required(IncidentTitle),
  workflowStatus: own(WorkflowStatus),
});
export type IncidentRecord = Infer<typeof IncidentRecord>;

export const IncidentRecordSummary = structure({
  arn: required(Arn),
  creationTime: required(Timestamp),
  impact: required(Impact),
  incidentRecordSource: required(IncidentRecordSource),
  resolvedTime: Timestamp,
  status: required(IncidentRecordStatus),
  title: required(IncidentTitle),
  workflowStatus: own(WorkflowStatus),
});
export type IncidentRecordSummary = Infer<typeof IncidentRecordSummary>;

/** What started an incident. */
export const TriggerDetails = structure({
  rawData: string({ min: 0, max: 10_000 }),
  source: required(IncidentSource),
  timestamp: required(Timestamp),
  triggerArn: Arn,
});

const PagerDutyIncidentDetail = structure({
  autoResolve: boolean(),
  id: required(string({ min: 1, max: 200 })),
  secretId: string({ min: 1, max: 512 }),
});

const ItemType = string({
  enum: ['ANALYSIS', 'INCIDENT', 'METRIC', 'PARENT', 'ATTACHMENT', 'OTHER', 'AUTOMATION', 'INVOLVED_RESOURCE', 'TASK'],
});
const ItemValue = union({
  arn: Arn,
  metricDefinition: string({ min: 0, max: 4000 }),
  pagerDutyIncidentDetail: PagerDutyIncidentDetail,
  url: string({ min: 0, max: 1000 }),
});
const ItemIdentifier = structure({ type: required(ItemType), value: required(ItemValue) });
export type ItemIdentifier = Infer<typeof ItemIdentifier>;
export const RelatedItem = structure({
  generatedId: GeneratedId,
  identifier: required(ItemIdentifier),
  title: string({ min: 0, max: 200 }),
});
export const RelatedItemList = list(RelatedItem, { min: 0, max: 100 });
export type RelatedItem = Infer<typeof RelatedItem>;

/** An item to add, or the one to remove. */
export const RelatedItemsUpdate = union({ itemToAdd: RelatedItem, itemToRemove: ItemIdentifier });
