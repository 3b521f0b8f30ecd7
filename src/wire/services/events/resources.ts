import type { Actor } from '#kernel/actor';
import { arns, parseArn } from '#kernel/arn';

/** The ARNs that a call is about, for the policies of keys. */

/** The ARN of a bus that a caller names by its name or ARN, or not at all: the default bus. */
export function busArn(bus: string | undefined, { region, account }: Actor): string {
  return bus && parseArn(bus) ? bus : arns.bus(region, account, bus ?? 'default');
}

/** The rule's ARN: it lies where its bus lies. */
export function ruleArn(rule: string, bus: string | undefined, actor: Actor): string {
  const named = parseArn(busArn(bus, actor));
  if (!named) return arns.rule(actor.region, actor.account, 'default', rule);
  return arns.rule(named.region, named.account, named.resource.replace('event-bus/', ''), rule);
}
