import { listOf, maybe, named, text, uuid, whole, word } from '../schema.ts';

const topic = word(['incidents', 'timeline'], 'What happens to incidents; what is written on their timelines.');

export const LiveFilter = named(
  'LiveFilter',
  {
    topics: maybe(listOf(topic, 2, 'Give it again for each; both unless given.')),
    incident: maybe(uuid('Only of this incident.')),
  },
  'What to hear of.',
);

export const LiveEvent = named(
  'LiveEvent',
  {
    topic,
    incident: uuid('The incident’s id.'),
    kind: word(
      ['opened', 'changed', 'deleted', 'added', 'removed'],
      'Of incidents: opened, changed or deleted (nothing follows then). Of a timeline’s events: added, changed or removed.',
    ),
    event: maybe(uuid('The timeline event’s id.')),
    type: maybe(text(1, 100, 'The timeline event’s type.')),
    version: whole(
      1,
      Number.MAX_SAFE_INTEGER,
      'Rises with every entry of the incident’s timeline: what is not above the last one is known.',
    ),
  },
  'That something changed; what it is now is read as always.',
);
