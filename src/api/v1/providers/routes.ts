import { routes } from '../route.ts';
import { ProbeAsked, ProviderName, Providers } from './schemas.ts';

const group = 'Providers';

export const providerRoutes = routes({
  listProviders: {
    method: 'GET',
    path: '/providers',
    group,
    summary: 'List who takes messages, whether they are set up, and whether they would let Muster in',
    access: 'read',
    answer: Providers,
  },
  probeProvider: {
    method: 'POST',
    path: '/providers/{provider}/probe',
    group,
    summary: 'Look at a provider now',
    about: 'Its credentials are tried, and nothing is sent. Read the result from the list.',
    access: 'write',
    params: ProviderName,
    answer: ProbeAsked,
  },
});
