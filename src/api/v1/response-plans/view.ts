import {
  type ResponsePlan as DomainPlan,
  type Noise,
  noiseOf,
  type PlanChange,
  type SeverityEngagements,
} from '#domain/response-plans';
import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { contactArnNamed } from '../contact-names.ts';
import type { Static } from '../schema.ts';
import type { NewResponsePlan, ResponsePlan, ResponsePlanChange, ResponsePlanContent } from './schemas.ts';

type View = Static<typeof ResponsePlan>;
type Content = Static<typeof ResponsePlanContent>;
type Runbook = View['runbooks'][number];

/** Severity where nothing gives one (design, section 2). */
const DEFAULT_SEVERITY = 3;

export function planView(plan: DomainPlan): View {
  const { account, name, displayName, template, engagements, actions, chatChannel, integrations, tags } = plan;
  return {
    name,
    arn: arns.responsePlan(account, name),
    displayName: displayName ?? null,
    incident: {
      title: template.title,
      severity: template.impact,
      summary: template.summary ?? null,
      dedupeString: template.dedupeString ?? null,
      notificationTopics: template.notificationTargets.map(({ snsTopicArn }) => snsTopicArn),
      tags: template.incidentTags,
    },
    engage: engagements,
    engageBySeverity: (plan.engagementsBySeverity ?? []).map(({ severities, engagements: engage, afterMinutes }) => ({
      severities,
      engage,
      afterMinutes,
    })),
    runbooks: actions.map(({ ssmAutomation }) => runbookView(ssmAutomation)),
    chatTopics: chatChannel?.chatbotSns ?? [],
    pagerDuty: integrations.map(({ pagerDutyConfiguration: { name, secretId, pagerDutyIncidentConfiguration } }) => {
      return { name, secretId, serviceId: pagerDutyIncidentConfiguration.serviceId };
    }),
    ...noiseOf(plan),
    tags,
  };
}

function runbookView({
  documentName,
  dynamicParameters,
  ...rest
}: DomainPlan['actions'][number]['ssmAutomation']): Runbook {
  const dynamic = Object.entries(dynamicParameters ?? {}).map(([name, { variable }]) => [name, variable] as const);
  return {
    document: documentName,
    ...rest,
    ...(dynamic.length > 0 ? { dynamicParameters: Object.fromEntries(dynamic) } : {}),
  };
}

export function newPlan(actor: Actor, { name, ...content }: Static<typeof NewResponsePlan>): DomainPlan {
  const { displayName, chatChannel, template, ...lists } = { ...wholeChange(actor, content), noise: noiseIn(content) };
  return {
    account: actor.account,
    name,
    template: withoutEmpty(template as DomainPlan['template']),
    ...(displayName ? { displayName } : {}),
    ...(chatChannel ? { chatChannel } : {}),
    ...(lists as Pick<DomainPlan, 'engagements' | 'engagementsBySeverity' | 'actions' | 'integrations' | 'noise'>),
    tags: content.tags ?? {},
  };
}

/** A change says by an empty text that there is none; a plan has no such member then. */
function withoutEmpty({ summary, dedupeString, ...rest }: DomainPlan['template']): DomainPlan['template'] {
  return { ...rest, ...(summary ? { summary } : {}), ...(dedupeString ? { dedupeString } : {}) };
}

/** A change that leaves nothing of the former plan but its name. */
export function wholeChange(actor: Actor, content: Content): PlanChange {
  const {
    displayName = null,
    engage = [],
    engageBySeverity = [],
    runbooks = [],
    chatTopics = [],
    pagerDuty = [],
  } = content;
  const {
    severity = DEFAULT_SEVERITY,
    summary = null,
    dedupeString = null,
    notificationTopics = [],
    tags = {},
  } = content.incident;
  const incident = { title: content.incident.title, severity, summary, dedupeString, notificationTopics, tags };
  const change = { displayName, incident, engage, engageBySeverity, runbooks, chatTopics, pagerDuty };
  return { ...partChange(actor, change), noise: noiseOf({ noise: noiseIn(content) }) };
}

/** What is said of noise. */
function noiseIn(said: Static<typeof ResponsePlanChange>): Partial<Noise> {
  const { onRecovery, resolveAfterMinutes, pageAgainAfterMinutes, grouping, flapping } = said;
  const parts = { onRecovery, resolveAfterMinutes, pageAgainAfterMinutes, grouping, flapping };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Partial<Noise>;
}

/** A change of what is given; null takes away. */
export function partChange(actor: Actor, change: Static<typeof ResponsePlanChange>): PlanChange {
  const { displayName, incident, engage, engageBySeverity, runbooks, chatTopics, pagerDuty } = change;
  return {
    template: templateChange(incident ?? {}),
    ...(displayName === undefined ? {} : { displayName: displayName ?? '' }),
    ...(engage ? { engagements: engage.map((name, index) => contactArnNamed(actor, name, `engage[${index}]`)) } : {}),
    ...(engageBySeverity ? { engagementsBySeverity: toSeverities(actor, engageBySeverity) } : {}),
    ...(runbooks ? { actions: runbooks.map(toAction) } : {}),
    ...(chatTopics ? { chatChannel: chatTopics.length > 0 ? { chatbotSns: chatTopics } : null } : {}),
    ...(pagerDuty ? { integrations: pagerDuty.map(toIntegration) } : {}),
    noise: noiseIn(change),
  };
}

function toSeverities(actor: Actor, entries: NonNullable<Content['engageBySeverity']>): SeverityEngagements[] {
  return entries.map(({ severities, engage, afterMinutes = 0 }, entry) => {
    const named = (name: string, place: number) =>
      contactArnNamed(actor, name, `engageBySeverity[${entry}].engage[${place}]`);
    return { severities, engagements: engage.map(named), afterMinutes };
  });
}

function templateChange(incident: NonNullable<Static<typeof ResponsePlanChange>['incident']>): PlanChange['template'] {
  const { title, severity, summary, dedupeString, notificationTopics, tags } = incident;
  return {
    ...(title === undefined ? {} : { title }),
    ...(severity === undefined ? {} : { impact: severity }),
    ...(summary === undefined ? {} : { summary: summary ?? '' }),
    ...(dedupeString === undefined ? {} : { dedupeString: dedupeString ?? '' }),
    ...(notificationTopics ? { notificationTargets: notificationTopics.map((snsTopicArn) => ({ snsTopicArn })) } : {}),
    ...(tags ? { incidentTags: tags } : {}),
  };
}

function toAction({ document, dynamicParameters, ...rest }: Runbook): DomainPlan['actions'][number] {
  const dynamic = Object.entries(dynamicParameters ?? {}).map(([name, variable]) => [name, { variable }] as const);
  const given = dynamic.length > 0 ? { dynamicParameters: Object.fromEntries(dynamic) } : {};
  return { ssmAutomation: { documentName: document, ...rest, ...given } };
}

function toIntegration({ name, serviceId, secretId }: View['pagerDuty'][number]): DomainPlan['integrations'][number] {
  return { pagerDutyConfiguration: { name, secretId, pagerDutyIncidentConfiguration: { serviceId } } };
}
