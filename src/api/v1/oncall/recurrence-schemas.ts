import { form, kind, listOf, maybe, named, oneOf, whole, word } from '../schema.ts';

/** How the people of a rotation follow one another, in our own words. */

const clock = form(
  /^([01][0-9]|2[0-3]):[0-5][0-9]$/,
  'a time of day from 00:00 to 23:59',
  'On the wall clock of the zone.',
);
const weekday = word(
  ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
  'A day of the week.',
);
const some = <T extends object>(list: T) => ({ ...list, minItems: 1 });

const HandOffs = oneOf(
  'HandOffs',
  [
    named(
      'HourlyHandOffs',
      {
        kind: kind('hourly'),
        at: some(listOf(whole(0, 59, 'Minutes past the hour.'), 4, 'When in each hour that counts.')),
      },
      'Hours of the wall clock.',
    ),
    named(
      'DailyHandOffs',
      { kind: kind('daily'), at: some(listOf(clock, 100, 'When on each day that counts.')) },
      'Days.',
    ),
    named(
      'WeeklyHandOffs',
      {
        kind: kind('weekly'),
        at: some(
          listOf(
            named('WeeklyHandOff', { day: weekday, time: clock }, 'One of them.'),
            100,
            'When in each week that counts.',
          ),
        ),
      },
      'Weeks, from Monday on.',
    ),
    named(
      'MonthlyHandOffs',
      {
        kind: kind('monthly'),
        at: some(
          listOf(
            named(
              'MonthlyHandOff',
              { day: whole(1, 31, 'A month that is shorter has it on its last day.'), time: clock },
              'One of them.',
            ),
            100,
            'When in each month that counts.',
          ),
        ),
      },
      'Months.',
    ),
  ],
  'When the people change.',
);

export const CoverageWindow = named(
  'CoverageWindow',
  { day: weekday, from: clock, to: clock },
  'Somebody is on call from then to then. An end at or before the start lies on the next day; equal times are 24 hours.',
);

const coverage = listOf(CoverageWindow, 336, 'When anybody is on call at all; all hours unless given.');

export const recurrence = {
  handOffs: HandOffs,
  every: maybe(
    whole(1, 100, 'Of how many hours, days, weeks or months one counts, beginning with that of the start.', {
      default: 1,
    }),
  ),
  atOnce: maybe(
    whole(1, 30, 'How many people are on call together; the next turn has the next so many.', { default: 1 }),
  ),
  coverage: maybe(some(coverage)),
};

export const recurrenceTold = {
  handOffs: HandOffs,
  every: whole(1, 100, 'Of how many hours, days, weeks or months one counts, beginning with that of the start.'),
  atOnce: whole(1, 30, 'How many people are on call together.'),
};

export const recurrenceChange = {
  handOffs: maybe(HandOffs),
  every: maybe(whole(1, 100, 'Of how many hours, days, weeks or months one counts.')),
  atOnce: maybe(whole(1, 30, 'How many people are on call together.')),
};

export { coverage, HandOffs };
