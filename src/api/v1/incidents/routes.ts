import { routes } from '../route.ts';
import {
  Incident,
  IncidentChange,
  IncidentFilter,
  IncidentId,
  IncidentPage,
  NewIncident,
  StartedIncident,
} from './schemas.ts';

const group = 'Incidents';

export const incidentRoutes = routes({
  listIncidents: {
    method: 'GET',
    path: '/incidents',
    group,
    summary: 'List incidents, newest first',
    access: 'read',
    query: IncidentFilter,
    answer: IncidentPage,
  },
  startIncident: {
    method: 'POST',
    path: '/incidents',
    group,
    summary: 'Start an incident',
    about:
      'From a response plan, or from nothing. Where an incident with the plan’s dedupe string is open, the start is folded into it.',
    access: 'write',
    body: NewIncident,
    answer: StartedIncident,
    status: 201,
    location: (answer: { incident: { id: string } }) => `/incidents/${answer.incident.id}`,
  },
  getIncident: {
    method: 'GET',
    path: '/incidents/{incidentId}',
    group,
    summary: 'Show an incident',
    access: 'read',
    params: IncidentId,
    answer: Incident,
    versioned: true,
  },
  editIncident: {
    method: 'PATCH',
    path: '/incidents/{incidentId}',
    group,
    summary: 'Change title, summary, severity or status',
    about: 'Each change is on the timeline. Resolving stops all engagements.',
    access: 'write',
    params: IncidentId,
    body: IncidentChange,
    answer: Incident,
    versioned: true,
    match: 'required',
  },
  deleteIncident: {
    method: 'DELETE',
    path: '/incidents/{incidentId}',
    group,
    summary: 'Delete an incident',
    about: 'Its engagements are stopped. What its timeline says stays stored.',
    access: 'write',
    params: IncidentId,
    match: 'optional',
  },
});
