import type { Override as DomainOverride, Temporary } from '#domain/oncall';
import { after, DAY } from '#kernel/clock';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { overrideRoutes } from './overrides-routes.ts';
import type { Override, TemporarySchedule } from './overrides-schemas.ts';
import { idOf, inOwnWords, personRef, personView, rotationRef } from './words.ts';

/** No override begins later. */
const REACH_DAYS = 214;

export function overrideHandlers({
  overrides,
  temporarySchedules,
  cursors,
}: ApiRooms): Handlers<typeof overrideRoutes> {
  const temporaryRef = ({ actor }: Call, id: string) => ({ account: actor.account, region: actor.region, id });
  return {
    listOverrides: async (call, { params, query }) => {
      const rotation = rotationRef(call, params.rotationId);
      const range = rangeOf(call, query);
      const fetch = (limit: number, position: unknown) => {
        const [start, id] = (position ?? []) as [string?, string?];
        const last = start && id ? { after: { start: new Date(start), id } } : {};
        return inOwnWords(overrides.list(call.context, rotation, { ...range, limit, ...last }));
      };
      return paged(call, cursors, { ...params, ...query }, fetch, ({ start, id }) => [start, id], overrideView);
    },
    createOverride: async (call, { params, body }) => {
      const { startsAt, endsAt, people, kind = 'replace' } = body;
      const rotation = rotationRef(call, params.rotationId);
      const making = overrides.create(call.context, call.now, call.actor, rotation, {
        start: new Date(startsAt),
        end: new Date(endsAt),
        contacts: people.map((one) => personRef(call, one)),
        kind,
        outsiders: true,
      });
      return overrideView(await overrides.get(call.context, rotation, await inOwnWords(making)));
    },
    getOverride: async (call, { params }) =>
      overrideView(await overrides.get(call.context, rotationRef(call, params.rotationId), params.overrideId)),
    deleteOverride: async (call, { params }) => {
      await overrides.remove(call.context, call.now, rotationRef(call, params.rotationId), params.overrideId);
    },
    listTemporarySchedules: async (call, { query }) => {
      const { account, region } = call.actor;
      const asked = { account, region, ...rangeOf(call, query) };
      return { items: (await inOwnWords(temporarySchedules.list(call.context, asked))).map(temporaryView) };
    },
    createTemporarySchedule: async (call, { body }) => {
      const making = temporarySchedules.create(call.context, call.now, call.actor, {
        start: new Date(body.startsAt),
        end: new Date(body.endsAt),
        rotations: body.rotations.map((id) => rotationRef(call, id)),
        shifts: body.shifts.map(({ startsAt, endsAt, people }) => ({
          start: new Date(startsAt),
          end: new Date(endsAt),
          contacts: people.map((one) => personRef(call, one)),
        })),
      });
      const ref = temporaryRef(call, await inOwnWords(making));
      return temporaryView(await temporarySchedules.get(call.context, ref));
    },
    getTemporarySchedule: async (call, { params }) =>
      temporaryView(await temporarySchedules.get(call.context, temporaryRef(call, params.temporaryId))),
    deleteTemporarySchedule: async (call, { params }) => {
      await temporarySchedules.remove(call.context, call.now, temporaryRef(call, params.temporaryId));
    },
  };
}

const rangeOf = ({ now }: Call, { from, to }: { from?: string | undefined; to?: string | undefined }) => ({
  from: from === undefined ? now : new Date(from),
  to: to === undefined ? after(now, REACH_DAYS * DAY) : new Date(to),
});

function overrideView({
  id,
  kind = 'replace',
  start,
  end,
  members,
  bundle,
  createdAt,
}: DomainOverride): Static<typeof Override> {
  return {
    id,
    kind,
    startsAt: start.toISOString(),
    endsAt: end.toISOString(),
    people: members.map(personView),
    bundle: bundle ?? null,
    createdAt: createdAt.toISOString(),
  };
}

function temporaryView({ id, start, end, rotations, shifts, createdAt }: Temporary): Static<typeof TemporarySchedule> {
  return {
    id,
    startsAt: start.toISOString(),
    endsAt: end.toISOString(),
    rotations: rotations.map(idOf),
    shifts: shifts.map((shift) => ({
      startsAt: shift.start.toISOString(),
      endsAt: shift.end.toISOString(),
      people: shift.members.map(personView),
    })),
    createdAt: createdAt.toISOString(),
  };
}
