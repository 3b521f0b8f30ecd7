import fc from 'fast-check';
import {
  type CoverageWindow,
  type OverrideKind,
  type Recurrence,
  type Replacement,
  type Schedule,
  type TimeOfDay,
  WEEKDAYS,
} from '../../../src/domain/oncall/recurrence.ts';

/** Rotations of every kind, with a liking for the hours and days at which clocks change. */

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const timeOfDay: fc.Arbitrary<TimeOfDay> = fc.record({
  hour: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 23 })),
  minute: fc.oneof(fc.constantFrom(0, 30), fc.integer({ min: 0, max: 59 })),
});
const several = <T>(one: fc.Arbitrary<T>) =>
  fc.uniqueArray(one, { minLength: 1, maxLength: 4, selector: (value) => JSON.stringify(value) });
const weekday = fc.constantFrom(...WEEKDAYS);
const dayOfMonth = fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 28, max: 31 }));

const handOffs: fc.Arbitrary<Recurrence['handOffs']> = fc.oneof(
  fc.record({
    every: fc.constant('hour' as const),
    at: several(fc.integer({ min: 0, max: 59 }).map((minute) => ({ minute }))),
  }),
  fc.record({ every: fc.constant('day' as const), at: several(timeOfDay) }),
  fc.record({
    every: fc.constant('week' as const),
    at: several(fc.tuple(weekday, timeOfDay).map(([day, time]) => ({ weekday: day, ...time }))),
  }),
  fc.record({
    every: fc.constant('month' as const),
    at: several(fc.tuple(dayOfMonth, timeOfDay).map(([day, time]) => ({ dayOfMonth: day, ...time }))),
  }),
);

const window: fc.Arbitrary<CoverageWindow> = fc.record({ start: timeOfDay, end: timeOfDay });
const coverage: fc.Arbitrary<NonNullable<Recurrence['coverage']>> = fc
  .uniqueArray(fc.tuple(weekday, fc.array(window, { minLength: 1, maxLength: 3 })), {
    minLength: 1,
    maxLength: 7,
    selector: ([day]) => day,
  })
  .map((days) => Object.fromEntries(days));

/** Around the changes of the year's clocks half of the time, else at any time of the year. */
const instantIn = (year: number): fc.Arbitrary<number> => {
  const begin = Temporal.Instant.from(`${year}-01-01T00:00Z`).epochMilliseconds;
  return fc.integer({ min: 0, max: 365 * 24 * 4 - 1 }).map((quarters) => begin + quarters * (HOUR / 4));
};

/** The next change of the zone's clock after an instant, if it ever changes again; else the instant. */
function changeAfter(zone: string, instant: number): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
  return zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? instant;
}

export interface Case {
  schedule: Schedule;
  overrides: Replacement[];
  from: Date;
  to: Date;
}

/** Hours after the one before, how many hours, how many people. */
const spell = fc.tuple(
  fc.integer({ min: -40, max: 400 }),
  fc.integer({ min: 1, max: 60 }),
  fc.integer({ min: 0, max: 2 }),
);
const spells = (maxLength: number) => fc.array(spell, { maxLength });

/** A rotation in `zone`, with a range and overrides of every kind in `year` or some time later. */
export function cases(zone: string, year: number): fc.Arbitrary<Case> {
  return fc
    .record({
      start: instantIn(year),
      later: fc.integer({ min: -20, max: 400 }),
      nearChange: fc.boolean(),
      hours: fc.integer({ min: 1, max: 500 }),
      handOffs,
      multiplier: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 9 })),
      people: fc.integer({ min: 1, max: 5 }),
      onCalls: fc.integer({ min: 1, max: 3 }),
      position: fc.integer({ min: 0, max: 4 }),
      held: fc.boolean(),
      coverage: fc.option(coverage, { nil: undefined }),
      replacing: spells(3),
      adding: fc.tuple(spells(2), spells(2)),
      temporary: spells(2),
    })
    .map((given) => {
      // The slow calculator walks hour by hour: a range far away would be of no use and take minutes.
      const later = given.handOffs.every === 'hour' ? given.later % 20 : given.later;
      const somewhere = given.start + later * DAY;
      const changed = changeAfter(zone, somewhere) - 12 * HOUR;
      const near = given.nearChange && (given.handOffs.every !== 'hour' || changed - given.start < 60 * DAY);
      const from = near ? changed : somewhere;
      const members = Array.from({ length: given.people }, (_, index) => `p${index}`);
      const onCalls = Math.min(given.onCalls, given.people);
      const recurrence: Recurrence = {
        handOffs: given.handOffs,
        multiplier: given.multiplier,
        onCalls,
        ...(given.coverage ? { coverage: given.coverage } : {}),
      };
      const held = given.held ? { held: members.toReversed().slice(0, onCalls) } : {};
      const { start, position } = given;
      return {
        schedule: { members, start: new Date(start), position, ...held, timeZone: zone, recurrence },
        overrides: [
          ...apart('replace', given.replacing, from),
          ...given.adding.flatMap((one) => apart('add', one, from)),
          ...apart('temporary', given.temporary, from),
        ],
        from: new Date(from),
        to: new Date(from + given.hours * HOUR),
      };
    });
}

/** Overrides of one kind, one after another. Who is added is somebody. */
function apart(kind: OverrideKind, given: [number, number, number][], from: number): Replacement[] {
  let at = from - 40 * HOUR;
  return given.map(([gap, hours, people]) => {
    const start = at + Math.max(0, gap) * HOUR;
    at = start + hours * HOUR;
    const members = Array.from({ length: kind === 'add' ? people + 1 : people }, (_, index) => `${kind}${index}`);
    return { start: new Date(start), end: new Date(at), members, ...(kind === 'replace' ? {} : { kind }) };
  });
}
