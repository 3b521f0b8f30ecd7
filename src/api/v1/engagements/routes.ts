import { IncidentId } from '../incidents/schemas.ts';
import { routes } from '../route.ts';
import {
  Engagement,
  EngagementFilter,
  EngagementId,
  EngagementPage,
  EngagementStop,
  NewEngagement,
} from './schemas.ts';

const group = 'Engagements';
const path = '/incidents/{incidentId}/engagements';

export const engagementRoutes = routes({
  listEngagements: {
    method: 'GET',
    path,
    group,
    summary: 'List whose plans ran for an incident, newest first',
    access: 'read',
    params: IncidentId,
    query: EngagementFilter,
    answer: EngagementPage,
  },
  engage: {
    method: 'POST',
    path,
    group,
    summary: 'Engage somebody for an incident',
    about: 'The first stage of the contact’s plan is paged at once.',
    access: 'write',
    params: IncidentId,
    body: NewEngagement,
    answer: Engagement,
    status: 201,
  },
  getEngagement: {
    method: 'GET',
    path: `${path}/{engagementId}`,
    group,
    summary: 'Show an engagement',
    access: 'read',
    params: EngagementId,
    answer: Engagement,
  },
  stopEngagement: {
    method: 'POST',
    path: `${path}/{engagementId}/stop`,
    group,
    summary: 'Stop an engagement',
    about: 'Nobody further is paged for it. One that is settled stays as it is.',
    access: 'write',
    params: EngagementId,
    body: EngagementStop,
    answer: Engagement,
  },
});
