import { routes } from '../route.ts';
import { Report } from './schemas.ts';

export const doctorRoutes = routes({
  examine: {
    method: 'GET',
    path: '/doctor',
    group: 'Doctor',
    summary: 'Find what will not work tonight',
    about:
      'People who cannot be reached, stages that reach nobody, escalation that takes too long, rotations with nobody on call within 7 days, plans, rules and alarms that lead nowhere, providers that would take nothing; in the caller’s region and those of the replication set.',
    access: 'read',
    answer: Report,
  },
});
