import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longTime } from './alarm-time.ts';
import { evaluate, type MissingData, type Slot, type Test } from './evaluate.ts';
import { javaDouble } from './java-json.ts';
import { reasonDataOf, reasonOf } from './reason.ts';
import { nextEvaluation, slotsOf, windowAt } from './window.ts';

const at = (minute: number) => new Date(Date.UTC(2019, 9, 2, 16, minute));
const slots = (...values: (number | undefined)[]): Slot[] =>
  values.map((value, index) => ({
    at: at(50 + index),
    ...(value === undefined ? {} : { point: { at: at(50 + index), value, sampleCount: 2 } }),
  }));
const above = (periods: number, toAlarm: number, missing: MissingData = 'missing'): Test => ({
  ...{ periods, toAlarm, missing },
  breaches: ({ value }) => value > 50,
});
const told = { threshold: 50, words: 'greater than' };
const none = undefined;

const rows: [test: Test, values: (number | undefined)[], want: string][] = [
  [
    above(1, 1),
    [99.50160229693434],
    'Threshold Crossed: 1 out of the last 1 datapoints [99.50160229693434 (02/10/19 16:50:00)] was greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM transition).',
  ],
  [
    above(3, 2),
    [99, 3, 98],
    'Threshold Crossed: 2 out of the last 3 datapoints [98.0 (02/10/19 16:52:00), 99.0 (02/10/19 16:50:00)] were greater than the threshold (50.0) (minimum 2 datapoints for OK -> ALARM transition).',
  ],
  [
    above(3, 3),
    [99, 3, 98],
    'Threshold Crossed: 1 out of the last 3 datapoints [3.0 (02/10/19 16:51:00)] was not greater than the threshold (50.0) (minimum 1 datapoint for ALARM -> OK transition).',
  ],
  [
    above(1, 1, 'breaching'),
    [none],
    'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].',
  ],
  [
    above(3, 3, 'notBreaching'),
    [none, none, none],
    'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [NonBreaching].',
  ],
  [
    above(3, 3, 'breaching'),
    [none, none, 60],
    'Threshold Crossed: 1 out of the last 3 datapoints [60.0 (02/10/19 16:52:00)] was greater than the threshold (50.0) and 2 missing datapoints were treated as [Breaching] (minimum 3 datapoints for OK -> ALARM transition).',
  ],
  [
    above(3, 2, 'notBreaching'),
    [none, none, 60],
    'Threshold Crossed: 2 missing datapoints were treated as [NonBreaching] (minimum 2 datapoints for ALARM -> OK transition).',
  ],
  [above(1, 1), [none], 'Insufficient Data: 1 datapoint was unknown.'],
  [above(2, 1), [none, none], 'Insufficient Data: 2 datapoints were unknown.'],
  [
    above(6, 6),
    [51, 52, 53, 54, 55, 56],
    'Threshold Crossed: 6 out of the last 6 datapoints were greater than the threshold (50.0). The most recent datapoints which crossed the threshold: [56.0 (02/10/19 16:55:00), 55.0 (02/10/19 16:54:00), 54.0 (02/10/19 16:53:00), 53.0 (02/10/19 16:52:00), 52.0 (02/10/19 16:51:00)] (minimum 6 datapoints for OK -> ALARM transition).',
  ],
];
for (const [given, values, want] of rows) {
  test(want.slice(0, 120), () => {
    assert.equal(reasonOf(given, evaluate(given, slots(...values)), told), want);
  });
}

test('the data behind a reason are JSON with Java’s doubles, newest period first, missing ones without a value', () => {
  const given = above(2, 1);
  const read = { at: at(59), statistic: 'Average', period: 60, threshold: 50, slots: slots(1, none, 99.5) };
  assert.equal(
    reasonDataOf(read, evaluate(given, read.slots)),
    '{"version":"1.0","queryDate":"2019-10-02T16:59:00.000+0000","startDate":"2019-10-02T16:50:00.000+0000",' +
      '"statistic":"Average","period":60,"recentDatapoints":[1.0,99.5],"threshold":50.0,"evaluatedDatapoints":[' +
      '{"timestamp":"2019-10-02T16:52:00.000+0000","sampleCount":2.0,"value":99.5},{"timestamp":"2019-10-02T16:51:00.000+0000"},' +
      '{"timestamp":"2019-10-02T16:50:00.000+0000","sampleCount":2.0,"value":1.0}]}',
  );
});

test('of an alarm without data the data behind its reason have no start', () => {
  const read = { at: at(59), unit: 'Percent', statistic: 'Sum', period: 300, threshold: 0, slots: slots(none) };
  const { startDate, unit, recentDatapoints } = JSON.parse(reasonDataOf(read, evaluate(above(1, 1), read.slots)));
  assert.deepEqual([startDate, unit, recentDatapoints], [undefined, 'Percent', []]);
});

const doubles: [number, string][] = [
  [50, '50.0'],
  [0, '0.0'],
  [-0, '-0.0'],
  [0.25, '0.25'],
  [0.001, '0.001'],
  [0.0001, '1.0E-4'],
  [9_999_999, '9999999.0'],
  [10_000_000, '1.0E7'],
  [-123_456_789.5, '-1.234567895E8'],
  [1e300, '1.0E300'],
];
for (const [value, text] of doubles) test(`${value} is ${text} in Java`, () => assert.equal(javaDouble(value), text));

test('an instant in the reason of a composite alarm has the weekday and the month in words', () => {
  assert.equal(longTime(new Date('2022-07-22T15:57:45.123Z')), 'Friday 22 July, 2022 15:57:45 UTC');
});

test('the window ends with the last whole minute, and its periods need not begin with the hour', () => {
  const window = windowAt(new Date('2026-01-02T03:11:59.999Z'), 300, 3);
  assert.deepEqual(
    [window.from.toISOString(), window.to.toISOString(), window.length],
    ['2026-01-02T02:46:00.000Z', '2026-01-02T03:11:00.000Z', 5],
  );
});

test('below a minute the window moves by a period', () => {
  const { from, to } = windowAt(new Date('2026-01-02T03:11:59.999Z'), 30, 1);
  assert.deepEqual([from.toISOString(), to.toISOString()], ['2026-01-02T03:10:00.000Z', '2026-01-02T03:11:30.000Z']);
});

test('points lie in the periods in which they began, and those outside are left out', () => {
  const window = windowAt(new Date('2026-01-02T03:05:00.000Z'), 60, 1);
  const point = (time: string) => ({ at: new Date(`2026-01-02T${time}.000Z`), value: 1 });
  const found = slotsOf(window, [point('03:01:59'), point('03:02:00'), point('03:04:00'), point('03:05:00')]);
  assert.deepEqual(
    found.map(({ point: one }) => one?.at.toISOString().slice(11, 16)),
    ['03:02', undefined, '03:04'],
  );
});

test('an alarm is evaluated next at its own place in the step, always later', () => {
  const next = (now: string, period: number, place: number) =>
    nextEvaluation(new Date(`2026-01-02T03:${now}Z`), period, place)
      .toISOString()
      .slice(14, 23);
  assert.equal(next('10:00.000', 60, 0), '11:00.000');
  assert.equal(next('10:00.000', 60, 0.5), '10:30.000');
  assert.equal(next('10:30.000', 300, 0.5), '11:30.000');
  assert.equal(next('10:00.000', 10, 0.5), '10:02.500');
});
