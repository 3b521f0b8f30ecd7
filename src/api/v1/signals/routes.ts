import { routes } from '../route.ts';
import { IncidentSignals, NeverOver, NeverOverFilter, SignalFilter, SignalPage, SignalsOf } from './schemas.ts';

const group = 'Noise';

export const signalRoutes = routes({
  listSignals: {
    method: 'GET',
    path: '/signals',
    group,
    summary: 'List alarms and alerts that fired, by plan and name',
    about: 'Those that have fired within 90 days for incidents of a response plan.',
    access: 'read',
    query: SignalFilter,
    answer: SignalPage,
  },
  listNeverOver: {
    method: 'GET',
    path: '/signals/never-over',
    group,
    summary: 'List alarms and alerts that never say that they are over',
    about: 'What never recovers keeps its incident open, and hides what comes after it.',
    access: 'read',
    query: NeverOverFilter,
    answer: NeverOver,
  },
  getIncidentSignals: {
    method: 'GET',
    path: '/incidents/{incidentId}/signals',
    group,
    summary: 'Show what came to an incident, and what of it fires',
    access: 'read',
    params: SignalsOf,
    answer: IncidentSignals,
  },
});
