import { type Rotation as DomainRotation, previewShifts, rotationArn } from '#domain/oncall';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import { recurrenceView, toRecurrence } from './recurrence.ts';
import type { rotationRoutes } from './rotations-routes.ts';
import type { Rotation } from './rotations-schemas.ts';
import { idOf, inOwnWords, personRef, personView, rotationRef } from './words.ts';

const MOST_PREVIEWED = 500;

export function rotationHandlers({ rotations, replicationSets, cursors }: ApiRooms): Handlers<typeof rotationRoutes> {
  const show = async (call: Call, id: string) => rotationView(await rotations.get(call.context, rotationRef(call, id)));
  return {
    listRotations: async (call, { query }) => {
      const { account, region } = call.actor;
      const fetch = (limit: number, position: unknown) =>
        rotations.list(call.context, {
          account,
          region,
          limit,
          ...(query.name === undefined ? {} : { prefix: query.name }),
          ...(position ? { after: position as string } : {}),
        });
      return paged(call, cursors, query, fetch, ({ id }) => id, rotationView);
    },
    createRotation: async (call, { body }) => {
      const { name, people, startsAt, timeZone, tags = {}, ...recurrence } = body;
      await replicationSets.require(call.context, call.actor.account, 'validation');
      const making = rotations.create(call.context, call.now, call.actor, {
        name,
        contacts: people.map((one) => personRef(call, one)),
        ...(startsAt === undefined ? {} : { startTime: new Date(startsAt) }),
        timeZone,
        recurrence: toRecurrence(recurrence),
        tags,
      });
      return show(call, idOf(await inOwnWords(making)));
    },
    previewRotation: async (call, { body }) => {
      const { people: members, startsAt, timeZone, from, to, ...recurrence } = body;
      const begin = from === undefined ? call.now : new Date(from);
      const start = startsAt === undefined ? begin : new Date(startsAt);
      const schedule = { members, start, timeZone, recurrence: toRecurrence(recurrence) };
      const asked = { schedule, overrides: [], from: begin, to: new Date(to), limit: MOST_PREVIEWED };
      const shifts = await inOwnWords(Promise.try(() => previewShifts(asked)));
      return {
        shifts: shifts.map((shift) => ({
          startsAt: shift.start.toISOString(),
          endsAt: shift.end.toISOString(),
          people: shift.members,
        })),
      };
    },
    getRotation: (call, { params }) => show(call, params.rotationId),
    editRotation: {
      current: async (call, { params }) =>
        rotationView(await rotations.lock(call.context, rotationRef(call, params.rotationId))),
      run: async (call, { params, body }) => {
        const { people, startsAt, timeZone, tags, ...change } = body;
        const ref = rotationRef(call, params.rotationId);
        const was = recurrenceView((await rotations.get(call.context, ref)).recurrence);
        const editing = rotations.update(call.context, call.now, ref, {
          ...(people === undefined ? {} : { contacts: people.map((one) => personRef(call, one)) }),
          ...(startsAt === undefined ? {} : { startTime: new Date(startsAt) }),
          ...(timeZone === undefined ? {} : { timeZone }),
          recurrence: toRecurrence({ ...was, ...change }),
        });
        await inOwnWords(editing);
        if (tags) await rotations.tag(call.context, ref, { set: tags });
        return show(call, params.rotationId);
      },
    },
    deleteRotation: async (call, { params }) => {
      await rotations.remove(call.context, call.now, rotationRef(call, params.rotationId));
    },
  };
}

function rotationView(rotation: DomainRotation): Static<typeof Rotation> {
  const { id, name, contacts, startTime, timeZone, recurrence, tags } = rotation;
  return {
    id,
    arn: rotationArn(rotation),
    name,
    people: contacts.map(personView),
    startsAt: startTime?.toISOString() ?? null,
    timeZone,
    ...recurrenceView(recurrence),
    tags,
  };
}
