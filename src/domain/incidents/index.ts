export type { IncidentChange } from './change.ts';
export type { DeploymentKind } from './deployment.ts';
export { incidentDesk } from './desk.ts';
export { incidentFacts } from './facts.ts';
export { deploymentObserver, type Finding, type Findings } from './findings.ts';
export { groupKeyOf } from './grouping.ts';
export {
  type Incident,
  type IncidentRef,
  type IncidentStatus,
  incidentArn,
  NO_PLAN,
  parseIncidentArn,
  parseStatus,
  type RelatedItem,
  type ResolutionPlan,
} from './incident.ts';
export {
  createIncidents,
  type IncidentFilter,
  type Incidents,
} from './incidents.ts';
export { overIncidentInvariant } from './invariants.ts';
export { laterEngagementHandler } from './later.ts';
export { lookHandler } from './look.ts';
export { type NamedIncident, parseNamedArn } from './names.ts';
export type { NewTimelineEvent } from './own-events.ts';
export { recoveryHandler, recoveryObserver } from './recovery.ts';
export type { ItemIdentifier, KeptItem, RelatedItems, RelatedItemsChange } from './related-items.ts';
export { type Forgotten, incidentRetention } from './retention.ts';
export { CUSTOM_SOURCE, type Started, type StartIncident, type StartRooms, type Trigger } from './start.ts';
export { responsePlanAction, responsePlanTarget } from './triggers.ts';
export { type Begun, type IncidentWatcher, topicsOf } from './watcher.ts';
