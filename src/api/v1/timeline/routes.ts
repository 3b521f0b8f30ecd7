import { IncidentId } from '../incidents/schemas.ts';
import { routes } from '../route.ts';
import {
  EventId,
  NewTimelineEvent,
  TimelineEvent,
  TimelineEventChange,
  TimelineFilter,
  TimelinePage,
} from './schemas.ts';

const group = 'Timeline';
const path = '/incidents/{incidentId}/timeline';

export const timelineRoutes = routes({
  listTimeline: {
    method: 'GET',
    path,
    group,
    summary: 'List what happened to an incident',
    access: 'read',
    params: IncidentId,
    query: TimelineFilter,
    answer: TimelinePage,
  },
  addTimelineEvent: {
    method: 'POST',
    path,
    group,
    summary: 'Write a note or a custom event',
    access: 'write',
    params: IncidentId,
    body: NewTimelineEvent,
    answer: TimelineEvent,
    status: 201,
  },
  getTimelineEvent: {
    method: 'GET',
    path: `${path}/{eventId}`,
    group,
    summary: 'Show an event',
    access: 'read',
    params: EventId,
    answer: TimelineEvent,
    versioned: true,
  },
  editTimelineEvent: {
    method: 'PATCH',
    path: `${path}/{eventId}`,
    group,
    summary: 'Change a note or a custom event',
    about: 'The former text stays stored behind the new one: a timeline is append-only.',
    access: 'write',
    params: EventId,
    body: TimelineEventChange,
    answer: TimelineEvent,
    versioned: true,
    match: 'required',
  },
  deleteTimelineEvent: {
    method: 'DELETE',
    path: `${path}/{eventId}`,
    group,
    summary: 'Hide a note or a custom event',
    access: 'write',
    params: EventId,
    match: 'optional',
  },
});
