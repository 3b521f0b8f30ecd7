import { routes } from '../route.ts';
import { NewSilence, Silence, SilenceChange, SilenceFilter, SilenceId, SilencePage } from './schemas.ts';

const group = 'Silences';

export const silenceRoutes = routes({
  listSilences: {
    method: 'GET',
    path: '/silences',
    group,
    summary: 'List silences, newest first',
    access: 'read',
    query: SilenceFilter,
    answer: SilencePage,
  },
  createSilence: {
    method: 'POST',
    path: '/silences',
    group,
    summary: 'Make a silence',
    about:
      'Incidents that are open already go on. Those that it covers and that are opened while it lasts engage nobody.',
    access: 'write',
    body: NewSilence,
    answer: Silence,
    status: 201,
    location: (answer: { id: string }) => `/silences/${answer.id}`,
  },
  getSilence: {
    method: 'GET',
    path: '/silences/{silenceId}',
    group,
    summary: 'Show a silence',
    access: 'read',
    params: SilenceId,
    answer: Silence,
    versioned: true,
  },
  editSilence: {
    method: 'PATCH',
    path: '/silences/{silenceId}',
    group,
    summary: 'Change reason, end or whether severity 1 is covered',
    about: 'Of one that is not over. What it has silenced already stays silenced.',
    access: 'write',
    params: SilenceId,
    body: SilenceChange,
    answer: Silence,
    versioned: true,
    match: 'optional',
  },
  endSilence: {
    method: 'POST',
    path: '/silences/{silenceId}/end',
    group,
    summary: 'End a silence now',
    about: 'What it has silenced and is open is engaged for at once. One that is over stays as it is.',
    access: 'write',
    params: SilenceId,
    answer: Silence,
  },
});
