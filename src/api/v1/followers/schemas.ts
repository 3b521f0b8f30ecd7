import { form, listOf, maybe, named, orNull, text, time, uuid, whole, word } from '../schema.ts';

export const IncidentFollower = named(
  'IncidentFollower',
  {
    id: uuid('Its id.'),
    kind: word(['room', 'person', 'other'], 'A chat room, a person, or another service that is told of the incident.'),
    name: text(1, 2_000, 'Who it is.'),
    until: orNull(time('Until when; null: as long as the incident is there.')),
  },
  'Somebody who is told of an incident.',
);

export const IncidentFollowers = named(
  'IncidentFollowers',
  { followers: listOf(IncidentFollower, 1_000, 'Who is told of it now.') },
  'Who is told of an incident.',
);

export const NewIncidentFollower = named(
  'NewIncidentFollower',
  {
    room: maybe(uuid('The id of a chat channel.')),
    contact: maybe(form(/^[a-z0-9_-]{1,255}$/, 'an alias', 'Instead: the alias of a person.')),
    channel: maybe(
      uuid('By which of their contact channels; the first that is activated, e-mail before SMS, unless given.'),
    ),
    minutes: maybe(whole(1, 43_200, 'For how many minutes; a day unless given.')),
  },
  'A room, or a person, who is to follow the incident: told how it stands, and of each change, for a time, until its end.',
);

export const FollowerId = named(
  'FollowerId',
  { incidentId: uuid('The incident’s id.'), followerId: uuid('The follower’s id.') },
  'Which follower of which incident.',
);
