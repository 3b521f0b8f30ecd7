import { routes } from '../route.ts';
import {
  CalendarFeed,
  CalendarFeedFilter,
  CalendarFeedId,
  CalendarFeedPage,
  MadeCalendarFeed,
  NewCalendarFeed,
} from './feeds-schemas.ts';

const group = 'Calendar feeds';

export const feedRoutes = routes({
  listCalendarFeeds: {
    method: 'GET',
    path: '/calendar-feeds',
    group,
    summary: 'List calendar feeds, newest first',
    about: 'The revoked ones, too. No address is shown.',
    access: 'read',
    query: CalendarFeedFilter,
    answer: CalendarFeedPage,
  },
  createCalendarFeed: {
    method: 'POST',
    path: '/calendar-feeds',
    group,
    summary: 'Make a calendar feed',
    about: 'Its addresses are shown this once.',
    access: 'write',
    body: NewCalendarFeed,
    answer: MadeCalendarFeed,
    status: 201,
    location: (answer: { feed: { id: string } }) => `/calendar-feeds/${answer.feed.id}`,
    unrepeatable: true,
  },
  getCalendarFeed: {
    method: 'GET',
    path: '/calendar-feeds/{feedId}',
    group,
    summary: 'Show a calendar feed',
    access: 'read',
    params: CalendarFeedId,
    answer: CalendarFeed,
  },
  revokeCalendarFeed: {
    method: 'DELETE',
    path: '/calendar-feeds/{feedId}',
    group,
    summary: 'Revoke a calendar feed',
    about: 'At once and for ever. It stays in the list.',
    access: 'write',
    params: CalendarFeedId,
  },
});
