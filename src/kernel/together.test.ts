import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { together } from './together.ts';

/** Doubles numbers; a group that holds a negative one fails, and so does that one alone. */
function doubling(
  more: { most?: number; flights?: number; kind?: (call: number) => string; away?: () => boolean } = {},
) {
  const groups: number[][] = [];
  let flying = 0;
  let mostFlying = 0;
  const double = (call: number) => {
    if (call < 0) throw new RangeError(`${call} is negative`);
    return call * 2;
  };
  const ask = together<number, number>({
    most: 100,
    flights: 1,
    ...more,
    async all(calls) {
      groups.push(calls);
      mostFlying = Math.max(mostFlying, ++flying);
      await new Promise((resolve) => setImmediate(resolve));
      flying--;
      if (more.away?.()) throw new Error('away');
      return calls.map(double);
    },
    async alone(call) {
      groups.push([call]);
      return double(call);
    },
    shared: (error) => (error as Error).message === 'away',
  });
  return { ask, groups, mostFlying: () => mostFlying };
}

test('one by itself is done alone, at once; those of one turn share a group', async () => {
  const { ask, groups } = doubling();
  assert.equal(await ask(1), 2);
  assert.deepEqual(await Promise.all([2, 3, 4].map(ask)), [4, 6, 8]);
  assert.deepEqual(groups, [[1], [2, 3, 4]]);
});

test('what arrives while all flights are under way goes as the next group', async () => {
  const { ask, groups } = doubling();
  const first = [ask(1), ask(2)];
  await Promise.resolve();
  const later = [ask(3), ask(4)];
  await Promise.all([...first, ...later]);
  assert.deepEqual(groups, [
    [1, 2],
    [3, 4],
  ]);
});

test('kinds do not mix', async () => {
  const { ask, groups } = doubling({ kind: (call) => String(call % 2) });
  await Promise.all([1, 2, 3, 4].map(ask));
  assert.deepEqual(groups, [
    [1, 3],
    [2, 4],
  ]);
});

test('an error that would meet all is everybody’s, and nobody is tried alone', async () => {
  const { ask, groups } = doubling({ away: () => true });
  const outcomes = await Promise.allSettled([1, 2].map(ask));
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.deepEqual(groups, [[1, 2]]);
});

test('whatever arrives, everybody gets their own answer; no group is too large and no flight too many', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.integer({ min: -2, max: 50 }), { maxLength: 12 }), { maxLength: 6 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 3 }),
      async (bursts, most, flights) => {
        const { ask, groups, mostFlying } = doubling({ most, flights });
        const asked: Promise<PromiseSettledResult<number>[]>[] = [];
        for (const burst of bursts) {
          asked.push(Promise.allSettled(burst.map(ask)));
          await new Promise((resolve) => setImmediate(resolve));
        }
        const answers = await Promise.all(asked);
        for (const [index, burst] of bursts.entries()) {
          assert.deepEqual(
            answers[index]!.map((one) => (one.status === 'fulfilled' ? one.value : 'refused')),
            burst.map((call) => (call < 0 ? 'refused' : call * 2)),
          );
        }
        assert.ok(groups.every((group) => group.length <= most));
        assert.ok(mostFlying() <= flights);
      },
    ),
  ));
