import { type IncidentRef, incidentArn, parseIncidentArn } from '#domain/incidents';
import type { Reference, TimelineEvent } from '#domain/timeline';
import { isUuid } from '#kernel/ids';
import { invalid, notFound } from '#kernel/refusal';
import type { Rooms } from '../../rooms.ts';
import { own, paged, type SomeHandlers, type WireCall } from '../support.ts';
import { timelineFilter } from './filters.ts';
import type { ssmIncidents } from './service.ts';

type Names =
  | 'ListTimelineEvents'
  | 'GetTimelineEvent'
  | 'CreateTimelineEvent'
  | 'UpdateTimelineEvent'
  | 'DeleteTimelineEvent';

/** The events of an incident's timeline. */
export function timelineHandlers({ incidents, timeline, cursors }: Rooms): SomeHandlers<typeof ssmIncidents, Names> {
  const refOf = (call: Pick<WireCall, 'actor'>, arn: string) =>
    own(call.actor, parseIncidentArn(arn, 'incidentRecordArn'), arn);
  return {
    // An unknown incident has an empty timeline: the operation knows no NotFound (aws-behaviour.md 1.4).
    ListTimelineEvents: async (call, { incidentRecordArn, filters = [], maxResults, nextToken: token, sortOrder }) => {
      const ref = refOf(call, incidentRecordArn);
      const order = sortOrder === 'ASCENDING' ? ('ascending' as const) : ('descending' as const);
      const query = { account: ref.account, incidentId: ref.id, ...timelineFilter(filters), order };
      const known = await incidents.has(call.context, ref);
      const fetch = async (limit: number, position: unknown) => {
        if (!known) return [];
        const [time, seq] = (position ?? []) as [string, number];
        return timeline.list(call.context, {
          ...query,
          limit,
          ...(time ? { position: { time: new Date(time), seq } } : {}),
        });
      };
      const asked = { token, size: maxResults, filters: [incidentRecordArn, filters, order] };
      const { items, nextToken } = await paged(call, cursors, asked, fetch, (event) => [event.time, event.seq]);
      return { eventSummaries: items.map((event) => toSummary(event, ref)), nextToken };
    },
    GetTimelineEvent: async (call, { incidentRecordArn, eventId }) => {
      const ref = refOf(call, incidentRecordArn);
      if (!isUuid(eventId) || !(await incidents.has(call.context, ref))) throw notFound('TIMELINE_EVENT', eventId);
      const event = await timeline.get(call.context, { account: ref.account, incidentId: ref.id }, eventId);
      return { event: { ...toSummary(event, ref), eventData: event.data } };
    },
    CreateTimelineEvent: async (call, input) => {
      const incident = refOf(call, input.incidentRecordArn);
      const event = { incident, time: input.eventTime, type: input.eventType, data: input.eventData };
      const references = (input.eventReferences ?? []).map(toReference);
      const eventId = await incidents.addEvent(call.context, call.now, call.actor, { ...event, references });
      return { eventId, incidentRecordArn: input.incidentRecordArn };
    },
    // References that are not given stay; an empty list takes them away.
    UpdateTimelineEvent: async (
      call,
      { incidentRecordArn, eventId, eventTime, eventType, eventData, eventReferences },
    ) => {
      const change = {
        eventId,
        ...(eventTime ? { time: eventTime } : {}),
        ...(eventType === undefined ? {} : { type: eventType }),
        ...(eventData === undefined ? {} : { data: eventData }),
        ...(eventReferences ? { references: eventReferences.map(toReference) } : {}),
      };
      await incidents.updateEvent(call.context, call.now, call.actor, refOf(call, incidentRecordArn), change);
      return {};
    },
    DeleteTimelineEvent: async (call, { incidentRecordArn, eventId }) => {
      await incidents.deleteEvent(call.context, call.now, call.actor, refOf(call, incidentRecordArn), eventId);
      return {};
    },
  };
}

function toSummary(event: TimelineEvent, ref: IncidentRef) {
  return {
    eventId: event.eventId,
    incidentRecordArn: incidentArn(ref),
    eventTime: event.time,
    eventUpdatedTime: event.updatedAt,
    eventType: event.type,
    ...(event.references.length > 0 ? { eventReferences: event.references } : {}),
  };
}

function toReference({ resource, relatedItemId }: { resource?: string; relatedItemId?: string }): Reference {
  if (resource !== undefined) return { resource };
  if (relatedItemId !== undefined) return { relatedItemId };
  throw invalid('eventReferences: each has a resource or a relatedItemId', {
    name: 'eventReferences',
    message: 'empty reference',
  });
}
