import type { SeverityEngagements } from './by-severity.ts';
import type { Noise } from './noise.ts';

export interface PlanRef {
  account: string;
  name: string;
}

/** How the incidents of a plan begin. */
export interface IncidentTemplate {
  title: string;
  /** 1 (critical) to 5. */
  impact: number;
  summary?: string;
  /** Incidents with the same string are one, while it is open; unset: made of the trigger. */
  dedupeString?: string;
  notificationTargets: { snsTopicArn: string }[];
  incidentTags: Record<string, string>;
}

export type DynamicValue = { variable: 'INCIDENT_RECORD_ARN' | 'INVOLVED_RESOURCES' };

/** A runbook that the plan starts. */
export interface SsmAutomation {
  documentName: string;
  roleArn: string;
  documentVersion?: string;
  targetAccount?: 'RESPONSE_PLAN_OWNER_ACCOUNT' | 'IMPACTED_ACCOUNT';
  parameters?: Record<string, string[]>;
  dynamicParameters?: Record<string, DynamicValue>;
}

export interface PagerDutyConfiguration {
  name: string;
  secretId: string;
  pagerDutyIncidentConfiguration: { serviceId: string };
}

/** What to do when something happens: the incident to open, whom to engage, what to run. */
export interface ResponsePlan {
  account: string;
  /** Unique in the account; part of its incidents' ARNs. */
  name: string;
  displayName?: string;
  template: IncidentTemplate;
  /** ARNs of contacts and escalation plans, engaged when an incident opens. */
  engagements: string[];
  /** Whom some severities engage besides; absent: nobody. Of our own face: the AWS face never shows it, and keeps it. */
  engagementsBySeverity?: SeverityEngagements[];
  /** What it says of noise, the rest being as by default (`noiseOf`). Of our own face, as the one before. */
  noise?: Partial<Noise>;
  actions: { ssmAutomation: SsmAutomation }[];
  chatChannel?: { chatbotSns: string[] };
  integrations: { pagerDutyConfiguration: PagerDutyConfiguration }[];
  tags: Record<string, string>;
}

/** What is to change; what is absent stays, also within `noise`. Lists and maps are replaced whole, and empty texts take away what was there. */
export interface PlanChange {
  displayName?: string;
  template: Partial<IncidentTemplate>;
  engagements?: string[];
  engagementsBySeverity?: SeverityEngagements[];
  noise?: Partial<Noise>;
  actions?: ResponsePlan['actions'];
  /** null removes it. */
  chatChannel?: { chatbotSns: string[] } | null;
  integrations?: ResponsePlan['integrations'];
}

export function changedPlan(was: ResponsePlan, change: PlanChange): ResponsePlan {
  const { template, displayName = was.displayName, chatChannel = was.chatChannel, ...lists } = change;
  const { displayName: _name, chatChannel: _chat, ...rest } = was;
  const noise = { ...was.noise, ...change.noise };
  return {
    ...rest,
    ...lists,
    ...(Object.keys(noise).length > 0 ? { noise } : {}),
    template: changedTemplate(was.template, template),
    ...(displayName ? { displayName } : {}),
    ...(chatChannel ? { chatChannel } : {}),
  };
}

function changedTemplate(was: IncidentTemplate, change: Partial<IncidentTemplate>): IncidentTemplate {
  const { summary, dedupeString, ...rest } = { ...was, ...change };
  return { ...rest, ...(summary ? { summary } : {}), ...(dedupeString ? { dedupeString } : {}) };
}
