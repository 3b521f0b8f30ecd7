import { createHash } from 'node:crypto';
import type { ResponsePlan } from '#domain/response-plans';
import { fillIncidentText } from '#domain/templates';
import { arns } from '#kernel/arn';
import { newId, uuidOf } from '#kernel/ids';

/** Sources whose triggers are drawn together by themselves: alarms and rules fire again and again for one trouble. */
const AUTOMATIC = new Set(['aws.cloudwatch', 'aws.events']);

/** AWS's bound. */
const LONGEST = 1_000;

/**
 * What makes two triggers one incident while it is open (aws-behaviour.md 2.4): the plan's own string, filled with what the event
 * says; else, for alarms and rules, a hash of plan and what fires (an alarm, an alert of another system) or else the rule; else nothing
 * does, and the string is a new UUID.
 */
export function dedupeStringOf(
  plan: ResponsePlan,
  trigger: { source: string; triggerArn?: string; signal?: { key: string } },
  now: Date,
  event?: unknown,
): string {
  const own = fillIncidentText(plan.template.dedupeString ?? '', event).slice(0, LONGEST);
  // What an event leaves blank would draw together all that have nothing in common.
  if (own.trim() !== '') return own;
  const fired = trigger.signal?.key ?? (AUTOMATIC.has(trigger.source) ? trigger.triggerArn : undefined);
  if (!fired) return newId(now);
  const both = `${arns.responsePlan(plan.account, plan.name)}|${fired}`;
  return uuidOf(createHash('sha256').update(both).digest());
}
