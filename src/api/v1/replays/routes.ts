import { routes } from '../route.ts';
import { NewReplay, Replay } from './schemas.ts';

export const replayRoutes = routes({
  replay: {
    method: 'POST',
    path: '/replays',
    group: 'Insight',
    summary: 'Tell what a rule and a plan would have made of recorded events',
    about:
      'Up to 5,000 events a page. Duplicates, groups, quiet, recovery and silences count; flapping does not. Nothing is stored, and nobody is paged.',
    access: 'read',
    body: NewReplay,
    answer: Replay,
  },
});
