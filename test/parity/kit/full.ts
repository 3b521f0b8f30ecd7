import { fullAlarmInputs } from './alarms.ts';
import { fullAutomationInputs } from './automation.ts';
import { fullBusInputs } from './buses.ts';
import { fullDocumentInputs } from './documents.ts';
import { fullMetricInputs } from './metrics.ts';
import { fullRoleInputs } from './roles.ts';
import { fullRotationInputs } from './rotations.ts';
import { fullSecretInputs } from './secrets.ts';
import { inputs, type Seed } from './seed.ts';
import { fullTopicInputs } from './topics.ts';

const SNS = 'arn:aws:sns:us-east-1:123456789012:team';
const AT = new Date('2026-01-02T03:09:08.765Z');

/** Good inputs as the seed's, with as many members set as can be. */
export function full(seed: Seed): Record<string, Record<string, unknown>> {
  const { planArn, incidentArn, ana } = seed;
  const small = inputs(seed);
  const more: Record<string, Record<string, unknown>> = {
    'ssm-incidents CreateReplicationSet': {
      regions: { 'us-east-1': { sseKmsKeyId: 'arn:aws:kms:us-east-1:123456789012:key/x' } },
      tags: { team: 'a' },
    },
    'ssm-incidents CreateResponsePlan': fullPlan('full', [seed.tiersArn, ana.arn]),
    'ssm-incidents StartIncident': {
      title: 'By hand',
      impact: 4,
      triggerDetails: { source: 'app', timestamp: AT, triggerArn: SNS, rawData: '{"a":1}' },
      relatedItems: relatedItems(),
    },
    'ssm-incidents ListIncidentRecords': {
      filters: [
        { key: 'impact', condition: { equals: { integerValues: [2] } } },
        { key: 'status', condition: { equals: { stringValues: ['OPEN'] } } },
        { key: 'creationTime', condition: { after: AT } },
        { key: 'createdBy', condition: { equals: { stringValues: ['x'] } } },
      ],
      maxResults: 5,
      nextToken: 'bm90',
    },
    'ssm-incidents UpdateIncidentRecord': {
      title: 'Changed',
      summary: 'More',
      impact: 1,
      status: 'OPEN',
      chatChannel: { chatbotSns: [SNS] },
      notificationTargets: [{ snsTopicArn: SNS }],
      resolutionPlan: { what: 'Roll back', by: 'ana', until: AT },
    },
    'ssm-incidents ListTimelineEvents': {
      filters: [
        { key: 'eventType', condition: { equals: { stringValues: ['Note'] } } },
        { key: 'eventTime', condition: { before: AT } },
        { key: 'eventReference', condition: { equals: { stringValues: [SNS] } } },
      ],
      sortBy: 'EVENT_TIME',
      sortOrder: 'ASCENDING',
      maxResults: 5,
    },
    'ssm-incidents CreateTimelineEvent': {
      eventReferences: [{ resource: SNS }, { relatedItemId: `related-item/OTHER/${'A'.repeat(32)}` }],
    },
    'ssm-incidents UpdateReplicationSet': {
      actions: [{ addRegionAction: { regionName: 'eu-central-1', sseKmsKeyId: 'arn:aws:kms:x:123456789012:key/x' } }],
    },
    'ssm-incidents ListResponsePlans': { maxResults: 5, nextToken: 'bm90' },
    'ssm-incidents UpdateResponsePlan': fullPlanUpdate([seed.tiersArn, ana.arn]),
    'ssm-incidents ListIncidents': {
      filters: [{ key: 'status', condition: { equals: { stringValues: ['Resolved'] } } }],
      maxResults: 5,
    },
    'ssm-incidents ListRelatedItems': { maxResults: 5, nextToken: 'bm90' },
    'ssm-incidents UpdateRelatedItems': {
      relatedItemsUpdate: {
        itemToAdd: {
          generatedId: `related-item/OTHER/${'A'.repeat(32)}`,
          identifier: {
            type: 'OTHER',
            value: { pagerDutyIncidentDetail: { id: 'P1', autoResolve: true, secretId: 'secret' } },
          },
          title: 'At PagerDuty',
        },
      },
    },
    'ssm-incidents ListIncidentFindings': { maxResults: 5, nextToken: 'bm90' },
    'ssm-incidents UpdateTimelineEvent': {
      eventType: 'Custom Event',
      eventTime: AT,
      eventReferences: [{ resource: SNS }, { relatedItemId: `related-item/OTHER/${'A'.repeat(32)}` }],
    },
    'ssm-incidents GetResourcePolicies': { maxResults: 5, nextToken: 'bm90' },
    'ssm-incidents UntagResource': { tagKeys: ['team', 'cost center'] },
    'ssm-contacts CreateContact': {
      DisplayName: 'Carol C.',
      Type: 'ONCALL_SCHEDULE',
      Plan: { RotationIds: [seed.rotation.arn], Stages: [] },
      Tags: [{ Key: 'team', Value: 'a' }],
    },
    'ssm-contacts UpdateContact': {
      DisplayName: 'Ana A.',
      Plan: {
        Stages: [
          {
            DurationInMinutes: 3,
            Targets: [{ ChannelTargetInfo: { ContactChannelId: ana.channelArn, RetryIntervalInMinutes: 1 } }],
          },
        ],
      },
    },
    'ssm-contacts ListContacts': { AliasPrefix: 'a', Type: 'PERSONAL', MaxResults: 5 },
    'ssm-contacts ListContactChannels': { MaxResults: 5 },
    'ssm-contacts UpdateContactChannel': { DeliveryAddress: { SimpleAddress: ana.address } },
    'ssm-contacts StartEngagement': {
      PublicSubject: 'Come',
      PublicContent: 'You are engaged',
      IncidentId: incidentArn,
    },
    'ssm-contacts StopEngagement': { Reason: 'by hand' },
    'ssm-contacts ListPagesByContact': { MaxResults: 5 },
    'ssm-contacts ListEngagements': {
      IncidentId: incidentArn,
      MaxResults: 5,
      TimeRangeValue: { StartTime: AT, EndTime: AT },
    },
    'ssm-contacts AcceptPage': { AcceptCodeValidation: 'ENFORCE', ContactChannelId: ana.channelArn, Note: 'on it' },
    ...fullRotationInputs,
    ...fullRoleInputs,
    ...fullSecretInputs,
    ...fullDocumentInputs,
    ...fullAutomationInputs,
    ...fullTopicInputs,
    ...fullBusInputs,
    'events PutRule': {
      Description: 'All of it',
      RoleArn: 'arn:aws:iam::123456789012:role/x',
      State: 'ENABLED',
      EventBusName: 'default',
      Tags: [{ Key: 'team', Value: 'a' }],
    },
    'events PutTargets': {
      EventBusName: 'default',
      Targets: [{ Id: 'plan', Arn: planArn, RoleArn: 'arn:aws:iam::123456789012:role/x' }],
    },
    'events PutEvents': {
      Entries: [
        {
          Source: 'app',
          DetailType: 'x',
          Detail: '{"b":{"c":[1]}}',
          Resources: [SNS],
          Time: AT,
          EventBusName: 'default',
          TraceHeader: 'Root=1',
        },
      ],
    },
    'events ListRules': { EventBusName: 'default', Limit: 5, NamePrefix: 'a' },
    'events DescribeRule': { EventBusName: 'default' },
    'events EnableRule': { EventBusName: 'default' },
    'events DisableRule': { EventBusName: 'default' },
    'events DeleteRule': { EventBusName: 'default', Force: true },
    'events ListTargetsByRule': { EventBusName: 'default', Limit: 5 },
    'events RemoveTargets': { EventBusName: 'default', Force: true },
    ...fullAlarmInputs(planArn),
    ...fullMetricInputs,
  };
  return Object.fromEntries(Object.entries(small).map(([title, input]) => [title, { ...input, ...more[title] }]));
}

export const relatedItems = () => [
  { identifier: { type: 'OTHER', value: { url: 'https://example.com/a' } }, title: 'A link' },
  { identifier: { type: 'INVOLVED_RESOURCE', value: { arn: SNS } }, title: 'A topic' },
  { identifier: { type: 'METRIC', value: { metricDefinition: '[{"id":"m1"}]' } } },
];

/** A response plan with every member set. */
export const fullPlan = (name: string, engagements: string[]) => ({
  name,
  displayName: 'The full plan',
  incidentTemplate: {
    title: 'Full',
    impact: 3,
    summary: 'p99 over 2 s',
    dedupeString: 'full-dedupe',
    notificationTargets: [{ snsTopicArn: SNS }],
    incidentTags: { team: 'a', 'cost center': '4:2' },
  },
  engagements,
  chatChannel: { chatbotSns: [SNS, `${SNS}2`] },
  actions: [
    {
      ssmAutomation: {
        documentName: 'Restart',
        documentVersion: '$LATEST',
        roleArn: 'arn:aws:iam::123456789012:role/runbook',
        targetAccount: 'RESPONSE_PLAN_OWNER_ACCOUNT',
        parameters: { Fleet: ['a', 'b'], Empty: [] },
        dynamicParameters: { Incident: { variable: 'INCIDENT_RECORD_ARN' } },
      },
    },
  ],
  integrations: [
    {
      pagerDutyConfiguration: { name: 'pd', secretId: 'secret', pagerDutyIncidentConfiguration: { serviceId: 'P123' } },
    },
  ],
  tags: { team: 'a' },
});

/** The members of `fullPlan` as an update has them. */
export function fullPlanUpdate(engagements: string[]) {
  const { name: _name, tags: _tags, incidentTemplate, ...rest } = fullPlan('full', engagements);
  return {
    ...rest,
    incidentTemplateTitle: incidentTemplate.title,
    incidentTemplateImpact: incidentTemplate.impact,
    incidentTemplateSummary: incidentTemplate.summary,
    incidentTemplateDedupeString: incidentTemplate.dedupeString,
    incidentTemplateNotificationTargets: incidentTemplate.notificationTargets,
    incidentTemplateTags: incidentTemplate.incidentTags,
  };
}
