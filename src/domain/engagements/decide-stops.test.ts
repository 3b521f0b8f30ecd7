import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answered,
  at,
  lastOf,
  type Plans,
  play,
  started,
  statuses,
  stopped,
  TIERS,
  woken,
} from '#test/kit/generators-decide';
import type { Input } from './engagement.ts';

/** What a stop means for an engagement, the one above it and those below. */

const stop = (engagementId: string): Input => ({ kind: 'stopped', reason: 'not needed', engagementId });
/** Ana and Bo are engaged together, Cy five minutes later. */
const TEAM: Plans = {
  tiers: [
    [5, '@ana', '@bo'],
    [5, '@cy'],
  ],
  ana: [[10, 'a/2']],
  bo: [[10, 'b/3']],
  cy: [[10, 'c']],
};

test('a person’s own part is stopped alone: nobody else is, and the timer goes by what is left', () => {
  const decisions = play('tiers', [0, started, TEAM], [1, stop('e1'), TEAM]);
  assert.deepEqual(lastOf(decisions), ['stopped', 'wake 3']);
  assert.deepEqual(statuses(decisions.at(-1)!), ['tiers engaging', 'e1 stopped', 'e2 engaging']);
  const [, ana] = decisions.at(-1)!.next.all;
  assert.deepEqual([ana!.stoppedAt, ana!.stopReason], [at(1), 'not needed']);
});

test('the plan above goes on to its next stage after a person was stopped', () => {
  const decisions = play('tiers', [0, started, TIERS], [1, stop('e1'), TIERS], [5, woken, TIERS]);
  assert.deepEqual(lastOf(decisions), ['stageReached', 'page b@5 #1', 'wake 9']);
});

test('the root stopped by its id is the whole, as without an id', () => {
  for (const input of [stop('tiers'), stopped]) {
    const decisions = play('tiers', [0, started, TEAM], [1, input, TEAM]);
    assert.deepEqual(lastOf(decisions), ['stopped', 'sleep']);
    assert.deepEqual(statuses(decisions.at(-1)!), ['tiers stopped', 'e1 stopped', 'e2 stopped']);
  }
});

test('the whole is stopped also where one person was before, and that person keeps their moment and reason', () => {
  const decisions = play('tiers', [0, started, TEAM], [1, stop('e1'), TEAM], [2, stopped, TEAM]);
  const [, ana, bo] = decisions.at(-1)!.next.all;
  assert.deepEqual([ana!.stoppedAt, ana!.stopReason], [at(1), 'not needed']);
  assert.deepEqual([bo!.stoppedAt, bo!.stopReason], [at(2), 'the incident was resolved']);
});

test('a second stop, and one of whom nobody knows, change nothing', () => {
  const again = play('tiers', [0, started, TEAM], [1, stop('e1'), TEAM], [2, stop('e1'), TEAM]);
  assert.deepEqual(lastOf(again), ['alreadySettled']);
  const unknown = play('tiers', [0, started, TEAM], [1, stop('e9'), TEAM]);
  assert.deepEqual(lastOf(unknown), ['alreadySettled']);
});

test('an answer settles who has not been stopped, and nothing more', () => {
  const decisions = play('tiers', [0, started, TEAM], [1, stop('e1'), TEAM], [2, answered('e2'), TEAM]);
  assert.deepEqual(statuses(decisions.at(-1)!), ['tiers acknowledged', 'e1 stopped', 'e2 acknowledged']);
});

test('a plan whose people were all stopped still runs its stages, to its end', () => {
  const decisions = play(
    'tiers',
    [0, started, TIERS],
    [1, stop('e1'), TIERS],
    [5, woken, TIERS],
    [6, stop('e2'), TIERS],
    [10, woken, TIERS],
  );
  assert.deepEqual(lastOf(decisions), [
    'planEnded',
    'tell The plan of tiers has run to its end; nobody has acknowledged',
    'sleep',
  ]);
});

test('whom a stage engaged knows which stage it was', () => {
  const decisions = play('tiers', [0, started, TIERS], [5, woken, TIERS]);
  assert.deepEqual(
    decisions.at(-1)!.next.all.map(({ parentStage }) => parentStage),
    [undefined, 0, 1],
  );
});
