import { arns } from '#kernel/arn';
import { type Quota, within } from '#kernel/quota';
import { engagedFor } from './by-severity.ts';
import type { ResponsePlan } from './response-plan.ts';

type Name =
  | 'plans'
  | 'engagementsPerPlan'
  | 'actionsPerPlan'
  | 'integrationsPerPlan'
  | 'notificationTargetsPerPlan'
  | 'chatTopicsPerPlan'
  | 'tagsPerResource';

/** The quotas that plans keep. */
export type PlanQuotas = Readonly<Record<Name, Quota>>;

/** Refuses (quotaExceeded) a plan that has too many of something. What it had before may stay, where a quota was lowered since. */
export function checkSizes(plan: ResponsePlan, quotas: PlanQuotas, was?: ResponsePlan): void {
  const before = was && sizesOf(was, quotas);
  const resource = { type: 'RESPONSE_PLAN', id: arns.responsePlan(plan.account, plan.name) };
  for (const [index, [quota, size]] of sizesOf(plan, quotas).entries()) {
    if (size > (before?.[index]?.[1] ?? 0)) within(quota, size, resource);
  }
}

const SEVERITIES = [1, 2, 3, 4, 5];

function sizesOf(plan: ResponsePlan, quotas: PlanQuotas): [Quota, number][] {
  const { template, engagements, actions, chatChannel, integrations, tags } = plan;
  return [
    [quotas.engagementsPerPlan, Math.max(engagements.length, ...SEVERITIES.map((one) => engagedFor(plan, one).length))],
    [quotas.actionsPerPlan, actions.length],
    [quotas.integrationsPerPlan, integrations.length],
    [quotas.notificationTargetsPerPlan, template.notificationTargets.length],
    [quotas.chatTopicsPerPlan, chatChannel?.chatbotSns.length ?? 0],
    [quotas.tagsPerResource, Object.keys(tags).length],
    [quotas.tagsPerResource, Object.keys(template.incidentTags).length],
  ];
}
