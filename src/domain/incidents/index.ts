export {
  type Incident,
  type IncidentRef,
  type IncidentStatus,
  incidentArn,
  NO_PLAN,
  parseIncidentArn,
  parseStatus,
  type RelatedItem,
} from './incident.ts';
export {
  createIncidents,
  type IncidentChange,
  type IncidentFilter,
  type Incidents,
} from './incidents.ts';
export type { NewTimelineEvent } from './own-events.ts';
export type { ItemIdentifier, KeptItem, RelatedItems, RelatedItemsChange } from './related-items.ts';
export { CUSTOM_SOURCE, type Started, type StartIncident, type StartRooms, type Trigger } from './start.ts';
export { responsePlanAction, responsePlanTarget } from './triggers.ts';
