import type { Handlers } from '../route.ts';
import type { liveRoutes } from './routes.ts';

/** What a stream is of; `streams.ts` opens it. */
export function liveHandlers(): Handlers<typeof liveRoutes> {
  return {
    live: async ({ actor }, { query: { topics = ['incidents', 'timeline'], incident } }) => ({
      account: actor.account,
      topics: new Set(topics),
      ...(incident === undefined ? {} : { incident: incident.toLowerCase() }),
    }),
  };
}
