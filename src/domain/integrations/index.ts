export {
  type CredentialState,
  type Credentials,
  createCredentials,
  type NamedCredential,
} from './credentials.ts';
export { type Integration, type IntegrationKind, integrationKinds } from './integration.ts';
export { createIntegrations, type Integrations, type NewIntegration } from './integrations.ts';
export { accountServices, planPagerDuty } from './kinds.ts';
export { linkHandler } from './links.ts';
export type { ServiceRooms } from './rooms.ts';
export { createPagerDutyCalls, type PagerDutyCalls, type PagerDutyEvent } from './told-by-pagerduty.ts';
