import { arns, parseArn } from '#kernel/arn';
import { isUuid } from '#kernel/ids';
import { invalid } from '#kernel/refusal';

/** AWS knows OPEN and RESOLVED; In Progress reads OPEN there, with `workflowStatus` beside it (design, sections 1 and 2). */
export type IncidentStatus = 'OPEN' | 'IN_PROGRESS' | 'RESOLVED';

/**
 * What stands for the plan's name in an incident that follows none. No plan can have it: their names have no tilde.
 */
export const NO_PLAN = '~no-plan';

export interface IncidentRef {
  account: string;
  planName: string;
  id: string;
}

export interface IncidentSource {
  source: string;
  createdBy: string;
  invokedBy?: string;
  resourceArn?: string;
}

export interface Incident extends IncidentRef {
  title: string;
  summary?: string;
  impact: number;
  status: IncidentStatus;
  dedupeString: string;
  source: IncidentSource;
  chatChannel?: { chatbotSns: string[] };
  notificationTargets: { snsTopicArn: string }[];
  createdAt: Date;
  modifiedAt: Date;
  modifiedBy: string;
  resolvedAt?: Date;
  resolutionPlan?: ResolutionPlan;
  /** What was said at its end; only a resolved incident has one. */
  resolutionNote?: string;
}

/** What will be done to end the incident, by whom, and by when. */
export interface ResolutionPlan {
  what: string;
  /** A person or a team, in any words. */
  by?: string;
  until?: Date;
}

export interface RelatedItem {
  type: string;
  /** Exactly one member: arn, url, metricDefinition or pagerDutyIncidentDetail. */
  value: Record<string, unknown>;
  title?: string;
}

export const incidentArn = (ref: IncidentRef) => arns.incident(ref.account, ref.planName, ref.id);

export function parseIncidentArn(text: string, field: string): IncidentRef {
  const arn = parseArn(text);
  const [, planName, id] = /^incident-record\/([^/]+)\/([0-9a-f-]{36})$/.exec(arn?.resource ?? '') ?? [];
  if (arn?.partition !== 'aws' || arn.service !== 'ssm-incidents' || !arn.account || !planName || !id || !isUuid(id)) {
    const message = `${field}: wanted an incident's ARN (arn:aws:ssm-incidents::ACCOUNT:incident-record/PLAN/ID, or arn:aws:ssm-incidents::ACCOUNT:incident/NAME), got ${JSON.stringify(text)}`;
    throw invalid(message, { name: field, message });
  }
  return { account: arn.account, planName, id };
}

/** A status in the user's words or AWS's, in any case, with or without spaces and underscores. */
export function parseStatus(text: string, field: string): IncidentStatus {
  const word = text.toUpperCase().replace(/[\s_-]/g, '');
  const known = { OPEN: 'OPEN', INPROGRESS: 'IN_PROGRESS', RESOLVED: 'RESOLVED' } as const;
  const status = known[word as keyof typeof known];
  if (status) return status;
  const message = `Value '${text}' at '${field}' failed to satisfy constraint: Member must satisfy enum value set: [OPEN, IN_PROGRESS, RESOLVED]`;
  throw invalid(`1 validation error detected: ${message}`, { name: field, message });
}
