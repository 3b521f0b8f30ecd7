import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { WEEKDAYS } from '#domain/oncall';
import { DAY, MINUTE } from '#kernel/clock';
import { chooseSeed } from '#test/kit/random';
import { type Drill, type DrillTerms, nextDrill, step } from './drill.ts';

const SEED = chooseSeed();
const LONG = process.env['MUSTER_LONG'] === '1';
/** Samoa left out a day in 2011; Lord Howe moves by half an hour; Cairo and Havana at midnight; Casablanca for a month. */
const ODD = [
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Havana',
  'Africa/Casablanca',
  'Europe/Dublin',
];
const zones = fc.oneof(fc.constantFrom(...Intl.supportedValuesOf('timeZone')), fc.constantFrom(...ODD));
const terms: fc.Arbitrary<DrillTerms> = fc
  .record({
    everyDays: fc.integer({ min: 1, max: 40 }),
    weekdays: fc.subarray([...WEEKDAYS], { minLength: 1 }),
    from: fc.integer({ min: 0, max: 1_380 }),
    timeZone: zones,
    waitMinutes: fc.integer({ min: 1, max: 60 }),
    more: fc.integer({ min: 0, max: 600 }),
  })
  .map(({ more, ...rest }) => ({ ...rest, to: Math.min(1_440, rest.from + rest.waitMinutes + more) }));
const instants = fc.oneof(
  fc.date({ min: new Date('2025-01-01'), max: new Date('2034-12-31'), noInvalidDate: true }),
  fc.date({ min: new Date('2011-12-20'), max: new Date('2012-01-05'), noInvalidDate: true }),
);

/** What a wall clock shows, by Temporal alone. */
const wall = (at: Date, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
const minuteOf = (zoned: Temporal.ZonedDateTime) => zoned.hour * 60 + zoned.minute;

test('a drill and its wait lie within the window of an allowed day, in every zone and over every change of clocks', (t) => {
  t.diagnostic(`MUSTER_SEED=${SEED} makes these again`);
  fc.assert(
    fc.property(terms, fc.uuid(), instants, (given, seed, after) => {
      const next = nextDrill({ ...given, seed }, after);
      assert.ok(next.at > after);
      const [start, end] = [next.at, new Date(next.at.getTime() + given.waitMinutes * MINUTE)].map((at) =>
        wall(at, given.timeZone),
      );
      assert.ok(given.weekdays.includes(WEEKDAYS[start!.dayOfWeek - 1]!));
      const last = end!.toPlainDate().equals(start!.toPlainDate()) ? minuteOf(end!) : 1_440 + minuteOf(end!);
      assert.ok(minuteOf(start!) >= given.from && last <= given.to, `${start} to ${end}`);
      assert.deepEqual(nextDrill({ ...given, seed }, after), next, 'the seed makes it again');
      const following = nextDrill({ ...given, seed }, next.at, next.day + given.everyDays);
      const days = start!.toPlainDate().until(wall(following.at, given.timeZone).toPlainDate()).days;
      assert.ok(days >= given.everyDays, `${days} days`);
    }),
    { numRuns: LONG ? 20_000 : 400, seed: SEED },
  );
});

test('every channel has its wait within the window, where the window is long enough for all', () => {
  const given = { everyDays: 1, weekdays: WEEKDAYS, from: 600, to: 645, timeZone: 'UTC', waitMinutes: 10, seed: 's' };
  const latest = (channels: number) =>
    Math.max(
      ...Array.from({ length: 200 }, (_, day) => {
        const { at } = nextDrill(given, new Date(Date.UTC(2026, 0, 1) + day * DAY), undefined, channels);
        return at.getUTCMinutes() + at.getUTCSeconds() / 60;
      }),
    );
  assert.ok(latest(1) > 30 && latest(1) <= 35, `${latest(1)}`);
  assert.ok(latest(3) > 13 && latest(3) <= 15, `${latest(3)}`);
  assert.ok(latest(5) > 30, 'too short for five: as for one');
});

test('instants are spread over the window: nobody knows when', () => {
  const given = { everyDays: 1, weekdays: WEEKDAYS, from: 600, to: 1_020, timeZone: 'UTC', waitMinutes: 10, seed: 's' };
  const hours = new Set<number>();
  for (let day = 0; day < 60; day += 1)
    hours.add(nextDrill(given, new Date(Date.UTC(2026, 0, 1) + day * DAY)).at.getUTCHours());
  assert.deepEqual([...hours].sort(), [10, 11, 12, 13, 14, 15, 16]);
});

const T = new Date('2026-01-05T12:00:00Z');
const later = (minutes: number) => new Date(T.getTime() + minutes * MINUTE);
const drill = (parts: Partial<Drill> = {}): Drill => ({
  contact: { account: '123456789012', region: 'us-east-1', alias: 'ana' },
  ...{ everyDays: 7, weekdays: WEEKDAYS, from: 600, to: 780, timeZone: 'UTC', waitMinutes: 10 },
  seed: 'seed',
  next: { at: T, day: Math.floor(T.getTime() / DAY) },
  rounds: 0,
  ...parts,
});
const running = (at: number) => ({
  run: { began: T.toISOString(), channels: ['a', 'b'], at, page: 'p', until: later(10).toISOString() },
});
const free = { isPaged: false, channels: ['a', 'b'] };

const rows: [name: string, now: Date, was: Drill, facts: typeof free, want: object][] = [
  ['before its time it waits', later(-1), drill(), free, { kind: 'wait' }],
  ['at its time the first channel is tested', T, drill(), free, { kind: 'send', channel: 'a' }],
  ['the next drill begins with the next channel', T, drill({ rounds: 1 }), free, { kind: 'send', channel: 'b' }],
  [
    'while a page is live it is left out',
    T,
    drill(),
    { ...free, isPaged: true },
    { outcome: 'left out: a page was live' },
  ],
  [
    'without a channel it is left out',
    T,
    drill(),
    { ...free, channels: [] },
    { outcome: 'left out: no activated channel' },
  ],
  ['what a stop held up is missed', later(6), drill(), free, { outcome: 'missed: Muster stood still' }],
  ['an answer is waited for', later(9), drill(running(0)), free, { kind: 'wait' }],
  ['then the next channel is tested', later(10), drill(running(0)), free, { kind: 'send', channel: 'b', at: 1 }],
  [
    'a channel that was switched off is passed over',
    later(10),
    drill(running(0)),
    { ...free, channels: ['a'] },
    { outcome: 'done' },
  ],
  ['after the last it is done', later(10), drill(running(1)), free, { kind: 'end', outcome: 'done' }],
  [
    'a page that comes cuts it short',
    later(10),
    drill(running(0)),
    { ...free, isPaged: true },
    { outcome: 'cut short: a page was live' },
  ],
  ['a stop cuts it short', later(16), drill(running(0)), free, { outcome: 'cut short: Muster stood still' }],
  [
    'the end of the window cuts it short',
    later(10),
    drill({ ...running(0), to: 735 }),
    free,
    { outcome: 'cut short: the window ended' },
  ],
];
for (const [name, now, was, facts, want] of rows)
  test(name, () => {
    const next = step(now, was, facts);
    assert.deepEqual(Object.fromEntries(Object.keys(want).map((key) => [key, next[key as 'kind']])), want);
    if (next.kind === 'skip' || next.kind === 'end') assert.ok(next.next.at > now);
  });
