import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cases } from '#test/kit/oncall/generators';
import { anchorAfter } from './edit.ts';
import type { Recurrence, Schedule } from './recurrence.ts';
import { whoIsOnCall } from './shifts.ts';

const NOW = new Date('2026-01-07T12:00:00Z');
const daily = (hour: number, multiplier = 1): Recurrence => ({
  handOffs: { every: 'day', at: [{ hour, minute: 0 }] },
  multiplier,
  onCalls: 1,
});
/** On the 5th ana, on the 6th bo, on the 7th cy. */
const was: Schedule = {
  members: ['ana', 'bo', 'cy'],
  timeZone: 'UTC',
  recurrence: daily(9),
  start: new Date('2026-01-05T09:00:00Z'),
};
const { start: _, ...same } = was;
const following = (schedule: Schedule, count: number) =>
  Array.from({ length: count }, (_none, day) =>
    whoIsOnCall(schedule, [], new Date(NOW.getTime() + day * 86_400_000)).join('+'),
  );

const rows: [name: string, edited: Omit<Schedule, 'start'>, then: string[]][] = [
  ['nothing', same, ['cy', 'ana', 'bo', 'cy']],
  ['one more person', { ...same, members: ['ana', 'bo', 'cy', 'di'] }, ['cy', 'di', 'ana', 'bo']],
  ['one person before', { ...same, members: ['di', 'ana', 'bo', 'cy'] }, ['cy', 'di', 'ana', 'bo']],
  ['somebody else less', { ...same, members: ['bo', 'cy'] }, ['cy', 'bo', 'cy', 'bo']],
  ['the person on call less: the next one is', { ...same, members: ['ana', 'bo'] }, ['ana', 'bo', 'ana', 'bo']],
  ['everybody else', { ...same, members: ['di', 'ed'] }, ['di', 'ed', 'di', 'ed']],
  ['another hour', { ...same, recurrence: daily(11) }, ['cy', 'ana', 'bo', 'cy']],
  ['every second day', { ...same, recurrence: daily(9, 2) }, ['cy', 'cy', 'ana', 'ana']],
  ['another zone', { ...same, timeZone: 'Asia/Tokyo' }, ['cy', 'ana', 'bo', 'cy']],
];
for (const [name, edited, then] of rows) {
  test(`an edit keeps who is on call: ${name}`, () => {
    assert.deepEqual(following(anchorAfter(was, edited, NOW), 4), then);
  });
}

test('an edit before the start moves nothing', () => {
  const edited = { ...same, members: ['di', 'ed'] };
  assert.deepEqual(anchorAfter(was, edited, new Date('2026-01-01T00:00:00Z')), {
    ...edited,
    start: was.start,
    position: 0,
  });
});

const pair: Schedule = { ...was, members: ['ana', 'bo', 'cy', 'di'], recurrence: { ...daily(9), onCalls: 2 } };
const pairOf = (members: string[]) => ({ members, timeZone: 'UTC', recurrence: pair.recurrence });
// On the 7th the pair is ana and bo.
const pairs: [name: string, members: string[], then: string[]][] = [
  ['nobody', ['ana', 'bo', 'cy', 'di'], ['ana+bo', 'cy+di', 'ana+bo']],
  ['one more between them', ['ana', 'ed', 'bo', 'cy', 'di'], ['ana+bo', 'cy+di', 'ana+ed']],
  ['the order turned round', ['di', 'cy', 'bo', 'ana'], ['ana+bo', 'ana+di', 'cy+bo']],
  ['one of them less', ['bo', 'cy', 'di'], ['bo+cy', 'di+bo', 'cy+di']],
];
for (const [name, members, then] of pairs) {
  test(`an edit keeps both of a pair who are on call: ${name}`, () => {
    assert.deepEqual(following(anchorAfter(pair, pairOf(members), NOW), 3), then);
  });
}

test('a second edit within the turn keeps those whom the first one kept', () => {
  const first = anchorAfter(pair, pairOf(['ana', 'ed', 'bo', 'cy', 'di']), NOW);
  const second = anchorAfter(first, pairOf(['cy', 'bo', 'ed', 'ana', 'di']), NOW);
  assert.deepEqual(following(second, 2), ['ana+bo', 'ed+ana']);
});

test('whatever is edited, those on call who stay in the rotation stay on call, and nobody else comes to them', () => {
  const two = fc.tuple(cases('America/New_York', 2026), cases('Australia/Lord_Howe', 2026));
  const order = fc.shuffledSubarray(['p0', 'p1', 'p2', 'p3', 'p4', 'new0', 'new1'], { minLength: 3 });
  fc.assert(
    fc.property(two, order, ([{ schedule, from }, { schedule: other }], members) => {
      const now = new Date(Math.max(from.getTime(), schedule.start.getTime()));
      const always = ({ coverage: _coverage, ...recurrence }: Recurrence): Recurrence => ({
        ...recurrence,
        onCalls: 2,
      });
      const people = [...schedule.members, 'q0', 'q1'];
      const before: Schedule = { ...schedule, members: people, recurrence: always(schedule.recurrence) };
      const edited = { members, timeZone: other.timeZone, recurrence: always(other.recurrence) };
      const stay = whoIsOnCall(before, [], now)
        .filter((one) => members.includes(one))
        .slice(0, 2);
      const then = whoIsOnCall(anchorAfter(before, edited, now), [], now);
      assert.deepEqual(
        stay.filter((one) => !then.includes(one)),
        [],
        'nobody lost the pager',
      );
      assert.equal(then.length, 2);
    }),
    { numRuns: process.env['MUSTER_LONG'] === '1' ? 10_000 : 300 },
  );
});
