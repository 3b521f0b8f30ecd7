import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isZone, nextDaily } from './daily.ts';

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Chatham',
  'Africa/Cairo',
];
const begin = Date.parse('2026-01-01T00:00:00Z');

test('a time of day comes once for each date, in every zone, over the changes of its clocks', () => {
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.nat(1_439), fc.nat(365 * 24 * 60), (zone, minute, offset) => {
      let at = new Date(begin + offset * 60_000);
      const dates: string[] = [];
      for (let day = 0; day < 10; day += 1) {
        const next = nextDaily(at, zone, minute);
        assert.ok(next > at);
        dates.push(
          Temporal.Instant.fromEpochMilliseconds(next.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString(),
        );
        at = next;
      }
      const first = Temporal.PlainDate.from(dates[0]!);
      assert.deepEqual(
        dates,
        dates.map((_date, day) => first.add({ days: day }).toString()),
      );
    }),
  );
});

test('a time that the clocks skip comes later that day, and one that they show twice comes first', () => {
  const skipped = nextDaily(new Date('2026-03-28T12:00:00Z'), 'Europe/Berlin', 150);
  assert.equal(skipped.toISOString(), '2026-03-29T01:30:00.000Z');
  const twice = nextDaily(new Date('2026-10-24T12:00:00Z'), 'Europe/Berlin', 150);
  assert.equal(twice.toISOString(), '2026-10-25T00:30:00.000Z');
});

test('what is no zone is told from one that is', () => {
  assert.deepEqual(['Europe/Berlin', 'UTC', 'Mars/Olympus', ''].map(isZone), [true, true, false, false]);
});
