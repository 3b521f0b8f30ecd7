import { arns } from '#kernel/arn';
import { list, required, string, structure, token } from '#kernel/shape';
import { defineService, type ErrorsSpec, operation } from '../../service.ts';
import {
  Arn,
  ChatChannel,
  ClientToken,
  FilterList,
  Impact,
  IncidentSummary,
  IncidentTitle,
  MaxResults,
  NextToken,
  NotificationTargetSet,
  TagMap,
  Timestamp,
  Uuid,
} from './shapes.ts';
import { IncidentRecord, IncidentRecordSummary, RelatedItemList, TriggerDetails } from './shapes-incident.ts';
import {
  ActionsList,
  EngagementSet,
  IncidentTemplate,
  IncidentTemplateInput,
  Integrations,
  ResponsePlanDisplayName,
  ResponsePlanName,
} from './shapes-plan.ts';
import { RegionMapInput, ReplicationSet } from './shapes-replication.ts';
import { EventData, EventReferenceList, EventSummary, TimelineEvent, TimelineEventType } from './shapes-timeline.ts';

const errors: ErrorsSpec = {
  message: 'message',
  kinds: {
    notFound: {
      members: ({ details }) => ({ resourceIdentifier: details.resourceId, resourceType: details.resourceType }),
    },
    conflict: {
      members: ({ details }) => ({ resourceIdentifier: details.resourceId, resourceType: details.resourceType }),
    },
    quotaExceeded: {
      members: ({ details }) => ({
        quotaCode: details.quotaCode,
        resourceIdentifier: details.resourceId,
        resourceType: details.resourceType,
        serviceCode: 'ssm-incidents',
      }),
    },
    throttled: { members: ({ details }) => ({ quotaCode: details.quotaCode, serviceCode: 'ssm-incidents' }) },
  },
};

const replicationSets = {
  CreateReplicationSet: operation({
    access: 'write',
    http: { method: 'POST', uri: '/createReplicationSet', code: 201 },
    input: structure({ clientToken: token(ClientToken), regions: required(RegionMapInput), tags: TagMap }),
    output: structure({ arn: required(Arn) }),
  }),
  GetReplicationSet: operation({
    access: 'read',
    http: { method: 'GET', uri: '/getReplicationSet', query: { arn: 'arn' } },
    resource: ({ arn }) => arn,
    input: structure({ arn: required(Arn) }),
    output: structure({ replicationSet: required(ReplicationSet) }),
  }),
  ListReplicationSets: operation({
    access: 'read',
    http: { method: 'POST', uri: '/listReplicationSets' },
    input: structure({ maxResults: MaxResults, nextToken: NextToken }),
    output: structure({ nextToken: NextToken, replicationSetArns: required(list(Arn)) }),
  }),
};

const responsePlans = {
  CreateResponsePlan: operation({
    access: 'write',
    http: { method: 'POST', uri: '/createResponsePlan', code: 201 },
    resource: ({ name }, { account }) => arns.responsePlan(account, name),
    input: structure({
      actions: ActionsList,
      chatChannel: ChatChannel,
      clientToken: token(ClientToken),
      displayName: ResponsePlanDisplayName,
      engagements: EngagementSet,
      incidentTemplate: required(IncidentTemplateInput),
      integrations: Integrations,
      name: required(ResponsePlanName),
      tags: TagMap,
    }),
    output: structure({ arn: required(Arn) }),
  }),
  GetResponsePlan: operation({
    access: 'read',
    http: { method: 'GET', uri: '/getResponsePlan', query: { arn: 'arn' } },
    resource: ({ arn }) => arn,
    input: structure({ arn: required(Arn) }),
    output: structure({
      actions: ActionsList,
      arn: required(Arn),
      chatChannel: ChatChannel,
      displayName: ResponsePlanDisplayName,
      engagements: EngagementSet,
      incidentTemplate: required(IncidentTemplate),
      integrations: Integrations,
      name: required(ResponsePlanName),
    }),
  }),
};

const incidents = {
  StartIncident: operation({
    access: 'write',
    http: { method: 'POST', uri: '/startIncident' },
    resource: ({ responsePlanArn }) => responsePlanArn,
    input: structure({
      clientToken: token(ClientToken),
      impact: Impact,
      relatedItems: RelatedItemList,
      responsePlanArn: required(Arn),
      title: IncidentTitle,
      triggerDetails: TriggerDetails,
    }),
    output: structure({ incidentRecordArn: required(Arn) }),
  }),
  GetIncidentRecord: operation({
    access: 'read',
    http: { method: 'GET', uri: '/getIncidentRecord', query: { arn: 'arn' } },
    resource: ({ arn }) => arn,
    input: structure({ arn: required(Arn) }),
    output: structure({ incidentRecord: required(IncidentRecord) }),
  }),
  ListIncidentRecords: operation({
    access: 'read',
    http: { method: 'POST', uri: '/listIncidentRecords' },
    input: structure({ filters: FilterList, maxResults: MaxResults, nextToken: NextToken }),
    output: structure({
      incidentRecordSummaries: required(list(IncidentRecordSummary, { min: 0, max: 100 })),
      nextToken: NextToken,
    }),
  }),
  UpdateIncidentRecord: operation({
    access: 'write',
    http: { method: 'POST', uri: '/updateIncidentRecord', code: 204 },
    resource: ({ arn }) => arn,
    input: structure({
      arn: required(Arn),
      chatChannel: ChatChannel,
      clientToken: token(ClientToken),
      impact: Impact,
      notificationTargets: NotificationTargetSet,
      // Open, In Progress and Resolved in any spelling, besides AWS's two: the handler knows them.
      status: string(),
      summary: IncidentSummary,
      title: IncidentTitle,
    }),
    output: structure({}),
  }),
};

const timeline = {
  ListTimelineEvents: operation({
    access: 'read',
    http: { method: 'POST', uri: '/listTimelineEvents' },
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
    resource: ({ incidentRecordArn }) => incidentRecordArn,
    input: structure({ eventId: required(Uuid), incidentRecordArn: required(Arn) }),
    output: structure({ event: required(TimelineEvent) }),
  }),
  CreateTimelineEvent: operation({
    access: 'write',
    http: { method: 'POST', uri: '/createTimelineEvent', code: 201 },
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
};

export const ssmIncidents = defineService({
  signingName: 'ssm-incidents',
  serviceName: 'ssm-incidents',
  protocols: ['restJson1'],
  apiVersion: '2018-05-10',
  errors,
  operations: { ...replicationSets, ...responsePlans, ...incidents, ...timeline },
});
