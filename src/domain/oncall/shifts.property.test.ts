import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cases } from '#test/kit/oncall/generators';
import { slowOnCall, slowShifts } from '#test/kit/oncall/slow';
import { shiftsBetween, whoIsOnCall } from './shifts.ts';

/** The calculator against the slow one, over zones and years; fifty times as many in the long run. */
const LONG = process.env['MUSTER_LONG'] === '1';
const ZONES = Intl.supportedValuesOf('timeZone');
/** Samoa left out a day in 2011; Lord Howe moves by half an hour; Morocco goes back for a month. */
const ODD = ['Pacific/Apia', 'Australia/Lord_Howe', 'Africa/Casablanca', 'America/Havana', 'Africa/Cairo'];
const zone = fc.oneof(fc.constantFrom(...ZONES), fc.constantFrom(...ODD));
const year = fc.oneof(fc.integer({ min: 2025, max: 2034 }), fc.constantFrom(2010, 2011));
const any = fc.tuple(zone, year).chain(([name, at]) => cases(name, at));
/** A long run is long: it does not end before its tests do. */
const bound = { timeout: LONG ? 900_000 : 60_000 };
const runs = (normal: number) => ({ numRuns: LONG ? normal * 50 : normal });

test('the shifts of any range are those of the slow calculator', bound, () => {
  fc.assert(
    fc.property(any, ({ schedule, overrides, from, to }) => {
      assert.deepEqual([...shiftsBetween(schedule, overrides, from, to)], slowShifts(schedule, overrides, from, to));
    }),
    runs(100),
  );
});

test('in every zone, in ten years from now, they are, too', bound, () => {
  const years = Array.from({ length: 10 }, (_, index) => 2025 + index);
  for (const [index, name] of ZONES.entries()) {
    for (const each of LONG ? years : [years[index % years.length]!]) {
      fc.assert(
        fc.property(cases(name, each), ({ schedule, overrides, from, to }) => {
          assert.deepEqual(
            [...shiftsBetween(schedule, overrides, from, to)],
            slowShifts(schedule, overrides, from, to),
          );
        }),
        { numRuns: LONG ? 2 : 1 },
      );
    }
  }
});

test('the shifts of a rotation without coverage tile time from its start on', bound, () => {
  fc.assert(
    fc.property(any, ({ schedule, overrides, from, to }) => {
      const { coverage: _, ...recurrence } = schedule.recurrence;
      let end = Math.max(from.getTime(), schedule.start.getTime());
      const until = to.getTime();
      for (const shift of shiftsBetween({ ...schedule, recurrence }, overrides, from, to)) {
        assert.ok(shift.start.getTime() < shift.end.getTime(), 'a shift has a length');
        if (shift.start.getTime() > from.getTime()) assert.equal(shift.start.getTime(), end, 'no gap and no overlap');
        end = shift.end.getTime();
      }
      assert.ok(end >= until || schedule.start >= to, 'they reach the end of the range');
    }),
    runs(200),
  );
});

test('the list and the point query say the same as the slow calculator, at any instant', bound, () => {
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(any, shares, ({ schedule, overrides, from, to }, instants) => {
      const list = [...shiftsBetween(schedule, overrides, from, to)];
      for (const share of instants) {
        const at = new Date(Math.min(from.getTime() + share * (to.getTime() - from.getTime()), to.getTime() - 1));
        const listed = list.find(({ start, end }) => start <= at && at < end)?.members ?? [];
        const asked = whoIsOnCall(schedule, overrides, at);
        assert.deepEqual(asked, listed);
        assert.deepEqual(asked, slowOnCall(schedule, overrides, at));
      }
    }),
    runs(60),
  );
});

test('an override changes its own time and nothing else', bound, () => {
  fc.assert(
    fc.property(any, ({ schedule, overrides, from, to }) => {
      const without = [...shiftsBetween(schedule, [], from, to)];
      for (const shift of shiftsBetween(schedule, overrides, from, to)) {
        const whole = without.find(({ start, end }) => start <= shift.start && shift.end <= end);
        assert.ok(whole, 'it lies in a shift of the rotation');
        const by = overrides.find(({ start, end }) => start <= shift.start && shift.end <= end);
        assert.deepEqual(shift.members, (by ?? whole).members);
        assert.deepEqual(shift.overridden, by && whole.members);
      }
    }),
    runs(150),
  );
});

test('a range ten thousand turns away is found by arithmetic', bound, () => {
  const members = ['ana', 'bo', 'cy'];
  const recurrence = { handOffs: { every: 'day' as const, at: [{ hour: 9, minute: 0 }] }, multiplier: 1, onCalls: 1 };
  const schedule = { members, start: new Date('1970-01-01T09:00:00Z'), timeZone: 'UTC', recurrence };
  const at = new Date('9990-01-01T12:00:00Z');
  const days = Math.floor((at.getTime() - schedule.start.getTime()) / 86_400_000);
  assert.deepEqual(whoIsOnCall(schedule, [], at), [members[days % 3]]);
});
