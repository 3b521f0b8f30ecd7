import { routes } from '../route.ts';
import { Integration, IntegrationFilter, IntegrationId, IntegrationPage, NewIntegration } from './schemas.ts';

const group = 'Integrations';

export const integrationRoutes = routes({
  listIntegrations: {
    method: 'GET',
    path: '/integrations',
    group,
    summary: 'List other services that are told of incidents, newest first',
    about: 'PagerDuty services that a response plan names are shown with the plan.',
    access: 'read',
    query: IntegrationFilter,
    answer: IntegrationPage,
  },
  createIntegration: {
    method: 'POST',
    path: '/integrations',
    group,
    summary: 'Have another service told of incidents',
    about:
      'Of those that open from now on. The secret may be made later: until then the timeline says what is missing.',
    access: 'write',
    body: NewIntegration,
    answer: Integration,
    status: 201,
    location: (answer: { id: string }) => `/integrations/${answer.id}`,
  },
  getIntegration: {
    method: 'GET',
    path: '/integrations/{integrationId}',
    group,
    summary: 'Show an integration',
    access: 'read',
    params: IntegrationId,
    answer: Integration,
  },
  removeIntegration: {
    method: 'DELETE',
    path: '/integrations/{integrationId}',
    group,
    summary: 'Tell a service nothing any more',
    about: 'Also of incidents that are open: what is open there stays open.',
    access: 'write',
    params: IntegrationId,
  },
});
