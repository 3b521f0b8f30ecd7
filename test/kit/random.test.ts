import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chooseSeed, randomOf } from './random.ts';

// A file that is run by `node --test` alone has no run's seed.
const skip = process.env['MUSTER_SEED'] === undefined && 'only under npm test and npm run check';

test('every law of a run draws from the seed that the run prints', { skip }, () => {
  const drawn: number[] = [];
  fc.assert(fc.property(fc.nat(), (one) => void drawn.push(one)));
  const again: number[] = [];
  fc.assert(
    fc.property(fc.nat(), (one) => void again.push(one)),
    { seed: chooseSeed() },
  );
  assert.deepEqual(drawn, again);
});

test('a seed makes the same numbers again, another one others', () => {
  const tenOf = (seed: number) => {
    const random = randomOf(seed);
    return Array.from({ length: 10 }, () => random.below(1_000));
  };
  assert.deepEqual(tenOf(7), tenOf(7));
  assert.notDeepEqual(tenOf(7), tenOf(8));
});
