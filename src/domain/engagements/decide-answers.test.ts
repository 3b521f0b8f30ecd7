import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE } from '#kernel/clock';
import {
  answered,
  at,
  book,
  engaged,
  lastOf,
  type Plans,
  play,
  sorted,
  started,
  statuses,
  T0,
  TIERS,
  woken,
} from '#test/kit/generators-decide';
import { decide } from './decide.ts';

test('one answer of a person who was engaged twice counts for both', () => {
  const plans: Plans = {
    tiers: [
      [5, '@ana?'],
      [5, '@ana?', '@bo'],
    ],
    ana: [[20, 'a']],
    bo: [[20, 'b']],
  };
  const decisions = play('tiers', [0, started, plans], [5, woken, plans], [6, answered('e1'), plans]);
  assert.deepEqual(statuses(decisions.at(-1)!), [
    'tiers engaging',
    'e1 acknowledged',
    'e2 acknowledged',
    'e3 engaging',
  ]);
});

test('a person who is essential in one place ends the plan by any of their answers', () => {
  const plans: Plans = {
    tiers: [
      [5, '@ana?'],
      [5, '@ana', '@bo'],
    ],
    ana: [[20, 'a']],
    bo: [[20, 'b']],
  };
  const decisions = play('tiers', [0, started, plans], [5, woken, plans], [6, answered('e1'), plans]);
  assert.deepEqual(statuses(decisions.at(-1)!), [
    'tiers acknowledged',
    'e1 acknowledged',
    'e2 acknowledged',
    'e3 stopped',
  ]);
  assert.equal(decisions.at(-1)!.next.all[3]!.stopReason, 'acknowledged by ana');
});

test('an answer after the plan has run to its end still settles it, and keeps when it ended', () => {
  const plans: Plans = { tiers: [[5, '@ana']], ana: [[5, 'a']] };
  const last = play('tiers', [0, started, plans], [5, woken, plans], [30, answered('e1'), plans]).at(-1)!;
  assert.deepEqual(statuses(last), ['tiers acknowledged', 'e1 acknowledged']);
  assert.deepEqual(last.next.root.stoppedAt, at(5));
});

test('a person who is engaged by a stage entered late began at the stage’s own time', () => {
  const decisions = play('tiers', [0, started, TIERS], [7, woken, TIERS]);
  const bo = decisions.at(-1)!.next.all[2]!;
  assert.deepEqual([bo.startedAt, bo.stageStartedAt, bo.stage], [at(5), at(5), 0]);
  assert.deepEqual(sorted(lastOf(decisions)), sorted(['stageReached', 'page b@5 #1', 'wake 9']));
});

test('a decision leaves the engagement that it was given untouched', () => {
  const tree = engaged('tiers');
  const before = structuredClone(tree);
  decide(at(0), tree, book(TIERS), started, () => 'e1');
  assert.deepEqual(tree, before);
});

test('with a scaled minute that is no whole number of milliseconds the timer still lies ahead', () => {
  const seventh = book(
    {
      ana: [
        [10, 'mail/1'],
        [5, 'sms'],
      ],
    },
    MINUTE / 7,
  );
  let decision = decide(T0, engaged('ana'), seventh, started, () => 'x');
  for (let steps = 0; decision.why !== 'planEnded'; steps++) {
    assert.ok(steps < 50, 'it ends');
    const timer = decision.effects.findLast((effect) => effect.kind === 'wakeAt');
    assert.ok(timer?.kind === 'wakeAt');
    const now = timer.at;
    decision = decide(now, decision.next, seventh, woken, () => 'x');
    const after = decision.effects.findLast((effect) => effect.kind === 'wakeAt');
    assert.ok(after === undefined || (after.kind === 'wakeAt' && after.at > now), `at ${now.toISOString()}`);
  }
});
