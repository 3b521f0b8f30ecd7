import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel/refusal';
import { added, CURRENT, labelsOf, moved, PREVIOUS, type StageMove, type Stages } from './stages.ts';

const of = (labels: Record<string, string>): Stages => new Map(Object.entries(labels));
const plain = (stages: Stages) => Object.fromEntries(stages);

const additions: [name: string, was: Stages, labels: string[], want: Record<string, string>][] = [
  ['the first version is current', of({}), [CURRENT], { AWSCURRENT: 'new' }],
  ['the first version is current whatever its labels', of({}), ['blue'], { AWSCURRENT: 'new', blue: 'new' }],
  ['who was current is the previous one', of({ AWSCURRENT: 'a' }), [CURRENT], { AWSCURRENT: 'new', AWSPREVIOUS: 'a' }],
  [
    'the previous one before that has no label any more',
    of({ AWSCURRENT: 'b', AWSPREVIOUS: 'a' }),
    [CURRENT],
    { AWSCURRENT: 'new', AWSPREVIOUS: 'b' },
  ],
  [
    'a pending version leaves the current one',
    of({ AWSCURRENT: 'a' }),
    ['AWSPENDING'],
    { AWSCURRENT: 'a', AWSPENDING: 'new' },
  ],
  [
    'a label is taken from whoever had it',
    of({ AWSCURRENT: 'a', blue: 'a' }),
    ['blue'],
    { AWSCURRENT: 'a', blue: 'new' },
  ],
];
for (const [name, was, labels, want] of additions) {
  test(`a version is added: ${name}`, () => assert.deepEqual(plain(added(was, 'new', labels)), want));
}

const both = of({ AWSCURRENT: 'b', AWSPREVIOUS: 'a', blue: 'a' });
const moves: [name: string, move: StageMove, want: Record<string, string>][] = [
  [
    'back to the previous version, which changes places with the current one',
    { stage: CURRENT, from: 'b', to: 'a' },
    { AWSCURRENT: 'a', AWSPREVIOUS: 'b', blue: 'a' },
  ],
  ['a label of one’s own, to another version', { stage: 'blue', from: 'a', to: 'b' }, { ...plain(both), blue: 'b' }],
  ['a label that nobody has', { stage: 'red', from: undefined, to: 'b' }, { ...plain(both), red: 'b' }],
  ['a label away', { stage: 'blue', from: 'a', to: undefined }, { AWSCURRENT: 'b', AWSPREVIOUS: 'a' }],
  ['a label to where it is', { stage: 'blue', from: undefined, to: 'a' }, plain(both)],
];
for (const [name, move, want] of moves) {
  test(`a label moves: ${name}`, () => assert.deepEqual(plain(moved(both, move)), want));
}

const refused: [name: string, move: StageMove, want: RegExp][] = [
  ['neither from nor to', { stage: 'blue', from: undefined, to: undefined }, /RemoveFromVersionId, MoveToVersionId/],
  ['without saying from where', { stage: 'blue', from: undefined, to: 'b' }, /currently attached to version a/],
  ['from where it is not', { stage: 'blue', from: 'b', to: 'c' }, /isn't currently attached to version b/],
  ['the current label away', { stage: CURRENT, from: 'b', to: undefined }, /can't remove AWSCURRENT/],
];
for (const [name, move, want] of refused) {
  test(`a move is refused: ${name}`, () => {
    assert.throws(
      () => moved(both, move),
      (error: unknown) => {
        assert.ok(error instanceof Refusal);
        assert.equal(error.details.code, 'InvalidParameterException');
        assert.match(error.message, want);
        return true;
      },
    );
  });
}

test('a version has twenty labels at most', () => {
  const labels = Array.from({ length: 19 }, (_, index) => `label-${index}`);
  const full = added(of({}), 'a', labels);
  assert.equal(labelsOf(full, 'a').length, 20);
  assert.throws(() => moved(full, { stage: 'one more', from: undefined, to: 'a' }), /at most 20 staging labels/);
});

test('however versions come and labels move, one version is current and the previous one is what was current before', () => {
  const label = fc.constantFrom(CURRENT, 'AWSPENDING', 'blue');
  const step = fc.record({ labels: fc.uniqueArray(label, { minLength: 1 }), back: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let stages: Stages = of({});
      let current: string | undefined;
      for (const [index, { labels, back }] of steps.entries()) {
        const previous = stages.get(PREVIOUS);
        const before = stages.get(CURRENT);
        stages =
          back && previous
            ? moved(stages, { stage: CURRENT, from: before, to: previous })
            : added(stages, `v${index}`, labels);
        const now = stages.get(CURRENT);
        assert.ok(now);
        if (now !== current && current) assert.equal(stages.get(PREVIOUS), current);
        else assert.equal(stages.get(PREVIOUS), previous);
        current = now;
      }
    }),
  );
});
