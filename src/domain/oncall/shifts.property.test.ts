import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { cases } from '#test/kit/oncall/generators';
import { slowOnCall, slowShifts } from '#test/kit/oncall/slow';
import { chooseSeed } from '#test/kit/random';
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
const bound = { timeout: LONG ? 900_000 : 300_000 };
const SEED = chooseSeed();
const seeded = (t: TestContext, numRuns: number) => {
  t.diagnostic(`MUSTER_SEED=${SEED} makes these rotations again`);
  return { numRuns, seed: SEED };
};
const runs = (t: TestContext, normal: number) => seeded(t, LONG ? normal * 50 : normal);

test('the shifts of any range are those of the slow calculator', bound, (t) => {
  fc.assert(
    fc.property(any, ({ schedule, overrides, from, to }) => {
      assert.deepEqual([...shiftsBetween(schedule, overrides, from, to)], slowShifts(schedule, overrides, from, to));
    }),
    runs(t, 100),
  );
});

test('in every zone, in ten years from now, they are, too', bound, (t) => {
  const one = seeded(t, LONG ? 2 : 1);
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
        { ...one, seed: one.seed + index * years.length + (each - 2025) },
      );
    }
  }
});

test('the shifts of a rotation without coverage tile time from its start on', bound, (t) => {
  fc.assert(
    fc.property(any, ({ schedule, overrides, from, to }) => {
      const { coverage: _, ...recurrence } = schedule.recurrence;
      let end = Math.max(from.getTime(), schedule.start.getTime());
      const until = to.getTime();
      const replacing = overrides.filter(({ kind }) => kind === undefined);
      for (const shift of shiftsBetween({ ...schedule, recurrence }, replacing, from, to)) {
        assert.ok(shift.start.getTime() < shift.end.getTime(), 'a shift has a length');
        if (shift.start.getTime() > from.getTime()) assert.equal(shift.start.getTime(), end, 'no gap and no overlap');
        end = shift.end.getTime();
      }
      assert.ok(end >= until || schedule.start >= to, 'they reach the end of the range');
    }),
    runs(t, 200),
  );
});

test('the list and the point query say the same as the slow calculator, at any instant', bound, (t) => {
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(any, shares, ({ schedule, overrides, from, to }, instants) => {
      const list = [...shiftsBetween(schedule, overrides, from, to)];
      for (const [index, share] of instants.entries()) {
        const at = new Date(Math.min(from.getTime() + share * (to.getTime() - from.getTime()), to.getTime() - 1));
        const listed = list.find(({ start, end }) => start <= at && at < end)?.members ?? [];
        const asked = whoIsOnCall(schedule, overrides, at);
        assert.deepEqual(asked, listed);
        if (index < 3) assert.deepEqual(asked, slowOnCall(schedule, overrides, at));
      }
    }),
    runs(t, 60),
  );
});

test('an override changes its own time and nothing else', bound, (t) => {
  fc.assert(
    fc.property(any, fc.nat(), ({ schedule, overrides, from, to }, pick) => {
      if (overrides.length === 0) return;
      const left = overrides[pick % overrides.length]!;
      const without = overrides.filter((one) => one !== left);
      for (const { start, members } of shiftsBetween(schedule, overrides, from, to)) {
        if (left.start <= start && start < left.end) continue;
        assert.deepEqual(members, whoIsOnCall(schedule, without, start));
      }
    }),
    runs(t, 100),
  );
});

test('in a temporary schedule its people are on call and nobody else, whatever else is said', bound, (t) => {
  fc.assert(
    fc.property(any, ({ schedule, overrides }) => {
      for (const { start, end, members } of overrides.filter(({ kind }) => kind === 'temporary')) {
        for (const at of [start, new Date((start.getTime() + end.getTime()) / 2), new Date(end.getTime() - 1)])
          assert.deepEqual(whoIsOnCall(schedule, overrides, at), members);
      }
    }),
    runs(t, 100),
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
