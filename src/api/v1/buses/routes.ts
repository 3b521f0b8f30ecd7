import { routes } from '../route.ts';
import { Bus, BusContent, BusFilter, BusId, BusPage } from './schemas.ts';

const group = 'Buses';

export const busRoutes = routes({
  listBuses: {
    method: 'GET',
    path: '/buses',
    group,
    summary: 'List buses, by name',
    access: 'read',
    query: BusFilter,
    answer: BusPage,
  },
  getBus: {
    method: 'GET',
    path: '/buses/{busName}',
    group,
    summary: 'Show a bus',
    access: 'read',
    params: BusId,
    answer: Bus,
  },
  putBus: {
    method: 'PUT',
    path: '/buses/{busName}',
    group,
    summary: 'Make a bus, or change one',
    about: 'What AWS’s face says of it besides (policy, tags, queue) stays.',
    access: 'write',
    params: BusId,
    body: BusContent,
    answer: Bus,
  },
  deleteBus: {
    method: 'DELETE',
    path: '/buses/{busName}',
    group,
    summary: 'Delete a bus',
    about: 'One that has rules stays, as does the default one.',
    access: 'write',
    params: BusId,
  },
});
