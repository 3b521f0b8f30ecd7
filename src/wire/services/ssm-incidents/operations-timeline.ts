import { list, required, string, structure, token } from '#kernel/shape';
import { operation } from '../../service.ts';
import { Arn, ClientToken, FilterList, MaxResults, NextToken, Timestamp, Uuid } from './shapes.ts';
import { EventData, EventReferenceList, EventSummary, TimelineEvent, TimelineEventType } from './shapes-timeline.ts';

/** The events of an incident's timeline. */
export const timeline = {
  ListTimelineEvents: operation({
    access: 'read',
    http: { method: 'POST', uri: '/listTimelineEvents' },
    incident: 'incidentRecordArn',
    resource: ({ incidentRecordArn }) => incidentRecordArn,
    input: structure({
      filters: FilterList,
      incidentRecordArn: required(Arn),
      maxResults: MaxResults,
      nextToken: NextToken,
      sortBy: string({ enum: ['EVENT_TIME'] }),
      sortOrder: string({ enum: ['ASCENDING', 'DESCENDING'] }),
    }),
    output: structure({
      eventSummaries: required(list(EventSummary, { min: 0, max: 100 })),
      nextToken: NextToken,
    }),
  }),
  GetTimelineEvent: operation({
    access: 'read',
    http: {
      method: 'GET',
      uri: '/getTimelineEvent',
      query: { eventId: 'eventId', incidentRecordArn: 'incidentRecordArn' },
    },
    incident: 'incidentRecordArn',
    resource: ({ incidentRecordArn }) => incidentRecordArn,
    input: structure({ eventId: required(Uuid), incidentRecordArn: required(Arn) }),
    output: structure({ event: required(TimelineEvent) }),
  }),
  CreateTimelineEvent: operation({
    access: 'write',
    http: { method: 'POST', uri: '/createTimelineEvent', code: 201 },
    incident: 'incidentRecordArn',
    resource: ({ incidentRecordArn }) => incidentRecordArn,
    input: structure({
      clientToken: token(ClientToken),
      eventData: required(EventData),
      eventReferences: EventReferenceList,
      eventTime: required(Timestamp),
      eventType: required(TimelineEventType),
      incidentRecordArn: required(Arn),
    }),
    output: structure({ eventId: required(Uuid), incidentRecordArn: required(Arn) }),
  }),
  UpdateTimelineEvent: operation({
    access: 'write',
    http: { method: 'POST', uri: '/updateTimelineEvent', code: 204 },
    incident: 'incidentRecordArn',
    resource: ({ incidentRecordArn }) => incidentRecordArn,
    input: structure({
      clientToken: token(ClientToken),
      eventData: EventData,
      eventId: required(Uuid),
      eventReferences: EventReferenceList,
      eventTime: Timestamp,
      eventType: TimelineEventType,
      incidentRecordArn: required(Arn),
    }),
    output: structure({}),
  }),
  DeleteTimelineEvent: operation({
    access: 'write',
    http: { method: 'POST', uri: '/deleteTimelineEvent', code: 204 },
    incident: 'incidentRecordArn',
    resource: ({ incidentRecordArn }) => incidentRecordArn,
    input: structure({ eventId: required(Uuid), incidentRecordArn: required(Arn) }),
    output: structure({}),
  }),
};
