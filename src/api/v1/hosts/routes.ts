import { routes } from '../route.ts';
import { Host, HostFilter, HostName, HostPage, NewHost } from './schemas.ts';

const group = 'Hosts';

export const hostRoutes = routes({
  listHosts: {
    method: 'GET',
    path: '/hosts',
    group,
    summary: 'List hosts on which runbooks run commands, by name',
    access: 'read',
    query: HostFilter,
    answer: HostPage,
  },
  createHost: {
    method: 'POST',
    path: '/hosts',
    group,
    summary: 'Add a host',
    about: 'Its secret may be made later. Nothing is asked of the host now.',
    access: 'write',
    body: NewHost,
    answer: Host,
    status: 201,
    location: (answer: { name: string }) => `/hosts/${answer.name}`,
  },
  getHost: {
    method: 'GET',
    path: '/hosts/{host}',
    group,
    summary: 'Show a host',
    access: 'read',
    params: HostName,
    answer: Host,
  },
  removeHost: {
    method: 'DELETE',
    path: '/hosts/{host}',
    group,
    summary: 'Take a host out',
    about: 'What runs on it goes on.',
    access: 'write',
    params: HostName,
  },
});
