import {
  anything,
  kind,
  listOf,
  maybe,
  named,
  object,
  oneOf,
  orNull,
  pageOf,
  paging,
  text,
  time,
  uuid,
  word,
  yes,
} from '../schema.ts';

const type = word(
  ['trigger', 'start', 'change', 'page', 'acknowledgement', 'runbook', 'note', 'custom', 'other'],
  'What kind of thing happened.',
);
const ownType = word(['note', 'custom'], 'What callers write: notes, and what other systems tell.');

const Reference = oneOf(
  'Reference',
  [
    object({ kind: kind('resource'), arn: text(1, 1000, 'The ARN of a resource.') }, 'A resource.'),
    object(
      { kind: kind('relatedItem'), id: text(1, 200, 'The id of a related item of the incident.') },
      'A related item.',
    ),
  ],
  'What an event points to.',
);

export const TimelineEvent = named(
  'TimelineEvent',
  {
    id: uuid('Its id.'),
    type,
    time: time('When it happened.'),
    text: orNull(text(0, 12_000, 'What happened, where the event is a text.')),
    data: anything('What happened, as data; null where the event is a text.'),
    references: listOf(Reference, 100, 'What it points to.'),
    actor: text(1, 1000, 'Who did it.'),
    writtenAt: time('When it was written, or changed last.'),
    editable: yes('Whether callers may change and delete it: notes and custom events only.'),
  },
  'Something that happened to an incident.',
);

export const TimelinePage = pageOf('TimelineEvent', TimelineEvent);

export const TimelineFilter = named(
  'TimelineFilter',
  {
    order: maybe(word(['oldestFirst', 'newestFirst'], 'By the events’ own time; `oldestFirst` unless given.')),
    type: maybe(listOf(type, 9, 'Of one of these types; give it again for each.')),
    after: maybe(time('Happened after this.')),
    before: maybe(time('Happened before this.')),
    ...paging,
  },
  'Conditions that all hold.',
);

const body = text(1, 10_000, 'What happened.');
const references = listOf(Reference, 10, 'What it points to.');

export const NewTimelineEvent = named(
  'NewTimelineEvent',
  {
    text: body,
    type: maybe(ownType),
    time: maybe(time('When it happened; now unless given.')),
    references: maybe(references),
  },
  'A note or a custom event.',
);

export const TimelineEventChange = named(
  'TimelineEventChange',
  { text: maybe(body), type: maybe(ownType), time: maybe(time('When it happened.')), references: maybe(references) },
  'What is to change; what is not given stays.',
);

export const EventId = named(
  'EventId',
  { incidentId: uuid('The incident’s id.'), eventId: uuid('The event’s id.') },
  'Which event.',
);
