import { parseArn } from '#kernel/arn';
import { invalid } from '#kernel/refusal';
import type { ResponsePlan } from './response-plan.ts';

/** A day. */
const LONGEST_DELAY_MINUTES = 24 * 60;
const MOST_ENTRIES = 25;

/** Whom incidents of some severities engage, besides those whom the plan engages whatever the severity. */
export interface SeverityEngagements {
  /** 1 to 5, each once. */
  severities: number[];
  /** ARNs of contacts and escalation plans. */
  engagements: string[];
  /** Minutes after the start, or after the severity was raised, 0–1,440; not engaged if the incident is acknowledged by then. */
  afterMinutes: number;
}

/** Somebody to be engaged, and after how many minutes; 0: at once. */
export interface Engaging {
  contactArn: string;
  afterMinutes: number;
}

/** Whom a plan engages for an incident of a severity, each once and at their soonest. */
export function engagedFor(
  { engagements, engagementsBySeverity = [] }: Pick<ResponsePlan, 'engagements' | 'engagementsBySeverity'>,
  severity: number,
): Engaging[] {
  const meant = engagementsBySeverity
    .filter(({ severities }) => severities.includes(severity))
    .flatMap(({ engagements: arns, afterMinutes }) => arns.map((contactArn) => ({ contactArn, afterMinutes })));
  const soonest = new Map<string, Engaging>();
  for (const one of [...engagements.map((contactArn) => ({ contactArn, afterMinutes: 0 })), ...meant]) {
    const other = soonest.get(one.contactArn);
    if (!other || one.afterMinutes < other.afterMinutes) soonest.set(one.contactArn, one);
  }
  return [...soonest.values()];
}

/** Refuses (validation) entries that could not work, naming the place. */
export function checkBySeverity(entries: SeverityEngagements[]): void {
  if (entries.length > MOST_ENTRIES)
    throw fault('', `wanted at most ${MOST_ENTRIES} entries, got ${entries.length}; put those of one delay together`);
  for (const [at, { severities, engagements, afterMinutes }] of entries.entries()) {
    const whole = severities.every((one) => Number.isInteger(one) && one >= 1 && one <= 5);
    if (severities.length === 0 || !whole || new Set(severities).size < severities.length)
      throw fault(`[${at}].severities`, `wanted numbers from 1 to 5, each once, got ${JSON.stringify(severities)}`);
    if (engagements.length === 0) throw fault(`[${at}].engagements`, 'wanted at least one contact; or leave it out');
    const wrong = engagements.find((arn) => !isContact(arn));
    if (wrong !== undefined)
      throw fault(
        `[${at}].engagements`,
        `wanted contacts' ARNs (arn:aws:ssm-contacts:REGION:ACCOUNT:contact/ALIAS), got ${JSON.stringify(wrong)}`,
      );
    if (!Number.isInteger(afterMinutes) || afterMinutes < 0 || afterMinutes > LONGEST_DELAY_MINUTES)
      throw fault(
        `[${at}].afterMinutes`,
        `wanted 0 to ${LONGEST_DELAY_MINUTES} whole minutes, got ${JSON.stringify(afterMinutes)}`,
      );
  }
}

function isContact(text: string): boolean {
  const arn = parseArn(text);
  return arn?.service === 'ssm-contacts' && /^contact\/[^/]+$/.test(arn.resource) && !!arn.region && !!arn.account;
}

function fault(place: string, what: string) {
  const message = `engagementsBySeverity${place}: ${what}`;
  return invalid(message, { name: 'engagementsBySeverity', message });
}
