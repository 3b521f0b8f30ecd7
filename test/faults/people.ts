import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  ActivateContactChannelCommand,
  CreateContactChannelCommand,
  CreateContactCommand,
  UpdateContactCommand,
} from '@aws-sdk/client-ssm-contacts';
import {
  CreateReplicationSetCommand,
  CreateResponsePlanCommand,
  GetTimelineEventCommand,
  ListTimelineEventsCommand,
  StartIncidentCommand,
  UpdateIncidentRecordCommand,
} from '@aws-sdk/client-ssm-incidents';
import type { ReceivedMail } from '../kit/smtp-sink.ts';
import type { Clients } from '../kit/world-clients.ts';
import type { Running, Site } from './site.ts';

/** The people of the fault tests, in the order in which the plan tries them. */
export const ANA = 'ana@example.com';
export const BO = 'bo@example.com';

/** Long enough for a node's start, a dead one's lease and a try, on a busy machine: only ever the limit of a wait. */
export const PATIENCE_MS = 30_000;

/** Makes the people, each with one channel, and a response plan that tries them one after the other. Answers its ARN. */
export async function planOf(site: Site, { aws }: Running, addresses: string[], minutesEach: number): Promise<string> {
  await aws.incidents.send(new CreateReplicationSetCommand({ regions: { 'us-east-1': {} } }));
  const people = [];
  for (const address of addresses) people.push(await person(site, aws, address));
  const Stages = people.map((ContactId) => ({
    DurationInMinutes: minutesEach,
    Targets: [{ ContactTargetInfo: { ContactId, IsEssential: true } }],
  }));
  const tiers = await aws.contacts.send(
    new CreateContactCommand({ Alias: 'tiers', Type: 'ESCALATION', Plan: { Stages } }),
  );
  const incidentTemplate = { title: 'Payments are slow', impact: 2 };
  const plan = { name: 'payments', incidentTemplate, engagements: [tiers.ContactArn!] };
  return (await aws.incidents.send(new CreateResponsePlanCommand(plan))).arn!;
}

async function person(site: Site, aws: Clients, address: string): Promise<string> {
  const Alias = address.split('@')[0]!;
  const { ContactArn: ContactId } = await aws.contacts.send(
    new CreateContactCommand({ Alias, Type: 'PERSONAL', Plan: { Stages: [] } }),
  );
  const channel = { ContactId, Name: 'mail', Type: 'EMAIL', DeliveryAddress: { SimpleAddress: address } } as const;
  const { ContactChannelArn: ContactChannelId } = await aws.contacts.send(new CreateContactChannelCommand(channel));
  const mail = await site.sink.waitFor(({ to }) => to === address, PATIENCE_MS);
  const ActivationCode = /code (\d{6})/.exec(mail.subject)?.[1];
  site.take(address);
  await aws.contacts.send(new ActivateContactChannelCommand({ ContactChannelId, ActivationCode }));
  const Targets = [{ ChannelTargetInfo: { ContactChannelId, RetryIntervalInMinutes: 0 } }];
  await aws.contacts.send(
    new UpdateContactCommand({ ContactId, Plan: { Stages: [{ DurationInMinutes: 1, Targets }] } }),
  );
  return ContactId!;
}

/** Opens an incident by the plan. Answers its ARN: it is stored. */
export async function incident(
  { aws }: Pick<Running, 'aws'>,
  responsePlanArn: string,
  clientToken?: string,
): Promise<string> {
  const start = { responsePlanArn, ...(clientToken ? { clientToken } : {}) };
  return (await aws.incidents.send(new StartIncidentCommand(start))).incidentRecordArn!;
}

/**
 * Opens an incident with whose page the node dies, as it was told to. Answers what asks a later node for the incident's ARN,
 * because the answer may have died with this one.
 */
export async function lastIncident(node: Running, plan: string): Promise<(later: Running) => Promise<string>> {
  const token = randomUUID();
  await incident(node, plan, token).catch(unlessAway);
  assert.equal((await node.gone).how, 'SIGKILL');
  return (later) => incident(later, plan, token);
}

/** Rethrows what a killed node does not explain: its connection breaks, nobody listens, or it says 503 without its database. */
export function unlessAway(error: unknown): undefined {
  const { code, $metadata } = error as { code?: string; $metadata?: { httpStatusCode?: number } };
  if (!['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(code ?? '') && $metadata?.httpStatusCode !== 503) throw error;
  return undefined;
}

export async function resolve({ aws }: Pick<Running, 'aws'>, arn: string): Promise<void> {
  await aws.incidents.send(new UpdateIncidentRecordCommand({ arn, status: 'RESOLVED' }));
}

/** The incidents that a mail pages for. */
export function incidentsIn(mail: ReceivedMail): string[] {
  return [...mail.text.matchAll(/^Incident: (\S+)$/gm)].map(([, arn]) => arn!);
}

/** Waits until a person has been paged for an incident. */
export function paged(site: Site, address: string, arn: string, limitMs = PATIENCE_MS): Promise<ReceivedMail> {
  return site.sink.waitFor((mail) => mail.to === address && mail.text.includes(`Incident: ${arn}\n`), limitMs);
}

/** The timeline's entries, oldest first. */
export async function timeline(
  { aws }: Pick<Running, 'aws'>,
  incidentRecordArn: string,
): Promise<{ time: Date; data: string }[]> {
  const list = new ListTimelineEventsCommand({ incidentRecordArn, sortOrder: 'ASCENDING', maxResults: 100 });
  const { eventSummaries } = await aws.incidents.send(list);
  return Promise.all(
    eventSummaries!.map(async ({ eventId }) => {
      const { event } = await aws.incidents.send(new GetTimelineEventCommand({ incidentRecordArn, eventId }));
      return { time: event!.eventTime!, data: event!.eventData! };
    }),
  );
}

/** Lets at least this long pass since a mail came: the subject of a test, not a wait for something. */
export async function longSince(mail: ReceivedMail, milliseconds: number): Promise<void> {
  for (let left = 1; left > 0; left = mail.receivedAt.getTime() + milliseconds - Date.now())
    await pause(Math.max(left, 1));
}
