import {
  AcceptPageCommand,
  ListEngagementsCommand,
  ListPageReceiptsCommand,
  ListPagesByContactCommand,
  type Stage,
  StartEngagementCommand,
  StopEngagementCommand,
  UpdateContactCommand,
} from '@aws-sdk/client-ssm-contacts';
import { StartIncidentCommand, UpdateIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import { answersIn, type Person, type Town } from './scenario.ts';
import type { World } from './world.ts';

/** What people do about incidents and engagements, through the official clients. */

type Called = Pick<Town, 'aws'>;

export interface StartOptions {
  title?: string;
  impact?: number;
  clientToken?: string;
}

/** Opens an incident by a plan, or adds to the open one. Answers its ARN: it is stored. */
export async function startIncident(
  { aws }: Called,
  responsePlanArn: string,
  options: StartOptions = {},
): Promise<string> {
  return (await aws.incidents.send(new StartIncidentCommand({ responsePlanArn, ...options }))).incidentRecordArn!;
}

export async function resolve({ aws }: Called, arn: string): Promise<void> {
  await aws.incidents.send(new UpdateIncidentRecordCommand({ arn, status: 'RESOLVED' }));
}

/** Answers the first page in a mail by its code. */
export async function accept({ aws }: Called, mail: { text: string }): Promise<void> {
  const { pageArn: PageId, code: AcceptCode } = answersIn(mail);
  await aws.contacts.send(new AcceptPageCommand({ PageId, AcceptType: 'READ', AcceptCode }));
}

/** Engages somebody by hand, for an incident or (without one) for nothing of ours. Answers the engagement's ARN. */
export async function engage({ aws }: Called, ContactId: string, IncidentId?: string): Promise<string> {
  const texts = { Sender: 'the desk', Subject: 'Database down', Content: 'orders-db does not answer' };
  const start = { ContactId, ...texts, ...(IncidentId ? { IncidentId } : {}) };
  return (await aws.contacts.send(new StartEngagementCommand(start))).EngagementArn!;
}

export async function stopEngagement({ aws }: Called, EngagementId: string): Promise<void> {
  await aws.contacts.send(new StopEngagementCommand({ EngagementId, Reason: 'not needed' }));
}

/** The ARNs of an incident's engagements by their contacts' aliases, the latest of each. */
export async function engagementsOf({ aws }: Called, IncidentId: string): Promise<Map<string, string>> {
  const { Engagements } = await aws.contacts.send(new ListEngagementsCommand({ IncidentId }));
  return new Map(Engagements!.toReversed().map((one) => [one.ContactArn!.split('/').at(-1)!, one.EngagementArn!]));
}

/** What became of each page to a person, oldest page first: the types of its receipts. */
export async function fates({ aws }: Called, { arn }: Pick<Person, 'arn'>): Promise<string[][]> {
  const { Pages } = await aws.contacts.send(new ListPagesByContactCommand({ ContactId: arn }));
  const all = Pages!.toReversed().map(async ({ PageArn }) => {
    const { Receipts } = await aws.contacts.send(new ListPageReceiptsCommand({ PageId: PageArn }));
    return Receipts!.map(({ ReceiptType }) => ReceiptType!);
  });
  return Promise.all(all);
}

/** A target of a stage: a channel, repeated every so many minutes (0: never). */
export const page = (channelArn: string, RetryIntervalInMinutes = 0) => ({
  ChannelTargetInfo: { ContactChannelId: channelArn, RetryIntervalInMinutes },
});

export const stage = (DurationInMinutes: number, ...Targets: Stage['Targets'] & object): Stage => ({
  DurationInMinutes,
  Targets,
});

/** Gives a contact other stages. */
export async function changePlan({ aws }: Called, ContactId: string, ...Stages: Stage[]): Promise<void> {
  await aws.contacts.send(new UpdateContactCommand({ ContactId, Plan: { Stages } }));
}

/** How many messages each person got since the last look. */
export const got = (world: World, ...people: Pick<Person, 'address'>[]) =>
  people.map(({ address }) => world.mail.take(address).length);
