import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { ListEngagementsCommand, ListPagesByEngagementCommand } from '@aws-sdk/client-ssm-contacts';
import { ListTimelineEventsCommand, StartIncidentCommand } from '@aws-sdk/client-ssm-incidents';
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
import { rotationInputs, type SeededRotation, seedRotation } from './rotations.ts';

/** One of everything, so that every operation has something to act on. */
export interface Seed {
  setArn: string;
  planArn: string;
  incidentArn: string;
  eventId: string;
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
  await world.aws.cloudwatch.send(new PutMetricAlarmCommand(metricAlarm('Latency')));
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
  return {
    setArn,
    planArn,
    incidentArn: incidentArn!,
    eventId: eventSummaries![0]!.eventId!,
    ana,
    bo,
    tiersArn,
    rootArn,
    engagementArn,
    pageArn,
    code,
    rotation: await seedRotation(world, [ana, bo]),
  };
}

export const metricAlarm = (AlarmName: string) =>
  ({
    AlarmName,
    Namespace: 'App',
    MetricName: 'Latency',
    Statistic: 'Average',
    Period: 60,
    EvaluationPeriods: 3,
    Threshold: 2,
    ComparisonOperator: 'GreaterThanThreshold',
  }) as const;

/** A good input for every operation, by `service Operation`; the ARNs are the seed's. */
export function inputs(seed: Seed): Record<string, Record<string, unknown>> {
  const { planArn, incidentArn, eventId, ana } = seed;
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
    'cloudwatch PutMetricAlarm': metricAlarm('Another'),
    'cloudwatch SetAlarmState': { AlarmName: 'Latency', StateValue: 'OK', StateReason: 'test' },
    'cloudwatch DescribeAlarms': {},
    'sts GetCallerIdentity': {},
  };
}
