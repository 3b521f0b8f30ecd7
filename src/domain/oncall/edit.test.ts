import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cases } from '#test/kit/oncall/generators';
import { anchorAfter } from './edit.ts';
import type { Recurrence, Schedule } from './recurrence.ts';
import { whoIsOnCall } from './shifts.ts';
import { turnsOf } from './turns.ts';

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

test('whatever is edited, the person whose turn it is keeps it', () => {
  const pair = fc.tuple(cases('America/New_York', 2026), cases('Australia/Lord_Howe', 2026));
  fc.assert(
    fc.property(pair, ([{ schedule, from }, { schedule: other }]) => {
      const now = new Date(Math.max(from.getTime(), schedule.start.getTime()));
      const { timeZone, recurrence } = other;
      const edited = { members: schedule.members, timeZone, recurrence: { ...recurrence, onCalls: 1 } };
      const { value: turn } = turnsOf(schedule)(now.getTime()).next();
      const first = ((schedule.position ?? 0) + turn.index * schedule.recurrence.onCalls) % schedule.members.length;
      const { coverage: _coverage, ...bare } = edited.recurrence;
      const next = { ...anchorAfter(schedule, edited, now), recurrence: bare };
      assert.deepEqual(whoIsOnCall(next, [], now), [schedule.members[first]]);
    }),
    { numRuns: process.env['MUSTER_LONG'] === '1' ? 10_000 : 200 },
  );
});
