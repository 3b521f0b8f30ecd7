import type { NamedShift } from '#domain/oncall';
import { after, DAY } from '#kernel/clock';
import { paged } from '../paged.ts';
import { faulty } from '../problem.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { Shift } from './rotations-schemas.ts';
import type { timeRoutes } from './time-routes.ts';
import { inOwnWords, personView, subjectArn } from './words.ts';

const USUAL_DAYS = 90;
/** As far ahead as overrides begin. */
const MOST_DAYS = 184;

export function timeHandlers({ onCall, cursors }: ApiRooms): Handlers<typeof timeRoutes> {
  return {
    whoIsOnCall: async (call, { query }) => {
      const at = query.at === undefined ? call.now : new Date(query.at);
      const people = await inOwnWords(onCall.at(call.context, subjectArn(call, query.of), at));
      return { at: at.toISOString(), people: people.map(personView) };
    },
    listShifts: async (call, { query }) => {
      const subject = subjectArn(call, query.of);
      const fetch = (limit: number, position: unknown) => {
        const [start, rotation, begun] = (position ?? []) as [string?, string?, string?];
        const range = rangeOf(begun === undefined ? call : { now: new Date(begun) }, query);
        const last = start && rotation ? { after: { start: new Date(start), rotation } } : {};
        return inOwnWords(onCall.shifts(call.context, subject, { ...range, limit, ...last }));
      };
      // A page that goes on is of the range that the first one had, although it is later by then.
      const place = ({ start, rotation }: NamedShift) => [start, rotation.id, call.now];
      return paged(call, cursors, query, fetch, place, shiftView);
    },
    listGaps: async (call, { query }) => {
      const range = rangeOf(call, query);
      const gaps = await inOwnWords(onCall.gaps(call.context, subjectArn(call, query.of), range));
      return {
        from: range.from.toISOString(),
        to: range.to.toISOString(),
        gaps: gaps.map(({ start, end, causes }) => ({
          startsAt: start.toISOString(),
          endsAt: end.toISOString(),
          causes,
        })),
      };
    },
    listChanges: async (call, { query }) => {
      const asked = { ...rangeOf(call, query), limit: query.limit ?? 100 };
      const changes = await inOwnWords(onCall.changes(call.context, subjectArn(call, query.of), asked));
      return {
        changes: changes.map(({ at, members, came, left }) => ({
          at: at.toISOString(),
          people: members.map(personView),
          came: came.map(personView),
          left: left.map(personView),
        })),
      };
    },
    listOnCallWarnings: async (call, { query }) => {
      const { account, region } = call.actor;
      const fetch = (limit: number, position: unknown) => {
        const [start, id] = (position ?? []) as [string?, string?];
        const last = start && id ? { after: { start: new Date(start), id } } : {};
        return onCall.warnings(call.context, { account, region, now: call.now, limit, ...last });
      };
      return paged(
        call,
        cursors,
        query,
        fetch,
        ({ start, id }) => [start, id],
        (warning) => ({
          id: warning.id,
          of: warning.subject,
          startsAt: warning.start.toISOString(),
          endsAt: warning.end.toISOString(),
          causes: warning.causes,
          foundAt: warning.foundAt.toISOString(),
          remindedAt: warning.remindedAt?.toISOString() ?? null,
        }),
      );
    },
  };
}

function rangeOf({ now }: Pick<Call, 'now'>, query: { from?: string | undefined; to?: string | undefined }) {
  const from = query.from === undefined ? now : new Date(query.from);
  const to = query.to === undefined ? after(from, USUAL_DAYS * DAY) : new Date(query.to);
  if (to.getTime() - from.getTime() <= MOST_DAYS * DAY) return { from, to };
  throw faulty([{ field: 'to', wanted: `at most ${MOST_DAYS} days after from`, got: to.toISOString() }]);
}

const shiftView = ({ start, end, members, overridden, rotation }: NamedShift): Static<typeof Shift> => ({
  startsAt: start.toISOString(),
  endsAt: end.toISOString(),
  people: members.map(personView),
  instead: overridden ? overridden.map(personView) : null,
  rotation,
});
