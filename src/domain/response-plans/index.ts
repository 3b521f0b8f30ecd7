export type { IncidentTemplate, ResponsePlan, SsmAutomation } from './response-plan.ts';
export { createResponsePlans, type PlanRef, parsePlanArn, planKey, type ResponsePlans } from './response-plans.ts';
