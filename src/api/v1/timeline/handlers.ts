import { eventTypes, type TimelineOf } from '#domain/timeline';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { timelineRoutes } from './routes.ts';
import { eventView, toReference, typesOf } from './view.ts';

const STORED = { note: eventTypes.note, custom: eventTypes.custom };

export function timelineHandlers({ incidents, timeline, cursors }: ApiRooms): Handlers<typeof timelineRoutes> {
  const incidentOf = (call: Call, id: string) => incidents.byId(call.context, call.actor.account, id);
  const timelineOf = async (call: Call, id: string): Promise<TimelineOf> => {
    const incident = await incidentOf(call, id);
    return { account: incident.account, incidentId: incident.id };
  };
  const current = async (call: Call, { params }: { params: { incidentId: string; eventId: string } }) =>
    eventView(await timeline.lock(call.context, await timelineOf(call, params.incidentId), params.eventId));
  return {
    listTimeline: async (call, { params, query }) => {
      const { limit, cursor, order = 'oldestFirst', type, after, before } = query;
      const fixed = {
        ...(await timelineOf(call, params.incidentId)),
        order: order === 'oldestFirst' ? ('ascending' as const) : ('descending' as const),
        ...(type ? { types: typesOf(type) } : {}),
        ...(after ? { after: new Date(after) } : {}),
        ...(before ? { before: new Date(before) } : {}),
      };
      const fetch = (most: number, position: unknown) => {
        const [time, seq] = (position ?? []) as [string, number];
        const from = time ? { position: { time: new Date(time), seq } } : {};
        return timeline.list(call.context, { ...fixed, ...from, limit: most });
      };
      const asked = { ...(limit ? { limit } : {}), ...(cursor ? { cursor } : {}), ...fixed };
      return paged(call, cursors, asked, fetch, ({ time, seq }) => [time, seq], eventView);
    },
    addTimelineEvent: async (call, { params, body }) => {
      const incident = await incidentOf(call, params.incidentId);
      const { text, type = 'note', time, references = [] } = body;
      const eventId = await incidents.addEvent(call.context, call.now, call.actor, {
        incident,
        time: time ? new Date(time) : call.now,
        type: STORED[type],
        data: JSON.stringify(text),
        references: references.map(toReference),
      });
      return eventView(await timeline.get(call.context, await timelineOf(call, params.incidentId), eventId));
    },
    getTimelineEvent: async (call, { params }) =>
      eventView(await timeline.get(call.context, await timelineOf(call, params.incidentId), params.eventId)),
    editTimelineEvent: {
      current,
      run: async (call, { params: { incidentId, eventId }, body }) => {
        const { text, type, time, references } = body;
        await incidents.updateEvent(call.context, call.now, call.actor, await incidentOf(call, incidentId), {
          eventId,
          ...(text === undefined ? {} : { data: JSON.stringify(text) }),
          ...(type === undefined ? {} : { type: STORED[type] }),
          ...(time === undefined ? {} : { time: new Date(time) }),
          ...(references === undefined ? {} : { references: references.map(toReference) }),
        });
        return eventView(await timeline.get(call.context, await timelineOf(call, incidentId), eventId));
      },
    },
    deleteTimelineEvent: {
      current,
      run: async (call, { params: { incidentId, eventId } }) => {
        await incidents.deleteEvent(call.context, call.now, call.actor, await incidentOf(call, incidentId), eventId);
      },
    },
  };
}
