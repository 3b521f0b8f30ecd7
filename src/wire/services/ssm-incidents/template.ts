import type { IncidentTemplate } from '#domain/response-plans';
import { invalid } from '#kernel/refusal';
import type { Json } from '#kernel/shape';
import type { IncidentTemplateInput } from './shapes-plan.ts';

/** A template as it was sent: `severity`, a number or a numeric string, can stand in place of `impact`. */
export function toTemplate(input: IncidentTemplateInput): IncidentTemplate {
  return {
    title: input.title,
    impact: impactOf(input),
    ...(input.summary ? { summary: input.summary } : {}),
    ...(input.dedupeString ? { dedupeString: input.dedupeString } : {}),
    notificationTargets: toTargets(input.notificationTargets ?? []),
    incidentTags: input.incidentTags ?? {},
  };
}

export const toTargets = (targets: { snsTopicArn?: string }[]) =>
  targets.flatMap(({ snsTopicArn }) => (snsTopicArn ? [{ snsTopicArn }] : []));

function impactOf({ impact, severity }: IncidentTemplateInput): number {
  const meant = severity === undefined || severity === null ? undefined : severityOf(severity);
  if (impact === undefined && meant === undefined) {
    const message = "Value null at 'incidentTemplate.impact' failed to satisfy constraint: Member must not be null";
    throw invalid(`1 validation error detected: ${message}`, { name: 'incidentTemplate.impact', message });
  }
  if (impact !== undefined && meant !== undefined && impact !== meant)
    throw fault(`impact is ${impact} and severity ${meant}; give one of them`);
  return impact ?? meant!;
}

function severityOf(value: Json): number {
  const number = typeof value === 'string' ? Number(value.trim() || 'none') : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= 5) return number;
  throw fault(`severity: wanted a number from 1 to 5, got ${JSON.stringify(value)}`);
}

function fault(what: string) {
  const message = `incidentTemplate: ${what}`;
  return invalid(message, { name: 'incidentTemplate.severity', message });
}

/** A template as it is read back: what was not set is left out. */
export function toWireTemplate({
  title,
  impact,
  summary,
  dedupeString,
  notificationTargets,
  incidentTags,
}: IncidentTemplate) {
  return {
    title,
    impact,
    summary,
    dedupeString,
    notificationTargets,
    ...(Object.keys(incidentTags).length > 0 ? { incidentTags } : {}),
  };
}
