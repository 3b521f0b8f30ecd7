export {
  type Incident,
  type IncidentRef,
  type IncidentStatus,
  incidentArn,
  parseIncidentArn,
  parseStatus,
  type RelatedItem,
} from './incident.ts';
export {
  createIncidents,
  type IncidentChange,
  type IncidentFilter,
  type Incidents,
  type NewTimelineEvent,
} from './incidents.ts';
export { CUSTOM_SOURCE, type Started, type StartIncident, type StartRooms, type Trigger } from './start.ts';
export { responsePlanAction, responsePlanTarget } from './triggers.ts';
