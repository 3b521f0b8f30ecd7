import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MINUTE } from '#kernel/clock';
import { parseSchedule } from './schedule.ts';

const at = (text: string) => new Date(`${text}Z`);
const nextOf = (expression: string, after: string, from = after) =>
  parseSchedule(expression).next(at(after), at(from))?.toISOString().slice(0, 16);

const rows: [expression: string, after: string, want: string | undefined, why: string][] = [
  ['cron(0 10 * * ? *)', '2026-01-02T10:00', '2026-01-03T10:00', 'the time itself is past'],
  ['cron(0 10 * * ? *)', '2026-01-02T09:59', '2026-01-02T10:00', 'ten in the morning'],
  ['cron(15 12 * * ? *)', '2026-01-02T12:15', '2026-01-03T12:15', 'every day'],
  ['cron(0 18 ? * MON-FRI *)', '2026-01-02T18:00', '2026-01-05T18:00', 'a Friday is followed by a Monday'],
  ['cron(0 8 1 * ? *)', '2026-01-02T00:00', '2026-02-01T08:00', 'the first of a month'],
  ['cron(0/10 * ? * MON-FRI *)', '2026-01-02T23:50', '2026-01-05T00:00', 'steps end with the day'],
  ['cron(0/5 8-17 ? * MON-FRI *)', '2026-01-02T17:55', '2026-01-05T08:00', 'office hours'],
  ['cron(30 0/4 ? * * *)', '2026-01-02T00:30', '2026-01-02T04:30', 'every fourth hour'],
  ['cron(0 9 ? * 2#1 *)', '2026-01-02T00:00', '2026-01-05T09:00', 'the first Monday'],
  ['cron(0 9 ? * FRI#5 *)', '2026-02-01T00:00', '2026-05-29T09:00', 'a fifth Friday is rare'],
  ['cron(0 9 ? * 6L *)', '2026-01-02T00:00', '2026-01-30T09:00', 'the last Friday'],
  ['cron(0 9 ? * FRIL *)', '2026-01-02T00:00', '2026-01-30T09:00', 'by its name'],
  ['cron(0 9 ? * L *)', '2026-01-02T00:00', '2026-01-03T09:00', 'L alone is Saturday'],
  ['cron(0 9 L * ? *)', '2026-02-01T00:00', '2026-02-28T09:00', 'the last of February'],
  ['cron(0 9 L * ? *)', '2028-02-01T00:00', '2028-02-29T09:00', 'in a leap year'],
  ['cron(0 9 LW * ? *)', '2026-01-31T00:00', '2026-02-27T09:00', 'the last working day'],
  ['cron(0 9 1W * ? *)', '2026-08-01T00:00', '2026-08-03T09:00', 'a Saturday the 1st stays in its month'],
  ['cron(0 9 31W * ? *)', '2026-05-01T00:00', '2026-05-29T09:00', 'a Sunday the 31st, too'],
  ['cron(0 9 15W * ? *)', '2026-02-01T00:00', '2026-02-16T09:00', 'a Sunday goes to Monday'],
  ['cron(0 0 29 2 ? *)', '2026-03-01T00:00', '2028-02-29T00:00', 'a day that is not in every year'],
  ['cron(0 22-2 ? * * *)', '2026-01-02T00:30', '2026-01-02T01:00', 'hours over midnight'],
  ['cron(0 12 ? JAN,jul SUN 2026-2027)', '2026-01-26T00:00', '2026-07-05T12:00', 'months by name'],
  ['cron(0 0 1 1 ? 2030/4)', '2026-01-01T00:00', '2030-01-01T00:00', 'years with a step'],
  ['cron(0 0 1 1 ? 2024)', '2026-01-01T00:00', undefined, 'what is past comes no more'],
  ['cron(0 0 31 2 ? *)', '2026-01-01T00:00', undefined, 'what never comes'],
];
for (const [expression, after, want, why] of rows) {
  test(`${expression} after ${after}: ${why}`, () => assert.equal(nextOf(expression, after), want));
}

test('a rate counts from when it was put, whatever was missed', () => {
  assert.equal(nextOf('rate(5 minutes)', '2026-01-02T03:10', '2026-01-02T03:10'), '2026-01-02T03:15');
  assert.equal(nextOf('rate(5 minutes)', '2026-01-02T03:15', '2026-01-02T03:10'), '2026-01-02T03:20');
  assert.equal(nextOf('rate(1 hour)', '2026-01-05T00:00', '2026-01-02T03:10'), '2026-01-05T00:10');
  assert.equal(nextOf('rate(7 days)', '2026-01-02T03:10', '2026-01-02T03:10'), '2026-01-09T03:10');
});

for (const bad of [
  ...['', 'rate()', 'rate(0 minutes)', 'rate(1 minutes)', 'rate(5 minute)', 'rate(-1 hours)', 'rate(1.5 hours)'],
  ...['rate(5 weeks)', 'rate(5minutes)', 'every 5 minutes', 'at(2026-01-02T03:10:00)', 'rate(999999999 days)'],
  ...['cron(* * * * *)', 'cron(0 10 * * * *)', 'cron(0 10 ? * ? *)', 'cron(0 10 1 * MON *)', 'cron(60 10 * * ? *)'],
  ...['cron(0 24 * * ? *)', 'cron(0 10 0 * ? *)', 'cron(0 10 32 * ? *)', 'cron(0 10 ? 13 MON *)', 'cron(0 10 ? * 8 *)'],
  ...[
    'cron(0 10 ? * MON#6 *)',
    'cron(0 10 ? * 0 *)',
    'cron(0 10 ? * FRX *)',
    'cron(0/0 10 ? * * *)',
    'cron(0 10 * * ? 1969)',
  ],
  ...['cron(0 10 * * ? 2030-2028)', 'cron(1-2-3 10 * * ? *)', 'cron(,1 10 * * ? *)', 'cron(? 10 * * ? *)', 'cron()'],
]) {
  test(`${JSON.stringify(bad)} is refused, and it is said what was wanted`, () =>
    assert.throws(() => parseSchedule(bad), { name: 'Refusal', kind: 'validation', message: /wanted .*got / }));
}

/** A field, and whether a number is meant by it: both written apart from how schedules are read. */
type Field = { text: string; has: (value: number) => boolean };

const plain = (min: number, max: number): fc.Arbitrary<Field> => {
  const number = fc.integer({ min, max });
  return fc.oneof(
    fc.constant({ text: '*', has: () => true }),
    number.map((one) => ({ text: `${one}`, has: (value: number) => value === one })),
    fc.tuple(number, fc.integer({ min: 1, max: 9 })).map(([from, step]) => ({
      text: `${from}/${step}`,
      has: (value: number) => value >= from && (value - from) % step === 0,
    })),
    fc.tuple(number, number).map(([a, b]) => ({
      text: `${a}-${b}`,
      has: (value: number) => (a <= b ? value >= a && value <= b : value >= a || value <= b),
    })),
    fc.array(number, { minLength: 1, maxLength: 4 }).map((all) => ({
      text: all.join(','),
      has: (value: number) => all.includes(value),
    })),
  );
};

const weekday = (time: Date) => time.getUTCDay() + 1;
const isLastOfMonth = (time: Date) => new Date(time.getTime() + 86_400_000).getUTCDate() === 1;

type Day = { texts: [string, string]; has: (time: Date) => boolean };
const days: fc.Arbitrary<Day> = fc.oneof(
  plain(1, 31).map(({ text, has }): Day => ({ texts: [text, '?'], has: (time) => has(time.getUTCDate()) })),
  plain(1, 7).map(({ text, has }): Day => ({ texts: ['?', text], has: (time) => has(weekday(time)) })),
  fc.constant<Day>({ texts: ['L', '?'], has: isLastOfMonth }),
  fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 5 })).map(([day, place]) => ({
    texts: ['?', `${day}#${place}`] as [string, string],
    has: (time: Date) => weekday(time) === day && Math.ceil(time.getUTCDate() / 7) === place,
  })),
  fc.integer({ min: 1, max: 7 }).map((day) => ({
    texts: ['?', `${day}L`] as [string, string],
    has: (time: Date) =>
      weekday(time) === day && new Date(time.getTime() + 7 * 86_400_000).getUTCMonth() !== time.getUTCMonth(),
  })),
);

test('the next time is the first minute that a walk from minute to minute finds', () => {
  const start = fc.date({ min: at('2024-02-20T00:00'), max: at('2028-03-05T00:00'), noInvalidDate: true });
  // Every hour and month, so that a walk of two months meets most of them.
  const hours = fc.oneof(fc.constant<Field>({ text: '*', has: () => true }), plain(0, 23));
  const given = fc.record({ minute: plain(0, 59), hour: hours, day: days, start });
  fc.assert(
    fc.property(given, ({ minute, hour, day, start: from }) => {
      const expression = `cron(${minute.text} ${hour.text} ${day.texts[0]} * ${day.texts[1]} *)`;
      const after = new Date(Math.floor(from.getTime() / MINUTE) * MINUTE);
      let walked: Date | undefined = new Date(after.getTime() + MINUTE);
      const end = after.getTime() + 62 * 86_400_000;
      const holds = (time: Date) => minute.has(time.getUTCMinutes()) && hour.has(time.getUTCHours()) && day.has(time);
      while (walked && !holds(walked))
        walked = walked.getTime() > end ? undefined : new Date(walked.getTime() + MINUTE);
      const next = parseSchedule(expression).next(after, after);
      if (walked) assert.equal(next?.toISOString(), walked.toISOString(), expression);
      else assert.ok(next === undefined || next.getTime() > end, `${expression}: ${next?.toISOString()}`);
    }),
    { numRuns: 60 },
  );
});
