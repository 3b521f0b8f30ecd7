import type { GoodCases } from './good-cases.ts';
import { policyOf } from './seed.ts';

/** What the official client hears of a good call of ssm-incidents, and what a reader sees after a change. */

const ADMIN = 'arn:aws:iam::123456789012:user/admin';
const RECORD = /^arn:aws:ssm-incidents::123456789012:incident-record\/payments\/[0-9a-f-]{36}$/;
const UUID = /^[0-9a-f-]{36}$/;
const openRecord = { impact: 2, status: 'OPEN', title: 'Trouble with payments' };
const source = { createdBy: ADMIN, source: 'aws.ssm-incidents.custom' };

export const goodIncidents: GoodCases = {
  'ssm-incidents CreateReplicationSet': {
    caller: 'bare',
    want: () => ({ arn: /^arn:aws:ssm-incidents::310987654321:replication-set\/[0-9a-f-]{36}$/ }),
  },
  'ssm-incidents GetReplicationSet': {
    want: ({ setArn, start }) => ({
      replicationSet: {
        arn: setArn,
        createdBy: ADMIN,
        createdTime: start,
        deletionProtected: false,
        regionMap: { 'us-east-1': { sseKmsKeyId: 'DefaultKey', status: 'ACTIVE' } },
        status: 'ACTIVE',
      },
    }),
  },
  'ssm-incidents ListReplicationSets': { want: ({ setArn }) => ({ replicationSetArns: [setArn] }) },
  'ssm-incidents UpdateReplicationSet': {
    seen: ({ setArn: arn }) => ({
      title: 'ssm-incidents GetReplicationSet',
      input: { arn },
      want: { replicationSet: { regionMap: { 'eu-central-1': { status: 'CREATING' } }, status: 'UPDATING' } },
    }),
  },
  'ssm-incidents UpdateDeletionProtection': {
    seen: ({ setArn: arn }) => ({
      title: 'ssm-incidents GetReplicationSet',
      input: { arn },
      want: { replicationSet: { deletionProtected: true } },
    }),
  },
  'ssm-incidents CreateResponsePlan': {
    want: () => ({ arn: 'arn:aws:ssm-incidents::123456789012:response-plan/another' }),
  },
  'ssm-incidents GetResponsePlan': {
    want: ({ planArn, tiersArn }) => ({
      arn: planArn,
      name: 'payments',
      engagements: [tiersArn],
      incidentTemplate: { title: 'Trouble with payments', impact: 2, summary: 'p99 over 2 s' },
    }),
  },
  'ssm-incidents ListResponsePlans': {
    want: ({ planArn }) => ({
      responsePlanSummaries: [{ name: 'another' }, { arn: planArn, name: 'payments' }],
    }),
  },
  'ssm-incidents UpdateResponsePlan': {
    seen: ({ planArn: arn }) => ({
      title: 'ssm-incidents GetResponsePlan',
      input: { arn },
      want: { displayName: 'Changed', name: 'payments', incidentTemplate: { impact: 2 } },
    }),
  },
  'ssm-incidents GetIncidentRecord': {
    want: ({ incidentArn, now }) => ({
      incidentRecord: {
        ...openRecord,
        arn: incidentArn,
        creationTime: now,
        dedupeString: /./,
        incidentRecordSource: source,
        lastModifiedBy: ADMIN,
        lastModifiedTime: /./,
        summary: 'p99 over 2 s',
      },
    }),
  },
  'ssm-incidents ListIncidentRecords': {
    want: ({ incidentArn, now }) => ({
      incidentRecordSummaries: [{ ...openRecord, arn: incidentArn, creationTime: now, incidentRecordSource: source }],
    }),
  },
  'ssm-incidents StartIncident': { want: () => ({ incidentRecordArn: RECORD }) },
  'ssm-incidents UpdateIncidentRecord': {
    seen: ({ incidentArn: arn }) => ({
      title: 'ssm-incidents GetIncidentRecord',
      input: { arn },
      want: { incidentRecord: { arn, title: 'Changed', impact: 2, status: 'OPEN' } },
    }),
  },
  'ssm-incidents ListTimelineEvents': {
    input: ({ incidentArn }) => ({
      incidentRecordArn: incidentArn,
      filters: [{ key: 'eventType', condition: { equals: { stringValues: ['Note'] } } }],
    }),
    want: ({ incidentArn, noteId, now }) => ({
      eventSummaries: [{ incidentRecordArn: incidentArn, eventId: noteId, eventType: 'Note', eventTime: now }],
    }),
  },
  'ssm-incidents GetTimelineEvent': {
    input: ({ incidentArn, noteId }) => ({ incidentRecordArn: incidentArn, eventId: noteId }),
    want: ({ incidentArn, noteId, now }) => ({
      event: {
        eventData: '"first"',
        eventId: noteId,
        eventTime: now,
        eventType: 'Note',
        eventUpdatedTime: now,
        incidentRecordArn: incidentArn,
      },
    }),
  },
  'ssm-incidents CreateTimelineEvent': {
    want: ({ incidentArn }) => ({ eventId: UUID, incidentRecordArn: incidentArn }),
    seen: ({ incidentArn: incidentRecordArn }, { eventId }) => ({
      title: 'ssm-incidents GetTimelineEvent',
      input: { incidentRecordArn, eventId },
      want: { event: { eventData: '"seen"', eventTime: new Date(1_767_323_400_000), eventType: 'Note' } },
    }),
  },
  'ssm-incidents UpdateTimelineEvent': {
    seen: ({ incidentArn: incidentRecordArn, noteId: eventId }) => ({
      title: 'ssm-incidents GetTimelineEvent',
      input: { incidentRecordArn, eventId },
      want: { event: { eventData: '"better"', eventType: 'Note' } },
    }),
  },
  'ssm-incidents DeleteTimelineEvent': {
    seen: ({ incidentArn: incidentRecordArn, noteId: eventId }) => ({
      title: 'ssm-incidents GetTimelineEvent',
      input: { incidentRecordArn, eventId },
      gone: 'ResourceNotFoundException',
    }),
  },
  'ssm-incidents UpdateRelatedItems': {
    seen: ({ incidentArn: incidentRecordArn }) => ({
      title: 'ssm-incidents ListRelatedItems',
      input: { incidentRecordArn },
      want: { relatedItems: [{ identifier: { type: 'OTHER', value: { url: 'https://example.com/b' } } }] },
    }),
  },
  'ssm-incidents ListRelatedItems': {
    want: () => ({ relatedItems: [{ generatedId: /^related-item\/OTHER\//, identifier: { type: 'OTHER' } }] }),
  },
  'ssm-incidents ListIncidentFindings': {
    want: ({ findingId, now }) => ({ findings: [{ id: findingId, lastModifiedTime: now }] }),
  },
  'ssm-incidents BatchGetIncidentFindings': {
    input: ({ incidentArn, findingId }) => ({ incidentRecordArn: incidentArn, findingIds: [findingId, 'none'] }),
    want: ({ findingId, now }) => ({
      findings: [
        {
          id: findingId,
          creationTime: now,
          details: { codeDeployDeployment: { deploymentId: 'd-1', deploymentGroupArn: /shop\/web$/, startTime: now } },
        },
      ],
      errors: [{ findingId: 'none', code: 'ResourceNotFoundException', message: /none/ }],
    }),
  },
  'ssm-incidents PutResourcePolicy': {
    want: ({ policyId }) => ({ policyId }),
  },
  'ssm-incidents GetResourcePolicies': {
    want: ({ planArn, policyId }) => ({
      resourcePolicies: [{ policyId, policyDocument: policyOf(planArn), ramResourceShareRegion: 'us-east-1' }],
    }),
  },
  'ssm-incidents DeleteResourcePolicy': {
    seen: ({ planArn: resourceArn }) => ({
      title: 'ssm-incidents GetResourcePolicies',
      input: { resourceArn },
      want: { resourcePolicies: [] },
    }),
  },
  'ssm-incidents TagResource': {
    seen: ({ planArn: resourceArn }) => ({
      title: 'ssm-incidents ListTagsForResource',
      input: { resourceArn },
      want: { tags: { team: 'a' } },
    }),
  },
  'ssm-incidents ListTagsForResource': { want: () => ({ tags: { team: 'a' } }) },
  'ssm-incidents UntagResource': {
    seen: ({ planArn: resourceArn }) => ({
      title: 'ssm-incidents ListTagsForResource',
      input: { resourceArn },
      want: { tags: {} },
      exactly: true,
    }),
  },
};

/** What takes things away, after all else. */
export const goodEnds: GoodCases = {
  'ssm-incidents DeleteIncidentRecord': {
    seen: ({ incidentArn: arn }) => ({
      title: 'ssm-incidents GetIncidentRecord',
      input: { arn },
      gone: 'ResourceNotFoundException',
    }),
  },
  'ssm-incidents DeleteResponsePlan': {
    seen: ({ planArn: arn }) => ({
      title: 'ssm-incidents GetResponsePlan',
      input: { arn },
      gone: 'ResourceNotFoundException',
    }),
  },
  'ssm-incidents DeleteReplicationSet': {
    before: async ({ ask, setArn: arn }) => {
      await ask('ssm-incidents UpdateDeletionProtection', { arn, deletionProtected: false });
    },
    seen: () => ({
      title: 'ssm-incidents ListReplicationSets',
      input: {},
      want: { replicationSetArns: [] },
    }),
  },
};
