import { Refusal } from '#kernel/refusal';
import { type AlarmRef, alarmNamed, type CompositeConfig } from './alarm.ts';
import { nameFaults } from './check.ts';
import type { LinkRole } from './links.sql.ts';
import { alarmsIn, parseRule } from './rule.ts';

/** Alarms that a rule may name (aws-behaviour.md 5.5). */
const MOST_CHILDREN = 100;
/** Seconds: a day is longer than anybody should be held up. */
const LONGEST_PERIOD = 86_400;

/** What a composite alarm names, and as what. */
export function linksOf({ AlarmRule, ActionsSuppressor }: CompositeConfig): { child: string; role: LinkRole }[] {
  const name = (given: string) => alarmNamed(given)?.name ?? given;
  const children = new Set(alarmsIn(parseRule(AlarmRule)).map(name));
  return [
    ...[...children].map((child) => ({ child, role: 'child' as const })),
    ...(ActionsSuppressor === undefined ? [] : [{ child: name(ActionsSuppressor), role: 'suppressor' as const }]),
  ];
}

/** Refuses (validation) what could never be followed; all faults in one message. A rule that cannot be read comes first. */
export function checkComposite(ref: AlarmRef, config: CompositeConfig): void {
  const given = alarmsIn(parseRule(config.AlarmRule));
  const faults = [...nameFaults(ref.name), ...suppressorFaults(config)];
  for (const one of [...given, ...(config.ActionsSuppressor ? [config.ActionsSuppressor] : [])]) {
    const named = one.startsWith('arn:') ? alarmNamed(one) : ref;
    if (!named) faults.push(`AlarmRule: wanted the name or the ARN of an alarm, got ${one}`);
    else if (named.account !== ref.account || named.region !== ref.region)
      faults.push(`AlarmRule: ${one} is not of this account and Region; name alarms of these`);
  }
  const children = linksOf(config).filter(({ role }) => role === 'child').length;
  if (children > MOST_CHILDREN) faults.push(`AlarmRule: at most ${MOST_CHILDREN} alarms, got ${children}`);
  if (faults.length > 0) throw new Refusal('validation', faults.join('; '), { code: 'ValidationError' });
}

function suppressorFaults(config: CompositeConfig): string[] {
  const { ActionsSuppressor, ActionsSuppressorWaitPeriod: wait, ActionsSuppressorExtensionPeriod: extension } = config;
  if (ActionsSuppressor === undefined && wait === undefined && extension === undefined) return [];
  if (ActionsSuppressor === undefined || wait === undefined || extension === undefined)
    return ['ActionsSuppressor, ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod go together'];
  const periods = { ActionsSuppressorWaitPeriod: wait, ActionsSuppressorExtensionPeriod: extension };
  return Object.entries(periods)
    .filter(([, seconds]) => seconds < 0 || seconds > LONGEST_PERIOD)
    .map(([name, seconds]) => `${name} must be 0 to ${LONGEST_PERIOD} seconds, got ${seconds}`);
}
