import assert from 'node:assert/strict';
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import type { World } from './world.ts';

/** Alerts of other systems, in the form in which every door puts them on the bus. */

/** An alert of `muster.test` fires, or is over. */
export async function alert(
  world: World,
  what: 'Firing' | 'Resolved',
  fingerprint: string,
  labels: object = {},
): Promise<void> {
  const detail = { labels, annotations: {}, startsAt: world.now().toISOString(), fingerprint, raw: {} };
  const entry = { Source: 'muster.test', DetailType: `Alert ${what}`, Detail: JSON.stringify(detail) };
  const { FailedEntryCount } = await world.aws.events.send(new PutEventsCommand({ Entries: [entry] }));
  assert.equal(FailedEntryCount, 0);
  await world.runDue();
}

/** A rule that sends every alert to a plan, whether it fires or is over; with labels only those that have them. */
export async function alertRule({ aws }: World, plan: string, Name = 'alerts', labels?: object): Promise<void> {
  const pattern = { source: ['muster.test'], ...(labels ? { detail: { labels } } : {}) };
  await aws.events.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(pattern) }));
  await aws.events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'plan', Arn: plan }] }));
}
