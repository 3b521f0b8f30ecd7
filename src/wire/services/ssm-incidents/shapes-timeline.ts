import { type Infer, list, required, string, structure, union } from '#kernel/shape';
import { Arn, GeneratedId, Timestamp, Uuid } from './shapes.ts';

/** The events of an incident's timeline. */

/** JSON, or any text: it is kept as it came. */
export const EventData = string({ min: 0, max: 12_000 });
export const TimelineEventType = string({ min: 0, max: 100 });
export const EventReferenceList = list(union({ relatedItemId: GeneratedId, resource: Arn }), { min: 0, max: 10 });

export const TimelineEvent = structure({
  eventData: required(EventData),
  eventId: required(Uuid),
  eventReferences: EventReferenceList,
  eventTime: required(Timestamp),
  eventType: required(TimelineEventType),
  eventUpdatedTime: required(Timestamp),
  incidentRecordArn: required(Arn),
});
export type TimelineEvent = Infer<typeof TimelineEvent>;

export const EventSummary = structure({
  eventId: required(Uuid),
  eventReferences: EventReferenceList,
  eventTime: required(Timestamp),
  eventType: required(TimelineEventType),
  eventUpdatedTime: required(Timestamp),
  incidentRecordArn: required(Arn),
});
export type EventSummary = Infer<typeof EventSummary>;
