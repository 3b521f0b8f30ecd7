import { integer, list, own, required, string, structure, token } from '#kernel/shape';
import { operation } from '../../service.ts';
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
} from './shapes.ts';
import { FindingErrorList, FindingIdList, FindingList, FindingSummaryList } from './shapes-finding.ts';
import {
  IncidentRecord,
  IncidentRecordSummary,
  RelatedItemList,
  RelatedItemsUpdate,
  ResolutionNote,
  ResolutionPlan,
  TriggerDetails,
} from './shapes-incident.ts';

const listing = {
  access: 'read',
  input: structure({ filters: FilterList, maxResults: MaxResults, nextToken: NextToken }),
  output: structure({
    incidentRecordSummaries: required(list(IncidentRecordSummary, { min: 0, max: 100 })),
    nextToken: NextToken,
  }),
} as const;

/** Incident records and what hangs on them. */
export const incidents = {
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
    incident: 'arn',
    resource: ({ arn }) => arn,
    input: structure({ arn: required(Arn) }),
    output: structure({ incidentRecord: required(IncidentRecord) }),
  }),
  ListIncidentRecords: operation({
    ...listing,
    http: { method: 'POST', uri: '/listIncidentRecords' },
  }),
  /** The people's word for it (aws-behaviour.md 7, row 2): the same list, allowed by the same action. */
  ListIncidents: operation({
    ...listing,
    action: 'ssm-incidents:ListIncidentRecords',
    http: { method: 'POST', uri: '/listIncidents' },
  }),
  UpdateIncidentRecord: operation({
    access: 'write',
    http: { method: 'POST', uri: '/updateIncidentRecord', code: 204 },
    incident: 'arn',
    resource: ({ arn }) => arn,
    input: structure({
      arn: required(Arn),
      chatChannel: ChatChannel,
      clientToken: token(ClientToken),
      impact: Impact,
      notificationTargets: NotificationTargetSet,
      resolutionNote: own(ResolutionNote),
      resolutionPlan: own(ResolutionPlan),
      // Open, In Progress and Resolved in any spelling, besides AWS's two: the handler knows them.
      status: string(),
      summary: IncidentSummary,
      title: IncidentTitle,
    }),
    output: structure({}),
  }),
  DeleteIncidentRecord: operation({
    access: 'write',
    http: { method: 'POST', uri: '/deleteIncidentRecord', code: 204 },
    incident: 'arn',
    resource: ({ arn }) => arn,
    input: structure({ arn: required(Arn) }),
    output: structure({}),
  }),
  ListRelatedItems: operation({
    access: 'read',
    http: { method: 'POST', uri: '/listRelatedItems' },
    incident: 'incidentRecordArn',
    resource: ({ incidentRecordArn }) => incidentRecordArn,
    input: structure({ incidentRecordArn: required(Arn), maxResults: MaxResults, nextToken: NextToken }),
    output: structure({ nextToken: NextToken, relatedItems: required(RelatedItemList) }),
  }),
  UpdateRelatedItems: operation({
    access: 'write',
    http: { method: 'POST', uri: '/updateRelatedItems', code: 204 },
    incident: 'incidentRecordArn',
    resource: ({ incidentRecordArn }) => incidentRecordArn,
    input: structure({
      clientToken: token(ClientToken),
      incidentRecordArn: required(Arn),
      relatedItemsUpdate: required(RelatedItemsUpdate),
    }),
    output: structure({}),
  }),
  ListIncidentFindings: operation({
    access: 'read',
    http: { method: 'POST', uri: '/listIncidentFindings' },
    incident: 'incidentRecordArn',
    resource: ({ incidentRecordArn }) => incidentRecordArn,
    input: structure({
      incidentRecordArn: required(Arn),
      maxResults: integer({ min: 1, max: 20 }),
      nextToken: NextToken,
    }),
    output: structure({ findings: required(FindingSummaryList), nextToken: NextToken }),
  }),
  BatchGetIncidentFindings: operation({
    access: 'read',
    http: { method: 'POST', uri: '/batchGetIncidentFindings' },
    incident: 'incidentRecordArn',
    resource: ({ incidentRecordArn }) => incidentRecordArn,
    input: structure({ findingIds: required(FindingIdList), incidentRecordArn: required(Arn) }),
    output: structure({ errors: required(FindingErrorList), findings: required(FindingList) }),
  }),
};
