import { listOf, maybe, named, orNull, pageOf, paging, time, uuid, word } from '../schema.ts';
import { alias, Person } from './words.ts';

const startsAt = time('When it begins.');
const endsAt = time('When it ends.');

export const Override = named(
  'Override',
  {
    id: uuid('Its id.'),
    kind: word(
      ['replace', 'add', 'temporary'],
      '`replace`: its people instead of those whose turn it is. `add`: its people, too. `temporary`: a part of a temporary schedule.',
    ),
    startsAt,
    endsAt,
    people: listOf(Person, 1_000, 'Empty: nobody.'),
    bundle: orNull(uuid('The swap or temporary schedule that it came with and goes with.')),
    createdAt: time('When it was made.'),
  },
  'Who is on call otherwise than by turn, for a time.',
);

export const OverridePage = pageOf('Override', Override);

export const OverrideFilter = named(
  'OverrideFilter',
  {
    from: maybe(time('Not over by then; now unless given.')),
    to: maybe(time('Begun by then; seven months from now unless given.')),
    ...paging,
  },
  'Conditions that all hold.',
);

export const NewOverride = named(
  'NewOverride',
  {
    kind: maybe(word(['replace', 'add'], '`replace` unless given.')),
    startsAt,
    endsAt: time('When it ends: at least 30 minutes later.'),
    people: listOf(alias, 30, 'Aliases, also of people who have no turn in the rotation. Empty: nobody is on call.'),
  },
  'An override to make.',
);

export const OverrideId = named(
  'OverrideId',
  { rotationId: uuid('The rotation’s id.'), overrideId: uuid('The override’s id.') },
  'Which override.',
);

const FixedShift = named(
  'FixedShift',
  { startsAt, endsAt, people: listOf(Person, 1_000, 'Who is on call.') },
  'A shift of a temporary schedule.',
);

export const TemporarySchedule = named(
  'TemporarySchedule',
  {
    id: uuid('Its id.'),
    startsAt,
    endsAt,
    rotations: listOf(uuid('A rotation’s id.'), 25, 'Whose shifts it replaces.'),
    shifts: listOf(FixedShift, 1_001, 'Who is on call meanwhile; at other times nobody is.'),
    createdAt: time('When it was made.'),
  },
  'For a time its own shifts instead of everything that rotations and other overrides say.',
);

export const TemporarySchedules = named(
  'TemporarySchedules',
  { items: listOf(TemporarySchedule, 5_000, 'In the order in which they were made.') },
  'All of a time.',
);

export const TemporaryFilter = named(
  'TemporaryFilter',
  {
    from: maybe(time('Not over by then; now unless given.')),
    to: maybe(time('Begun by then; seven months from now unless given.')),
  },
  'Conditions that all hold.',
);

export const NewTemporarySchedule = named(
  'NewTemporarySchedule',
  {
    startsAt,
    endsAt: time('When it ends: at least 30 minutes later.'),
    rotations: {
      ...listOf(uuid('A rotation’s id.'), 25, 'Whose shifts it replaces: those of a schedule.'),
      minItems: 1,
    },
    shifts: listOf(
      named(
        'NewFixedShift',
        { startsAt, endsAt, people: listOf(alias, 30, 'Aliases of who is on call.') },
        'A shift, within the time of the schedule. Shifts may overlap.',
      ),
      500,
      'At other times nobody is on call.',
    ),
  },
  'A temporary schedule to make.',
);

export const TemporaryId = named('TemporaryId', { temporaryId: uuid('Its id.') }, 'Which temporary schedule.');
