import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answered, lastOf, type Plans, play, sorted, started, statuses, woken } from '#test/kit/generators-decide';
import type { Decision, Input } from './engagement.ts';

/** Ana is on call for six minutes, then Bo for an hour; nobody after that. */
const ROTA: Plans = {
  rota: [
    [6, '@ana'],
    [60, '@bo'],
  ],
  ana: [[10, 'a/4']],
  bo: [[10, 'b']],
};
const through = (...stages: Plans[string]): Plans => ({ ...ROTA, tiers: stages });
const TWICE = through([5, '@rota'], [5, '@rota']);
const LATER = through([7, '@rota?'], [5, '@rota']);
/** Both are on call together. */
const PAIR: Plans = { ...ROTA, rota: [[90, '@ana', '@bo']] };

const stopOf = (engagementId: string): Input => ({ kind: 'stopped', reason: 'not needed', engagementId });

const rows: [name: string, decisions: Decision[], want: string[]][] = [
  [
    'a schedule pages who is on call by their own plan, and wakes by theirs',
    play('rota', [0, started, ROTA]),
    ['started', 'page a@0 #1', 'wake 4'],
  ],
  [
    'a hand-off leaves those who are engaged as they are, and engages nobody',
    play('rota', [0, started, ROTA], [8, woken, ROTA]),
    ['stageReached', 'page a@8 #3', 'wake 10'],
  ],
  [
    'a schedule lasts as long as those whom it engaged',
    play('rota', [0, started, ROTA], [10, woken, ROTA]),
    ['planEnded', 'page a@8 #3', 'tell The plan of rota has run to its end; nobody has acknowledged', 'sleep'],
  ],
  [
    'a later stage asks anew: before the hand-off it engages the same person again, with one page',
    play('tiers', [0, started, TWICE], [5, woken, TWICE]),
    ['stageReached', 'page a@5 #1', 'wake 8'],
  ],
  [
    'a later stage asks anew: after the hand-off it engages who took over, and who was engaged goes on',
    play('tiers', [0, started, LATER], [4, woken, LATER], [7, woken, LATER]),
    ['stageReached', 'page b@7 #1', 'wake 8'],
  ],
  [
    'in time, it is the rota of the stage’s own moment, although the hand-off has come meanwhile',
    play('tiers', [0, started, through([6], [9, '@rota'])], [6.1, woken, through([6 - 1 / 60], [9, '@rota'])]),
    ['stageReached', 'page a@5.983333333333333 #1', 'wake 9.983333333333333'],
  ],
  [
    'after a stop, it is the rota of now: who has gone home is let be',
    play('tiers', [0, started, through([5], [20, '@rota'])], [7, woken, through([5], [20, '@rota'])]),
    ['stageReached', 'page b@5 #1', 'wake 15'],
  ],
  [
    'nobody is on call: told, and the plan goes on to its next stage',
    play('tiers', [0, started, { ...through([5, '@rota'], [5, '@bo']), rota: [] }]),
    ['started', 'tell rota has no rotations; nobody is paged through it. Give it some.', 'wake 5'],
  ],
  [
    'nobody is on call at this hour: told, with the hour',
    play('rota', [0, started, { ...ROTA, rota: [[9]] }]),
    [
      'planEnded',
      'tell Nobody is on call in rota at 2026-01-02 03:10:00 UTC; nobody is paged through it. Look at its rotations and overrides.',
      'tell The plan of rota has run to its end; nobody has acknowledged',
      'sleep',
    ],
  ],
  [
    'a rotation that does not exist any more is told and does not keep the others',
    play('rota', [0, started, { ...ROTA, rota: [[9, '@bo', 'gone']] }]),
    [
      'started',
      'page b@0 #1',
      'tell the rotation gone is named by rota and does not exist any more; passed over. Take it out of there.',
      'wake 10',
    ],
  ],
  [
    'somebody on call who was deleted is told and does not keep the others',
    play('rota', [0, started, { rota: PAIR['rota']!, bo: PAIR['bo']! }]),
    ['started', 'page b@0 #1', 'tell ana is named by rota and does not exist any more; skipped', 'wake 10'],
  ],
  [
    'a person by two ways gets one page on a channel at once',
    play('tiers', [0, started, through([5, '@ana', '@rota'])]),
    ['started', 'page a@0 #1', 'wake 4'],
  ],
];

for (const [name, decisions, want] of rows)
  test(name, () => {
    assert.deepEqual(sorted(lastOf(decisions)), sorted(want));
  });

test('who answers for an essential schedule ends the plan; the schedule counts as acknowledged', () => {
  const plans = {
    ...PAIR,
    tiers: [
      [5, '@rota'],
      [5, '@cy'],
    ] as Plans[string],
    cy: [[5, 'c']] as Plans[string],
  };
  const decisions = play('tiers', [0, started, plans], [1, answered('e2'), plans]);
  assert.deepEqual(lastOf(decisions), ['acknowledged', 'sleep']);
  assert.deepEqual(statuses(decisions.at(-1)!), [
    'tiers acknowledged',
    'e1 acknowledged',
    'e2 acknowledged',
    'e3 stopped',
  ]);
});

test('who answers for one that is not essential ends their own part; the other one on call goes on', () => {
  const plans = {
    ...PAIR,
    tiers: [
      [5, '@rota?'],
      [5, '@rota'],
    ] as Plans[string],
  };
  const decisions = play('tiers', [0, started, plans], [1, answered('e2'), plans], [5, woken, plans]);
  assert.deepEqual(lastOf(decisions.slice(0, 2)), ['acknowledgedByNonEssential', 'wake 5']);
  assert.deepEqual(statuses(decisions[1]!), ['tiers engaging', 'e1 engaging', 'e2 acknowledged', 'e3 engaging']);
  assert.equal(decisions[2]!.next.all.length, 7, 'and the next stage engages both again');
});

test('one answer counts for a person who was reached directly and through a schedule', () => {
  const plans = through([5, '@ana?', '@rota?'], [5, '@bo']);
  const decisions = play('tiers', [0, started, plans], [1, answered('e1'), plans]);
  assert.deepEqual(statuses(decisions.at(-1)!), ['tiers engaging', 'e1 acknowledged', 'e2 ended', 'e3 acknowledged']);
});

test('whom the response plan engaged through a schedule alone answers for all of it', () => {
  const decisions = play('rota', [0, started, PAIR], [1, answered('e1'), PAIR]);
  assert.deepEqual(statuses(decisions.at(-1)!), ['rota acknowledged', 'e1 acknowledged', 'e2 stopped']);
});

test('a stop of a schedule’s part is of those reached through it; the plan above goes on', () => {
  const plans = through([5, '@rota'], [5, '@bo']);
  const decisions = play('tiers', [0, started, plans], [1, stopOf('e1'), plans]);
  assert.deepEqual(statuses(decisions.at(-1)!), ['tiers engaging', 'e1 stopped', 'e2 stopped']);
});

test('a stop of the one who is on call ends the schedule’s part', () => {
  const plans = through([5, '@rota'], [5, '@bo']);
  const decisions = play('tiers', [0, started, plans], [1, stopOf('e2'), plans]);
  assert.deepEqual(statuses(decisions.at(-1)!), ['tiers engaging', 'e1 ended', 'e2 stopped']);
});
