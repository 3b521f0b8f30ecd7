import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { ListEngagementsCommand, ListPagesByEngagementCommand } from '@aws-sdk/client-ssm-contacts';
import {
  CreateTimelineEventCommand,
  ListTimelineEventsCommand,
  PutResourcePolicyCommand,
  StartIncidentCommand,
} from '@aws-sdk/client-ssm-incidents';
import {
  alarmRule,
  answersIn,
  escalation,
  type Person,
  person,
  replicationSet,
  responsePlan,
} from '../../kit/scenario.ts';
import type { World } from '../../kit/world.ts';
import { alarmInputs, metricAlarm } from './alarms.ts';
import { automationInputs, seedExecution } from './automation.ts';
import { busInputs, type SeededBus, seedBus } from './buses.ts';
import { documentInputs, seedDocument } from './documents.ts';
import { metricInputs, seedMetrics } from './metrics.ts';
import { roleInputs, type SeededRole, seedRole } from './roles.ts';
import { rotationInputs, type SeededRotation, seedRotation } from './rotations.ts';
import { secretInputs } from './secrets.ts';
import { type SeededTopic, seedTopic, topicInputs } from './topics.ts';

/** An event's envelope as TestEventPattern takes it. */
const TRIED = JSON.stringify({
  id: '1',
  account: '123456789012',
  source: 'app',
  time: '2026-01-02T03:10:00Z',
  region: 'us-east-1',
  resources: [],
  'detail-type': 'x',
});

/** One of everything, so that every operation has something to act on. */
export interface Seed {
  setArn: string;
  planArn: string;
  incidentArn: string;
  /** An event that Muster wrote. */
  eventId: string;
  /** A note, which its writer may change. */
  noteId: string;
  policyId: string;
  ana: Person;
  bo: Person;
  tiersArn: string;
  /** The escalation plan's. */
  rootArn: string;
  /** Ana's own below it. */
  engagementArn: string;
  pageArn: string;
  code: string;
  rotation: SeededRotation;
  secret: { arn: string; version: string };
  topic: SeededTopic;
  bus: SeededBus;
  executionId: string;
  role: SeededRole;
}

export async function seed(world: World): Promise<Seed> {
  const setArn = await replicationSet(world);
  const ana = await person(world, 'ana');
  const bo = await person(world, 'bo');
  const tiersArn = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana] },
    { minutes: 5, people: [bo] },
  ]);
  const planArn = await responsePlan(world, 'payments', [tiersArn]);
  await alarmRule(world, planArn);
  await world.aws.events.send(new PutRuleCommand({ Name: 'idle', EventPattern: '{"source":["app"]}' }));
  await world.aws.cloudwatch.send(new PutMetricAlarmCommand(metricAlarm('Latency')));
  await seedMetrics(world);
  const { incidentRecordArn: incidentArn } = await world.aws.incidents.send(
    new StartIncidentCommand({ responsePlanArn: planArn }),
  );
  await world.runDue();
  const { code, pageArn } = answersIn(world.mail.take(ana.address)[0]!);
  const { Engagements } = await world.aws.contacts.send(new ListEngagementsCommand({ IncidentId: incidentArn }));
  const engagementArn = Engagements!.find(({ ContactArn }) => ContactArn === ana.arn)!.EngagementArn!;
  const rootArn = Engagements!.find(({ ContactArn }) => ContactArn === tiersArn)!.EngagementArn!;
  await world.aws.contacts.send(new ListPagesByEngagementCommand({ EngagementId: engagementArn }));
  const { eventSummaries } = await world.aws.incidents.send(
    new ListTimelineEventsCommand({ incidentRecordArn: incidentArn }),
  );
  const note = { incidentRecordArn: incidentArn, eventType: 'Note', eventData: '"first"', eventTime: world.now() };
  const { eventId: noteId } = await world.aws.incidents.send(new CreateTimelineEventCommand(note));
  const shared = { resourceArn: planArn, policy: policyOf(planArn) };
  const { policyId } = await world.aws.incidents.send(new PutResourcePolicyCommand(shared));
  const kept = await world.aws.secrets.send(new CreateSecretCommand({ Name: 'pager/token', SecretString: 'first' }));
  await seedDocument(world);
  return {
    setArn,
    planArn,
    incidentArn: incidentArn!,
    eventId: eventSummaries![0]!.eventId!,
    noteId: noteId!,
    policyId: policyId!,
    ana,
    bo,
    tiersArn,
    rootArn,
    engagementArn,
    pageArn,
    code,
    rotation: await seedRotation(world, [ana, bo]),
    secret: { arn: kept.ARN!, version: kept.VersionId! },
    topic: await seedTopic(world),
    bus: await seedBus(world),
    executionId: await seedExecution(world),
    role: await seedRole(world),
  };
}

/** What another account may do with a contact. */
export const sharingPolicy = (contactArn: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'engage',
        Effect: 'Allow',
        Principal: { AWS: ['210987654321'] },
        Action: ['ssm-contacts:GetContact', 'ssm-contacts:StartEngagement'],
        Resource: [contactArn, `${contactArn.replace(':contact/', ':engagement/')}/*`],
      },
    ],
  });

/** A policy that shares a plan with another account. */
export const policyOf = (planArn: string, account = '210987654321') =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: account },
        Action: ['ssm-incidents:GetResponsePlan', 'ssm-incidents:StartIncident'],
        Resource: [planArn, planArn.replace('response-plan', 'incident-record').concat('/*')],
      },
    ],
  });

/** A good input for every operation, by `service Operation`; the ARNs are the seed's. */
export function inputs(seed: Seed): Record<string, Record<string, unknown>> {
  const { planArn, incidentArn, eventId, noteId, ana } = seed;
  return {
    'ssm-incidents CreateReplicationSet': { regions: { 'us-east-1': {} } },
    'ssm-incidents GetReplicationSet': { arn: seed.setArn },
    'ssm-incidents ListReplicationSets': {},
    'ssm-incidents CreateResponsePlan': {
      name: 'another',
      incidentTemplate: { title: 'Another', impact: 3 },
      engagements: [ana.arn],
    },
    'ssm-incidents GetResponsePlan': { arn: planArn },
    'ssm-incidents StartIncident': { responsePlanArn: planArn },
    'ssm-incidents GetIncidentRecord': { arn: incidentArn },
    'ssm-incidents ListIncidentRecords': {},
    'ssm-incidents UpdateIncidentRecord': { arn: incidentArn, title: 'Changed' },
    'ssm-incidents ListTimelineEvents': { incidentRecordArn: incidentArn },
    'ssm-incidents GetTimelineEvent': { incidentRecordArn: incidentArn, eventId },
    'ssm-incidents CreateTimelineEvent': {
      incidentRecordArn: incidentArn,
      eventType: 'Note',
      eventData: '"seen"',
      eventTime: 1767323400,
    },
    'ssm-incidents UpdateReplicationSet': {
      arn: seed.setArn,
      actions: [{ addRegionAction: { regionName: 'eu-central-1' } }],
    },
    'ssm-incidents UpdateDeletionProtection': { arn: seed.setArn, deletionProtected: true },
    'ssm-incidents DeleteReplicationSet': { arn: seed.setArn },
    'ssm-incidents ListResponsePlans': {},
    'ssm-incidents UpdateResponsePlan': { arn: planArn, displayName: 'Changed' },
    'ssm-incidents DeleteResponsePlan': { arn: planArn },
    'ssm-incidents ListIncidents': {},
    'ssm-incidents DeleteIncidentRecord': { arn: incidentArn },
    'ssm-incidents ListRelatedItems': { incidentRecordArn: incidentArn },
    'ssm-incidents UpdateRelatedItems': {
      incidentRecordArn: incidentArn,
      relatedItemsUpdate: { itemToAdd: { identifier: { type: 'OTHER', value: { url: 'https://example.com/b' } } } },
    },
    'ssm-incidents ListIncidentFindings': { incidentRecordArn: incidentArn },
    'ssm-incidents BatchGetIncidentFindings': { incidentRecordArn: incidentArn, findingIds: ['none'] },
    'ssm-incidents UpdateTimelineEvent': { incidentRecordArn: incidentArn, eventId: noteId, eventData: '"better"' },
    'ssm-incidents DeleteTimelineEvent': { incidentRecordArn: incidentArn, eventId: noteId },
    'ssm-incidents PutResourcePolicy': { resourceArn: planArn, policy: policyOf(planArn) },
    'ssm-incidents GetResourcePolicies': { resourceArn: planArn },
    'ssm-incidents DeleteResourcePolicy': { resourceArn: planArn, policyId: seed.policyId },
    'ssm-incidents TagResource': { resourceArn: planArn, tags: { team: 'a' } },
    'ssm-incidents UntagResource': { resourceArn: planArn, tagKeys: ['team'] },
    'ssm-incidents ListTagsForResource': { resourceArn: planArn },
    'ssm-contacts CreateContact': {
      Alias: 'carol',
      Type: 'ESCALATION',
      Plan: {
        Stages: [{ DurationInMinutes: 1, Targets: [{ ContactTargetInfo: { ContactId: ana.arn, IsEssential: true } }] }],
      },
    },
    'ssm-contacts GetContact': { ContactId: ana.arn },
    'ssm-contacts UpdateContact': { ContactId: ana.arn, DisplayName: 'Changed' },
    'ssm-contacts CreateContactChannel': {
      ContactId: ana.arn,
      Name: 'second',
      Type: 'EMAIL',
      DeliveryAddress: { SimpleAddress: 'ana2@example.com' },
      DeferActivation: true,
    },
    'ssm-contacts GetContactChannel': { ContactChannelId: ana.channelArn },
    'ssm-contacts SendActivationCode': { ContactChannelId: ana.channelArn },
    'ssm-contacts ActivateContactChannel': { ContactChannelId: ana.channelArn, ActivationCode: '123456' },
    'ssm-contacts ListContacts': {},
    'ssm-contacts DeleteContact': { ContactId: seed.tiersArn },
    'ssm-contacts ListContactChannels': { ContactId: ana.arn },
    'ssm-contacts UpdateContactChannel': { ContactChannelId: ana.channelArn, Name: 'changed' },
    'ssm-contacts DeactivateContactChannel': { ContactChannelId: ana.channelArn },
    'ssm-contacts DeleteContactChannel': { ContactChannelId: ana.channelArn },
    'ssm-contacts PutContactPolicy': { ContactArn: ana.arn, Policy: sharingPolicy(ana.arn) },
    'ssm-contacts GetContactPolicy': { ContactArn: ana.arn },
    'ssm-contacts TagResource': { ResourceARN: ana.arn, Tags: [{ Key: 'team', Value: 'a' }] },
    'ssm-contacts UntagResource': { ResourceARN: ana.arn, TagKeys: ['team'] },
    'ssm-contacts ListTagsForResource': { ResourceARN: ana.arn },
    'ssm-contacts StartEngagement': { ContactId: ana.arn, Sender: 'desk', Subject: 'Come', Content: 'Come at once' },
    'ssm-contacts StopEngagement': { EngagementId: seed.engagementArn },
    'ssm-contacts ListPagesByContact': { ContactId: ana.arn },
    'ssm-contacts ListPageResolutions': { PageId: seed.pageArn },
    'ssm-contacts ListEngagements': { IncidentId: incidentArn },
    'ssm-contacts DescribeEngagement': { EngagementId: seed.engagementArn },
    'ssm-contacts ListPagesByEngagement': { EngagementId: seed.engagementArn },
    'ssm-contacts DescribePage': { PageId: seed.pageArn },
    'ssm-contacts ListPageReceipts': { PageId: seed.pageArn },
    'ssm-contacts AcceptPage': { PageId: seed.pageArn, AcceptType: 'READ', AcceptCode: seed.code },
    ...rotationInputs(seed.rotation, ana),
    'events PutRule': { Name: 'another', EventPattern: '{"source":["app"]}' },
    'events PutTargets': { Rule: 'alarms', Targets: [{ Id: 'plan', Arn: planArn }] },
    'events PutEvents': { Entries: [{ Source: 'app', DetailType: 'x', Detail: '{}' }] },
    'events ListRules': {},
    'events DescribeRule': { Name: 'alarms' },
    'events EnableRule': { Name: 'alarms' },
    'events DisableRule': { Name: 'alarms' },
    'events DeleteRule': { Name: 'idle' },
    'events ListTargetsByRule': { Rule: 'alarms' },
    'events RemoveTargets': { Rule: 'alarms', Ids: ['plan'] },
    'events TestEventPattern': { EventPattern: '{"source":["app"]}', Event: TRIED },
    ...alarmInputs,
    ...metricInputs,
    ...roleInputs(seed.role),
    ...secretInputs(seed.secret),
    ...documentInputs,
    ...automationInputs(seed.executionId),
    ...topicInputs(seed.topic),
    ...busInputs(seed.bus),
    'sts GetCallerIdentity': {},
  };
}
