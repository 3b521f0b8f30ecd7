export type { IncidentChange } from './change.ts';
export type { DeploymentKind } from './deployment.ts';
export { deploymentObserver, type Finding, type Findings } from './findings.ts';
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
export { laterEngagementHandler } from './later.ts';
export { type NamedIncident, parseNamedArn } from './names.ts';
export type { NewTimelineEvent } from './own-events.ts';
export type { ItemIdentifier, KeptItem, RelatedItems, RelatedItemsChange } from './related-items.ts';
export { CUSTOM_SOURCE, type Started, type StartIncident, type StartRooms, type Trigger } from './start.ts';
export { responsePlanAction, responsePlanTarget } from './triggers.ts';
export { type Begun, type IncidentWatcher, topicsOf } from './watcher.ts';
