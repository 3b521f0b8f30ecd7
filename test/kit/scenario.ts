import assert from 'node:assert/strict';
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  ActivateContactChannelCommand,
  CreateContactChannelCommand,
  CreateContactCommand,
  CreateRotationCommand,
  type RecurrenceSettings,
  type Stage,
  UpdateContactCommand,
} from '@aws-sdk/client-ssm-contacts';
import {
  CreateReplicationSetCommand,
  CreateResponsePlanCommand,
  GetTimelineEventCommand,
  type IncidentRecordSummary,
  ListIncidentRecordsCommand,
  ListTimelineEventsCommand,
} from '@aws-sdk/client-ssm-incidents';
import type { World } from './world.ts';
import type { Clients } from './world-clients.ts';

/** People, plans and alarms in a few words, made through the official clients as a user would. */

/** Where they are made: a world with a moved clock, or real processes. */
export interface Town {
  aws: Pick<Clients, 'incidents' | 'contacts' | 'events'>;
  /** Waits for the one mail to an address. */
  firstMail(address: string): Promise<{ text: string }>;
}

type Called = Pick<Town, 'aws'>;

export interface Person {
  alias: string;
  arn: string;
  channelArn: string;
  address: string;
}

export interface PersonOptions {
  /** Minutes that the person's one stage lasts. */
  minutes?: number;
  /** Minutes after which an unanswered page is repeated; 0: never. */
  retry?: number;
}

export async function replicationSet(world: World): Promise<string> {
  const { arn } = await world.aws.incidents.send(new CreateReplicationSetCommand({ regions: { 'us-east-1': {} } }));
  await world.advance({ seconds: 1 });
  return arn!;
}

/** A person with one activated e-mail channel, which their plan pages at once. */
export async function person(town: Town, alias: string, options: PersonOptions = {}): Promise<Person> {
  const { contacts } = town.aws;
  const address = `${alias}@example.com`;
  const { ContactArn: arn } = await contacts.send(
    new CreateContactCommand({ Alias: alias, Type: 'PERSONAL', Plan: { Stages: [] } }),
  );
  const channelArn = await activeChannel(town, arn!, 'mail', address);
  const target = { ChannelTargetInfo: { ContactChannelId: channelArn, RetryIntervalInMinutes: options.retry ?? 0 } };
  const Stages: Stage[] = [{ DurationInMinutes: options.minutes ?? 10, Targets: [target] }];
  await contacts.send(new UpdateContactCommand({ ContactId: arn, Plan: { Stages } }));
  return { alias, arn: arn!, channelArn, address };
}

/** A further channel of a contact, activated by the code that was sent to it. Answers its ARN. */
export async function activeChannel(town: Town, ContactId: string, Name: string, address: string): Promise<string> {
  const channel = { ContactId, Name, Type: 'EMAIL', DeliveryAddress: { SimpleAddress: address } } as const;
  const { ContactChannelArn } = await town.aws.contacts.send(new CreateContactChannelCommand(channel));
  const ActivationCode = /code:? (\d{6})/.exec((await town.firstMail(address)).text)?.[1];
  await town.aws.contacts.send(
    new ActivateContactChannelCommand({ ContactChannelId: ContactChannelArn, ActivationCode }),
  );
  return ContactChannelArn!;
}

/** Handed over every day at four in the morning, unless told otherwise. */
const DAILY: RecurrenceSettings = {
  DailySettings: [{ HourOfDay: 4, MinuteOfHour: 0 }],
  NumberOfOnCalls: 1,
  RecurrenceMultiplier: 1,
};

/** A rotation of these people, of whom the first has the first shift; it began at midnight (UTC) of the world's first day. */
export async function rotation(
  world: World,
  Name: string,
  people: Person[],
  recurrence: Partial<RecurrenceSettings> = {},
): Promise<string> {
  const { RotationArn } = await world.aws.contacts.send(
    new CreateRotationCommand({
      Name,
      ContactIds: people.map(({ arn }) => arn),
      StartTime: new Date('2026-01-02T00:00:00Z'),
      TimeZoneId: 'UTC',
      Recurrence: { ...DAILY, ...recurrence },
    }),
  );
  return RotationArn!;
}

/** An on-call schedule of rotations. */
export async function schedule(world: World, Alias: string, RotationIds: string[]): Promise<{ arn: string }> {
  const { ContactArn } = await world.aws.contacts.send(
    new CreateContactCommand({ Alias, Type: 'ONCALL_SCHEDULE', Plan: { RotationIds } }),
  );
  return { arn: ContactArn! };
}

/** An escalation plan: stages of people or schedules (essential unless said otherwise), each for some minutes. */
export async function escalation(
  { aws }: Called,
  alias: string,
  stages: { minutes: number; people: { arn: string }[]; essential?: boolean }[],
): Promise<string> {
  const Stages = stages.map(({ minutes, people, essential = true }) => ({
    DurationInMinutes: minutes,
    Targets: people.map(({ arn }) => ({ ContactTargetInfo: { ContactId: arn, IsEssential: essential } })),
  }));
  const { ContactArn } = await aws.contacts.send(
    new CreateContactCommand({ Alias: alias, Type: 'ESCALATION', Plan: { Stages } }),
  );
  return ContactArn!;
}

export async function responsePlan(
  { aws }: Called,
  name: string,
  engagements: string[],
  template: object = {},
): Promise<string> {
  const incidentTemplate = { title: `Trouble with ${name}`, impact: 2, summary: 'p99 over 2 s', ...template };
  const { arn } = await aws.incidents.send(new CreateResponsePlanCommand({ name, incidentTemplate, engagements }));
  return arn!;
}

/** A rule that sends every alarm's change to ALARM to the plan. */
export async function alarmRule({ aws }: Called, planArn: string, name = 'alarms'): Promise<void> {
  const pattern = {
    source: ['aws.cloudwatch'],
    'detail-type': ['CloudWatch Alarm State Change'],
    detail: { state: { value: ['ALARM'] } },
  };
  await aws.events.send(new PutRuleCommand({ Name: name, EventPattern: JSON.stringify(pattern) }));
  const put = await aws.events.send(new PutTargetsCommand({ Rule: name, Targets: [{ Id: 'plan', Arn: planArn }] }));
  assert.deepEqual(put.FailedEntries, []);
}

/** The documented event of an alarm's change of state. */
export async function alarmEvent({ aws }: Called, alarmName: string, value: 'ALARM' | 'OK' = 'ALARM'): Promise<string> {
  const Detail = JSON.stringify({
    alarmName,
    configuration: {
      metrics: [
        {
          id: 'm1',
          metricStat: { metric: { namespace: 'App', name: 'Latency' }, period: 60, stat: 'Average' },
          returnData: true,
        },
      ],
    },
    previousState: {
      value: value === 'ALARM' ? 'OK' : 'ALARM',
      reason: 'before',
      timestamp: '2026-01-02T03:00:00.000+0000',
    },
    state: { value, reason: 'Threshold Crossed', timestamp: '2026-01-02T03:10:00.000+0000' },
  });
  const Resources = [`arn:aws:cloudwatch:us-east-1:123456789012:alarm:${alarmName}`];
  const entry = { Source: 'aws.cloudwatch', DetailType: 'CloudWatch Alarm State Change', Resources, Detail };
  const { FailedEntryCount, Entries } = await aws.events.send(new PutEventsCommand({ Entries: [entry] }));
  assert.equal(FailedEntryCount, 0);
  return Entries![0]!.EventId!;
}

export async function incidentsOf({ aws }: Called): Promise<IncidentRecordSummary[]> {
  return (await aws.incidents.send(new ListIncidentRecordsCommand({}))).incidentRecordSummaries!;
}

export interface TimelineLine {
  time: Date;
  type: string;
  data: string;
}

/** The whole timeline, oldest first. */
export async function timelineOf({ aws }: Called, incidentRecordArn: string): Promise<TimelineLine[]> {
  const list = new ListTimelineEventsCommand({ incidentRecordArn, sortOrder: 'ASCENDING', maxResults: 100 });
  const { eventSummaries } = await aws.incidents.send(list);
  return Promise.all(
    eventSummaries!.map(async ({ eventId }) => {
      const { event } = await aws.incidents.send(new GetTimelineEventCommand({ incidentRecordArn, eventId }));
      return { time: event!.eventTime!, type: event!.eventType!, data: event!.eventData! };
    }),
  );
}

/** The incidents that a mail pages for. */
export function incidentsIn(mail: { text: string }): string[] {
  return [...mail.text.matchAll(/^Incident: (\S+)$/gm)].map(([, arn]) => arn!);
}

/** What a page in a mail offers for its acknowledgement. */
export function answersIn(message: { text: string }): { token: string; code: string; pageArn: string } {
  const token = /\/ack\/([\w-]+)/.exec(message.text)?.[1];
  const code = /Accept code: (\d{6})/.exec(message.text)?.[1];
  const pageArn = /^Page: (\S+)$/m.exec(message.text)?.[1];
  assert.ok(token && code && pageArn, `a page offers link, code and ARN: ${message.text}`);
  return { token, code, pageArn };
}
