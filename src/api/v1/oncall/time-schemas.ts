import { listOf, maybe, named, orNull, pageOf, paging, text, time, uuid, whole, word } from '../schema.ts';
import { Shift } from './rotations-schemas.ts';
import { Person, subject } from './words.ts';

const from = maybe(time('From when on; now unless given.'));
const to = maybe(time('Until when; 90 days later unless given, 184 at most.'));
const causes = listOf(
  word(
    ['coverage', 'notBegun', 'noRotation', 'override'],
    'The coverage leaves it out; the rotation has not begun; the schedule has no rotation; an override says nobody.',
  ),
  4,
  'Why.',
);

export const At = named('OnCallAt', { of: subject, at: maybe(time('When; now unless given.')) }, 'Of what, and when.');

export const WhoIsOnCall = named(
  'WhoIsOnCall',
  { at: time('When.'), people: listOf(Person, 1_000, 'Nobody twice; empty: nobody is on call.') },
  'Who is on call at an instant.',
);

export const ShiftFilter = named('ShiftFilter', { of: subject, from, to, ...paging }, 'Of what, and when.');
export const ShiftPage = pageOf('Shift', Shift);

export const Range = named('OnCallRange', { of: subject, from, to }, 'Of what, and when.');

export const Gaps = named(
  'Gaps',
  {
    from: time('From when on.'),
    to: time('Until when.'),
    gaps: listOf(
      named(
        'Gap',
        { startsAt: time('When it begins.'), endsAt: time('When it ends, or the range does.'), causes },
        'A time.',
      ),
      10_000,
      'In order.',
    ),
  },
  'Times in which nobody is on call.',
);

export const ChangeFilter = named(
  'ChangeFilter',
  { of: subject, from, to, limit: maybe(whole(1, 1_000, 'How many at most.', { default: 100 })) },
  'Of what, and when.',
);

export const Changes = named(
  'Changes',
  {
    changes: listOf(
      named(
        'Change',
        {
          at: time('When.'),
          people: listOf(Person, 1_000, 'All who are on call from then on.'),
          came: listOf(Person, 1_000, 'Who of them was not before.'),
          left: listOf(Person, 1_000, 'Who is not any more.'),
        },
        'An instant at which the people become others.',
      ),
      1_000,
      'In order.',
    ),
  },
  'When the people on call become others.',
);

const Warning = named(
  'OnCallWarning',
  {
    id: uuid('Its id.'),
    of: text(1, 1_000, 'The ARN of the rotation or on-call schedule.'),
    startsAt: time('From when on nobody is on call.'),
    endsAt: time('Until when.'),
    causes,
    foundAt: time('When it was found.'),
    remindedAt: orNull(time('When it was told again because it was near.')),
  },
  'A time of the next 90 days in which nobody is on call, and nobody meant it.',
);

export const WarningPage = pageOf('OnCallWarning', Warning);
export const WarningFilter = named('OnCallWarningFilter', paging, 'Which page.');
