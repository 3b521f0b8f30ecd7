import { routes } from '../route.ts';
import { LiveEvent, LiveFilter } from './schemas.ts';

export const liveRoutes = routes({
  live: {
    method: 'GET',
    path: '/live',
    group: 'Live',
    summary: 'Hear of changes as they happen (server-sent events)',
    about:
      'Begins with the event `ready`: what is read after it is no older than the stream. Each change is an event `change`; `reset` says that too much was missed, so read all again. With `Last-Event-ID` it goes on where it ended, up to 10 minutes later and on any node; some events may come twice then, and `version` tells. A stream ends after 10 minutes: connect again.',
    access: 'read',
    query: LiveFilter,
    answer: LiveEvent,
    stream: true,
  },
});
