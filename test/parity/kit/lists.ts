import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  CreateEventBusCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateSecretCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import {
  CreateContactChannelCommand,
  CreateRotationCommand,
  CreateRotationOverrideCommand,
} from '@aws-sdk/client-ssm-contacts';
import {
  CreateTimelineEventCommand,
  PutResourcePolicyCommand,
  type RelatedItem,
  StartIncidentCommand,
  UpdateRelatedItemsCommand,
} from '@aws-sdk/client-ssm-incidents';
import { responsePlan } from '../../kit/scenario.ts';
import type { World } from '../../kit/world.ts';
import { metricAlarm } from './alarms.ts';
import { automationLists, moreExecutions } from './automation.ts';
import { moreDocuments } from './documents.ts';
import { daily } from './rotations.ts';
import { policyOf, type Seed } from './seed.ts';

/** Every list that comes in pages, and several of what each lists. */

export interface List {
  title: string;
  /** What is listed, and with other filters: tokens of the one must not continue the other. */
  input: Record<string, unknown>;
  otherwise?: Record<string, unknown>;
  token: string;
  size: string;
  items: string;
  id: string | undefined;
  code: string;
}

/** Adds to the seed until every list has several items. Answers the ARN of another incident. */
export async function manyOfEach(world: World, seeded: Seed): Promise<string> {
  let otherArn: string | undefined;
  for (let more = 0; more < 3; more += 1) {
    const { incidentRecordArn } = await world.aws.incidents.send(
      new StartIncidentCommand({ responsePlanArn: seeded.planArn, title: `More ${more}` }),
    );
    otherArn = incidentRecordArn;
    await responsePlan(world, `payments-${more}`, []);
    const policy = policyOf(seeded.planArn, `21098765432${more + 5}`);
    await world.aws.incidents.send(new PutResourcePolicyCommand({ resourceArn: seeded.planArn, policy }));
    const itemToAdd: RelatedItem = { identifier: { type: 'OTHER', value: { url: `https://example.com/${more}` } } };
    const update = { incidentRecordArn: seeded.incidentArn, relatedItemsUpdate: { itemToAdd } };
    await world.aws.incidents.send(new UpdateRelatedItemsCommand(update));
    await world.aws.cloudwatch.send(new PutMetricAlarmCommand(metricAlarm(['Straße', 'alpha', 'Zulu'][more]!)));
    await world.aws.events.send(new PutRuleCommand({ Name: `more-${more}`, EventPattern: '{"source":["app"]}' }));
    const target = { Id: `more-${more}`, Arn: seeded.planArn };
    for (const Rule of ['alarms', `more-${more}`])
      await world.aws.events.send(new PutTargetsCommand({ Rule, Targets: [target] }));
    await moreBuses(world, seeded, `more-${more}`);
    await world.aws.secrets.send(new CreateSecretCommand({ Name: `more/${more}` }));
    const value = { SecretId: seeded.secret.arn, SecretString: `${more}`, VersionStages: [`stage-${more}`] };
    await world.aws.secrets.send(new PutSecretValueCommand(value));
    await moreDocuments(world, more);
    await moreExecutions(world);
    const note = {
      incidentRecordArn: seeded.incidentArn,
      eventType: 'Note',
      eventData: `"${more}"`,
      eventTime: world.now(),
    };
    await world.aws.incidents.send(new CreateTimelineEventCommand(note));
    const channel = {
      ContactId: seeded.ana.arn,
      Name: `more ${more}`,
      Type: 'EMAIL',
      DeliveryAddress: { SimpleAddress: `ana.${more}@example.com` },
      DeferActivation: true,
    } as const;
    await world.aws.contacts.send(new CreateContactChannelCommand(channel));
  }
  for (const hour of [14, 16, 18]) {
    const time = (minute: string) => new Date(`2026-01-03T${hour}:${minute}:00Z`);
    const override = { RotationId: seeded.rotation.arn, NewContactIds: [], StartTime: time('00'), EndTime: time('45') };
    await world.aws.contacts.send(new CreateRotationOverrideCommand(override));
    const rotation = { Name: `P${hour}`, ContactIds: [seeded.bo.arn], TimeZoneId: 'UTC', Recurrence: daily };
    await world.aws.contacts.send(new CreateRotationCommand(rotation));
  }
  for (const deploymentId of ['d-1', 'd-2', 'd-3']) {
    const Detail = JSON.stringify({ application: 'shop', deploymentGroup: 'web', deploymentId, state: 'START' });
    const DetailType = 'CodeDeploy Deployment State-change Notification';
    const entry = { Source: 'aws.codedeploy', DetailType, Detail, Time: world.now() };
    await world.aws.events.send(new PutEventsCommand({ Entries: [entry] }));
  }
  await world.runDue();
  world.mail.take(seeded.ana.address);
  await world.advance({ minutes: 5 });
  for (const { address } of [seeded.ana, seeded.bo]) world.mail.take(address);
  return otherArn!;
}

async function moreBuses({ aws: { events } }: World, { bus }: Seed, Name: string): Promise<void> {
  await events.send(new CreateEventBusCommand({ Name }));
  const AuthParameters = { BasicAuthParameters: { Username: 'u', Password: 'p' } };
  await events.send(new CreateConnectionCommand({ Name, AuthorizationType: 'BASIC', AuthParameters }));
  const called = { InvocationEndpoint: 'https://hooks.example.com/x', HttpMethod: 'POST' } as const;
  await events.send(new CreateApiDestinationCommand({ Name, ConnectionArn: bus.connectionArn, ...called }));
}

export function listsOf(seeded: Seed, otherArn: string): List[] {
  const lower = { token: 'nextToken', size: 'maxResults', code: 'ValidationException' };
  const upper = { token: 'NextToken', size: 'MaxResults', code: 'ValidationException' };
  const { incidentArn, engagementArn, pageArn } = seeded;
  const range = { StartTime: Date.UTC(2026, 0, 3) / 1_000, EndTime: Date.UTC(2026, 0, 9) / 1_000 };
  const preview = { Members: ['ana', 'bo', 'cy'], TimeZoneId: 'Europe/Berlin', Recurrence: daily };
  const open = [{ key: 'status', condition: { equals: { stringValues: ['OPEN'] } } }];
  return [
    {
      ...lower,
      title: 'ssm-incidents ListIncidentRecords',
      input: {},
      otherwise: { filters: open },
      items: 'incidentRecordSummaries',
      id: 'arn',
    },
    {
      ...lower,
      title: 'ssm-incidents ListTimelineEvents',
      input: { incidentRecordArn: incidentArn },
      otherwise: { incidentRecordArn: incidentArn, sortOrder: 'ASCENDING' },
      items: 'eventSummaries',
      id: 'eventId',
    },
    {
      ...lower,
      title: 'ssm-incidents ListTimelineEvents',
      input: { incidentRecordArn: incidentArn, sortOrder: 'ASCENDING' },
      items: 'eventSummaries',
      id: 'eventId',
    },
    { ...lower, title: 'ssm-incidents ListResponsePlans', input: {}, items: 'responsePlanSummaries', id: 'name' },
    {
      ...lower,
      title: 'ssm-incidents ListRelatedItems',
      input: { incidentRecordArn: incidentArn },
      otherwise: { incidentRecordArn: otherArn },
      items: 'relatedItems',
      id: 'generatedId',
    },
    {
      ...lower,
      title: 'ssm-incidents GetResourcePolicies',
      input: { resourceArn: seeded.planArn },
      otherwise: { resourceArn: `${seeded.planArn}-0` },
      items: 'resourcePolicies',
      id: 'policyId',
    },
    {
      ...lower,
      title: 'ssm-incidents ListIncidentFindings',
      input: { incidentRecordArn: incidentArn },
      otherwise: { incidentRecordArn: otherArn },
      items: 'findings',
      id: 'id',
    },
    { ...lower, title: 'ssm-incidents ListReplicationSets', input: {}, items: 'replicationSetArns', id: undefined },
    {
      ...upper,
      title: 'ssm-contacts ListContacts',
      input: {},
      otherwise: { Type: 'PERSONAL' },
      items: 'Contacts',
      id: 'ContactArn',
    },
    {
      ...upper,
      title: 'ssm-contacts ListContactChannels',
      input: { ContactId: seeded.ana.arn },
      otherwise: { ContactId: seeded.bo.arn },
      items: 'ContactChannels',
      id: 'ContactChannelArn',
    },
    {
      ...upper,
      title: 'ssm-contacts ListPagesByContact',
      input: { ContactId: seeded.ana.arn },
      otherwise: { ContactId: seeded.bo.arn },
      items: 'Pages',
      id: 'PageArn',
    },
    {
      ...upper,
      title: 'ssm-contacts ListEngagements',
      input: {},
      otherwise: { IncidentId: incidentArn },
      items: 'Engagements',
      id: 'EngagementArn',
    },
    {
      ...upper,
      title: 'ssm-contacts ListPagesByEngagement',
      input: { EngagementId: engagementArn },
      items: 'Pages',
      id: 'PageArn',
    },
    {
      ...upper,
      title: 'ssm-contacts ListPageReceipts',
      input: { PageId: pageArn },
      items: 'Receipts',
      id: 'ReceiptType',
    },
    {
      ...upper,
      title: 'ssm-contacts ListRotations',
      input: {},
      otherwise: { RotationNamePrefix: 'P' },
      items: 'Rotations',
      id: 'RotationArn',
    },
    {
      ...upper,
      title: 'ssm-contacts ListRotationOverrides',
      input: { RotationId: seeded.rotation.arn, ...range },
      otherwise: { RotationId: seeded.rotation.arn, ...range, StartTime: range.StartTime + 60 },
      items: 'RotationOverrides',
      id: 'RotationOverrideId',
    },
    {
      ...upper,
      title: 'ssm-contacts ListRotationShifts',
      input: { RotationId: seeded.rotation.arn, EndTime: range.EndTime },
      otherwise: { RotationId: seeded.rotation.arn, ...range },
      items: 'RotationShifts',
      id: 'StartTime',
    },
    {
      ...upper,
      title: 'ssm-contacts ListPreviewRotationShifts',
      input: { ...preview, EndTime: range.EndTime },
      otherwise: { ...preview, ...range },
      items: 'RotationShifts',
      id: 'StartTime',
    },
    ...(['created-date', 'name', 'last-accessed-date'] as const).flatMap((SortBy) =>
      (['asc', 'desc'] as const).map((SortOrder) => ({
        ...upper,
        code: 'InvalidNextTokenException',
        title: 'secretsmanager ListSecrets',
        input: { SortBy, SortOrder },
        otherwise: { SortBy, SortOrder, Filters: [{ Key: 'name', Values: ['more'] }] },
        items: 'SecretList',
        id: 'ARN',
      })),
    ),
    {
      ...upper,
      code: 'InvalidNextTokenException',
      title: 'secretsmanager ListSecretVersionIds',
      input: { SecretId: seeded.secret.arn },
      otherwise: { SecretId: 'more/0' },
      items: 'Versions',
      id: 'VersionId',
    },
    {
      ...upper,
      size: 'Limit',
      title: 'events ListRules',
      input: {},
      otherwise: { NamePrefix: 'more' },
      items: 'Rules',
      id: 'Name',
    },
    {
      ...upper,
      size: 'Limit',
      title: 'events ListTargetsByRule',
      input: { Rule: 'alarms' },
      otherwise: { Rule: 'more-0' },
      items: 'Targets',
      id: 'Id',
    },
    {
      ...upper,
      size: 'Limit',
      title: 'events ListEventBuses',
      input: {},
      otherwise: { NamePrefix: 'm' },
      items: 'EventBuses',
      id: 'Arn',
    },
    {
      ...upper,
      size: 'Limit',
      title: 'events ListRuleNamesByTarget',
      input: { TargetArn: seeded.planArn },
      otherwise: { TargetArn: `${seeded.planArn}-0` },
      items: 'RuleNames',
      id: undefined,
    },
    {
      ...upper,
      size: 'Limit',
      title: 'events ListConnections',
      input: {},
      otherwise: { NamePrefix: 'm' },
      items: 'Connections',
      id: 'Name',
    },
    {
      ...upper,
      size: 'Limit',
      title: 'events ListApiDestinations',
      input: {},
      otherwise: { ConnectionArn: seeded.bus.connectionArn },
      items: 'ApiDestinations',
      id: 'Name',
    },
    ...automationLists(seeded.executionId).map((list) => ({ ...upper, code: 'InvalidNextToken', ...list })),
    {
      ...upper,
      code: 'InvalidNextToken',
      title: 'ssm ListDocuments',
      input: {},
      otherwise: { Filters: [{ Key: 'Owner', Values: ['Self'] }] },
      items: 'DocumentIdentifiers',
      id: 'Name',
    },
    {
      ...upper,
      code: 'InvalidNextToken',
      title: 'ssm ListDocumentVersions',
      input: { Name: 'restart' },
      otherwise: { Name: 'more-0' },
      items: 'DocumentVersions',
      id: 'DocumentVersion',
    },
    {
      ...upper,
      code: 'InvalidNextToken',
      title: 'ssm DescribeParameters',
      input: {},
      otherwise: { ParameterFilters: [{ Key: 'Type', Values: ['String'] }] },
      items: 'Parameters',
      id: 'Name',
    },
    {
      ...upper,
      code: 'InvalidNextToken',
      title: 'ssm GetParametersByPath',
      input: { Path: '/app' },
      otherwise: { Path: '/app', Recursive: true },
      items: 'Parameters',
      id: 'Name',
    },
    {
      ...upper,
      size: 'MaxRecords',
      code: 'InvalidNextToken',
      title: 'cloudwatch DescribeAlarms',
      input: {},
      otherwise: { StateValue: 'INSUFFICIENT_DATA' },
      items: 'MetricAlarms',
      id: 'AlarmName',
    },
  ];
}
