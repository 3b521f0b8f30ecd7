import { form, maybe, named, orNull, pageOf, paging, text, time, uuid } from '../schema.ts';

const name = text(1, 100, 'What the calendar is called.');

export const CalendarFeed = named(
  'CalendarFeed',
  {
    id: uuid('Its id.'),
    of: text(1, 1_000, 'The ARN of the person, rotation or on-call schedule.'),
    name,
    createdAt: time('When it was made.'),
    createdBy: text(1, 1_000, 'The principal who made it.'),
    revokedAt: orNull(time('Since when its address opens nothing.')),
  },
  'The next 90 days of on-call time, at an address that only its holder knows.',
);

export const CalendarFeedPage = pageOf('CalendarFeed', CalendarFeed);
export const CalendarFeedFilter = named('CalendarFeedFilter', paging, 'Which page.');

export const NewCalendarFeed = named(
  'NewCalendarFeed',
  {
    of: form(
      /^([0-9a-f]{8}-[0-9a-f-]{27}|arn:aws:ssm-contacts:[a-z0-9-]{1,64}:[0-9]{12}:(contact|rotation)\/[a-z0-9_-]{1,255})$/,
      'the id of a rotation, or the ARN of a person, rotation or on-call schedule',
      'Of a rotation (its id or ARN), or of a person or on-call schedule (its ARN).',
    ),
    name: maybe({ ...name, description: 'What the calendar is called; On call unless given.' }),
  },
  'A feed to make.',
);

const secret = { 'x-sensitive': true };

export const MadeCalendarFeed = named(
  'MadeCalendarFeed',
  {
    feed: CalendarFeed,
    url: { ...text(1, 2_048, 'Where calendar programs read it (iCalendar). Shown this once.'), ...secret },
    jsonUrl: { ...text(1, 2_048, 'Where scripts read it (JSON). Shown this once.'), ...secret },
  },
  'A new feed. Its addresses are its password: give them to nobody else.',
);

export const CalendarFeedId = named('CalendarFeedId', { feedId: uuid('The feed’s id.') }, 'Which feed.');
