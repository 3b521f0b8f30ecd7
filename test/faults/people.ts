import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CreateReplicationSetCommand } from '@aws-sdk/client-ssm-incidents';
import { startIncident } from '../kit/deeds.ts';
import { escalation, person, responsePlan } from '../kit/scenario.ts';
import type { ReceivedMail } from '../kit/smtp-sink.ts';
import type { Running, Site } from './site.ts';

/** The people of the fault tests, in the order in which the plan tries them. */
export const ANA = 'ana@example.com';
export const BO = 'bo@example.com';

/** Long enough for a node's start, a dead one's lease and a try, on a busy machine: only ever the limit of a wait. */
export const PATIENCE_MS = 90_000;

/** Makes the people, each with one channel, and a response plan that tries them one after the other. Answers its ARN. */
export async function planOf(site: Site, { aws }: Running, addresses: string[], minutesEach: number): Promise<string> {
  await aws.incidents.send(new CreateReplicationSetCommand({ regions: { 'us-east-1': {} } }));
  const town = { aws, firstMail: (address: string) => firstMail(site, address) };
  const people = [];
  for (const address of addresses) people.push(await person(town, address.split('@')[0]!, { minutes: 1 }));
  const tiers = await escalation(
    town,
    'tiers',
    people.map((one) => ({ minutes: minutesEach, people: [one] })),
  );
  return responsePlan(town, 'payments', [tiers]);
}

async function firstMail(site: Site, address: string): Promise<ReceivedMail> {
  const mail = await site.sink.waitFor(({ to }) => to === address, PATIENCE_MS);
  site.take(address);
  return mail;
}

/** Opens an incident by the plan. Answers its ARN: it is stored. */
export const incident = (node: Pick<Running, 'aws'>, plan: string, clientToken?: string) =>
  startIncident(node, plan, clientToken ? { clientToken } : {});

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

/** Waits until a person has been paged for an incident. */
export function paged(site: Site, address: string, arn: string): Promise<ReceivedMail> {
  return site.sink.waitFor((mail) => mail.to === address && mail.text.includes(`Incident: ${arn}\n`), PATIENCE_MS);
}

/** Lets at least this long pass since a mail came: the subject of a test, not a wait for something. */
export async function longSince(mail: ReceivedMail, milliseconds: number): Promise<void> {
  for (let left = 1; left > 0; left = mail.receivedAt.getTime() + milliseconds - Date.now())
    await pause(Math.max(left, 1));
}
