export type { Integration, IntegrationKind } from './integration.ts';
export { createIntegrations, type Integrations, type NewIntegration } from './integrations.ts';
export { accountServices, planPagerDuty } from './kinds.ts';
export { linkHandler } from './links.ts';
export type { ServiceRooms } from './rooms.ts';
export { createPagerDutyCalls, type PagerDutyCalls, type PagerDutyEvent } from './told-by-pagerduty.ts';
