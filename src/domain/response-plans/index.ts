export { type Engaging, engagedFor, type SeverityEngagements } from './by-severity.ts';
export { type Flapping, type Grouping, type Noise, noiseOf } from './noise.ts';
export { createResourcePolicies, type ResourcePolicies } from './policies.ts';
export type { ResourcePolicy } from './policy.ts';
export type {
  IncidentTemplate,
  PagerDutyConfiguration,
  PlanChange,
  PlanRef,
  ResponsePlan,
  SsmAutomation,
} from './response-plan.ts';
export { createResponsePlans, type PlanSummary, parsePlanArn, planKey, type ResponsePlans } from './response-plans.ts';
export { type PlanService, planServices } from './services.ts';
/** @public for our own faces */
export { severityOf } from './severity.ts';
export type { Lookup, Lookups, NamedKind, PlanWarning } from './warnings.ts';
