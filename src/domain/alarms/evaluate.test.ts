import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AlarmState } from './alarm.ts';
import { evaluate, type MissingData, missingDataTreatments, type Slot, type Test } from './evaluate.ts';

type Mark = '0' | 'X' | '-';
const at = (index: number) => new Date(Date.UTC(2026, 0, 2, 3, index));

/** `0` is a point that does not breach, `X` one that does, `-` a missing one; the newest on the right. */
const slotsOf = (marks: readonly Mark[]): Slot[] =>
  marks.map((mark, index) => ({
    at: at(index),
    ...(mark === '-' ? {} : { point: { at: at(index), value: mark === 'X' ? 1 : 0 } }),
  }));
const testOf = (periods: number, toAlarm: number, missing: MissingData): Test => ({
  ...{ periods, toAlarm, missing },
  breaches: ({ value }) => value > 0,
});

const keep = undefined;
type Four = [
  missing: AlarmState | undefined,
  ignore: AlarmState | undefined,
  breaching: AlarmState,
  notBreaching: AlarmState,
];
const rows: [marks: string, toAlarm: number, want: Four][] = [
  ['0-X-X', 3, ['OK', 'OK', 'OK', 'OK']],
  ['0----', 3, ['OK', 'OK', 'OK', 'OK']],
  ['-----', 3, ['INSUFFICIENT_DATA', keep, 'ALARM', 'OK']],
  ['0XX-X', 3, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['--X--', 3, ['ALARM', keep, 'ALARM', 'OK']],
  ['0-X-X', 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['00X0X', 2, ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
  ['0-X--', 2, ['OK', 'OK', 'ALARM', 'OK']],
  ['----0', 2, ['OK', 'OK', 'ALARM', 'OK']],
  ['---X-', 2, ['ALARM', keep, 'ALARM', 'OK']],
];
for (const [marks, toAlarm, want] of rows) {
  for (const [index, missing] of missingDataTreatments.entries()) {
    test(`${marks} with ${toAlarm} of 3, missing data as ${missing}: ${want[index] ?? 'the state stays'}`, () => {
      const { state } = evaluate(testOf(3, toAlarm, missing), slotsOf([...marks] as Mark[]));
      assert.equal(state, want[index]);
    });
  }
}

test('one breaching point, just arrived, is no alarm yet', () => {
  assert.equal(evaluate(testOf(3, 3, 'missing'), slotsOf(['-', '-', '-', '-', 'X'])).state, undefined);
});

const marks = fc.array(fc.constantFrom<Mark>('0', 'X', '-'), { minLength: 3, maxLength: 9 });
const cases = marks.chain((line) =>
  fc.record({
    line: fc.constant(line),
    periods: fc.integer({ min: 1, max: line.length - 2 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    missing: fc.constantFrom(...missingDataTreatments),
  }),
);

/** The prose of AWS's guide, read slowly: fill from the left until there are N, then count. */
function slowly(line: Mark[], periods: number, toAlarm: number, missing: MissingData): AlarmState | 'keep' {
  const present = line.filter((mark) => mark !== '-');
  if (present.length === 0)
    return { missing: 'INSUFFICIENT_DATA', ignore: 'keep', breaching: 'ALARM', notBreaching: 'OK' }[
      missing
    ] as AlarmState;
  const newest = present.slice(Math.max(0, present.length - periods));
  const padded = [...newest];
  while (padded.length < periods && missing === 'breaching') padded.unshift('X');
  while (padded.length < periods && missing === 'notBreaching') padded.unshift('0');
  const breaching = padded.filter((mark) => mark === 'X').length;
  if (breaching >= toAlarm) return 'ALARM';
  const onlyBreaching = padded.every((mark) => mark === 'X');
  if (padded.length === periods || !onlyBreaching) return 'OK';
  if (missing === 'ignore') return 'keep';
  return line.length - line.indexOf('X') >= toAlarm ? 'ALARM' : 'keep';
}

test('any line of periods is judged as a slow reading of the rules does', () => {
  fc.assert(
    fc.property(cases, ({ line, periods, share, missing }) => {
      const toAlarm = 1 + Math.floor(share * (periods - 1));
      const { state } = evaluate(testOf(periods, toAlarm, missing), slotsOf(line));
      assert.equal(state ?? 'keep', slowly(line, periods, toAlarm, missing));
    }),
  );
});

test('where nothing is missing, how missing data is treated makes no difference', () => {
  fc.assert(
    fc.property(cases, ({ line, periods, share }) => {
      const whole = line.map((mark) => (mark === '-' ? '0' : mark));
      const toAlarm = 1 + Math.floor(share * (periods - 1));
      const states = missingDataTreatments.map(
        (missing) => evaluate(testOf(periods, toAlarm, missing), slotsOf(whole)).state,
      );
      assert.equal(new Set(states).size, 1);
      assert.ok(states[0]);
    }),
  );
});

test('another breaching point never takes an alarm away', () => {
  fc.assert(
    fc.property(cases, fc.nat(), ({ line, periods, share, missing }, place) => {
      const toAlarm = 1 + Math.floor(share * (periods - 1));
      const worse = line.with(
        place % line.length,
        line[place % line.length] === '0' ? 'X' : line[place % line.length]!,
      );
      const judge = (given: Mark[]) => evaluate(testOf(periods, toAlarm, missing), slotsOf(given)).state;
      if (judge(line) === 'ALARM') assert.equal(judge(worse), 'ALARM');
    }),
  );
});
