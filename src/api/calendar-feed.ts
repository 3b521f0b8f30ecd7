import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Calendar, Feeds, OnCall } from '#domain/oncall';
import type { Clock } from '#kernel/clock';
import { Refusal } from '#kernel/refusal';
import type { Db } from '#storage/db';
import { icsOf } from './ics.ts';

export interface CalendarFeedOptions {
  db: Db;
  clock: Clock;
  rooms: { feeds: Feeds; onCall: OnCall };
}

/** The address is the credential: nothing may keep it or pass it on, nor find the calendar by a search. */
const HEADERS = {
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

/** `/calendar/<token>.ics` and `.json`: on-call time for programs that can neither sign a request nor keep a header. */
export function addCalendarFeed(app: FastifyInstance, { db, clock, rooms }: CalendarFeedOptions): void {
  app.get<{ Params: { file: string } }>('/calendar/:file', async ({ params }, reply) => {
    const [, token, form] = /^(.{1,200})\.(ics|json)$/.exec(params.file) ?? [];
    const now = clock.now();
    try {
      const feed = await rooms.feeds.open(db, token ?? '');
      const calendar = await rooms.onCall.calendar(db, feed, now);
      const shown = { ...calendar, name: feed.name };
      reply.headers(HEADERS);
      if (form === 'json') return reply.type('application/json; charset=utf-8').send(jsonOf(shown, now));
      return reply.type('text/calendar; charset=utf-8').send(icsOf(shown, feed.id, now));
    } catch (error) {
      if (error instanceof Refusal && (error.kind === 'notFound' || error.kind === 'accessDenied'))
        return refuse(error, reply);
      throw error;
    }
  });
}

/** Unknown: 404. Revoked: 403, which only who had the address can see. */
function refuse({ kind, message }: Refusal, reply: FastifyReply): FastifyReply {
  const [status, title] = kind === 'notFound' ? [404, 'No such calendar'] : [403, 'Revoked'];
  return reply.code(status).headers(HEADERS).send({ title, status, detail: message });
}

function jsonOf({ name, from, to, shifts }: Calendar, now: Date) {
  return {
    name,
    madeAt: now.toISOString(),
    from: from.toISOString(),
    to: to.toISOString(),
    shifts: shifts.map(({ start, end, rotation, people, overridden }) => ({
      start: start.toISOString(),
      end: end.toISOString(),
      rotation,
      people,
      overridden,
    })),
  };
}
