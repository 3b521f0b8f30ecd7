import { listOf, mapOf, maybe, named, orNull, pageOf, paging, text, time, uuid } from '../schema.ts';
import { coverage, recurrence, recurrenceChange, recurrenceTold } from './recurrence-schemas.ts';
import { alias, Person } from './words.ts';

const name = {
  ...text(1, 255, 'What it is called.'),
  pattern: '^[a-zA-Z0-9_\\-\\s\\.]*$',
  'x-wanted': '1 to 255 letters, digits, spaces, dots, hyphens and underscores',
};
const timeZone = text(1, 255, 'The IANA zone of all its local times, such as Europe/Berlin.');
const people = { ...listOf(alias, 30, 'Aliases, in the order in which their turns come.'), minItems: 1 };
const tags = mapOf(text(0, 256, 'A value.'), 50, 'Tags, by key.');
const startsAt = 'When its first turn begins; null: it began when it was made.';

export const Rotation = named(
  'Rotation',
  {
    id: uuid('Its id, also at the end of its ARN.'),
    arn: text(1, 1000, 'Its name on the AWS face.'),
    name,
    people: listOf(Person, 30, 'In the order in which their turns come.'),
    startsAt: orNull(time(startsAt)),
    timeZone,
    ...recurrenceTold,
    coverage: orNull(coverage),
    tags,
  },
  'People who are on call one after another.',
);

export const RotationPage = pageOf('Rotation', Rotation);

export const RotationFilter = named(
  'RotationFilter',
  { name: maybe(text(1, 255, 'What the names begin with.')), ...paging },
  'Conditions that all hold.',
);

export const NewRotation = named(
  'NewRotation',
  {
    name,
    people,
    startsAt: maybe(time('When its first turn begins; now unless given.')),
    timeZone,
    ...recurrence,
    tags: maybe(tags),
  },
  'A rotation to make.',
);

export const RotationChange = named(
  'RotationChange',
  {
    people: maybe(people),
    startsAt: maybe(
      time('Another one than before: the turns are counted anew from there, and who is on call may change.'),
    ),
    timeZone: maybe(timeZone),
    ...recurrenceChange,
    coverage: maybe(orNull({ ...coverage, minItems: 1 })),
    tags: maybe(mapOf(text(0, 256, 'A value.'), 50, 'Tags, by key: they take the place of all that there are.')),
  },
  'What is to change; what is not given stays. All who are on call and stay in the rotation stay on call.',
);

export const Shift = named(
  'Shift',
  {
    startsAt: time('When it begins.'),
    endsAt: time('When it ends.'),
    people: listOf(Person, 1_000, 'Who is on call; empty: nobody, by an override.'),
    instead: orNull(listOf(Person, 30, 'Whose turn it was, where an override says something; null: none does.')),
    rotation: named(
      'ShiftRotation',
      { id: uuid('Its id.'), name: text(1, 255, 'What it is called.') },
      'By which rotation.',
    ),
  },
  'A time in which the same people are on call.',
);

export const PreviewedRotation = named(
  'PreviewedRotation',
  {
    people: { ...listOf(text(1, 512, 'A name of any kind.'), 30, 'In the order of their turns.'), minItems: 1 },
    startsAt: maybe(time('When its first turn begins; now unless given.')),
    timeZone,
    ...recurrence,
    from: maybe(time('From when on; now unless given.')),
    to: time('Until when.'),
  },
  'A rotation that is not made.',
);

export const Preview = named(
  'RotationPreview',
  {
    shifts: listOf(
      named(
        'PreviewedShift',
        {
          startsAt: time('When it begins.'),
          endsAt: time('When it ends.'),
          people: listOf(text(1, 512, 'A name.'), 30, 'Who would be on call.'),
        },
        'A shift.',
      ),
      500,
      'The first 500 of them.',
    ),
  },
  'The shifts that it would have.',
);
