import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rateLimit } from './rate.ts';

const at = (ms: number) => new Date(1_767_323_310_000 + ms);

test('a key may send as many at once as in a second, and goes on as the second passes', () => {
  const limit = rateLimit(4);
  const waits = (ms: number, times: number) => Array.from({ length: times }, () => limit('a', at(ms)));
  assert.deepEqual(waits(0, 5), [undefined, undefined, undefined, undefined, 1]);
  assert.deepEqual(waits(250, 2), [undefined, 1]);
  assert.deepEqual(waits(60_000, 5), [undefined, undefined, undefined, undefined, 1]);
});

test('keys do not hold each other up, and a clock that is set back refills nothing', () => {
  const limit = rateLimit(1);
  assert.deepEqual([limit('a', at(0)), limit('b', at(0)), limit('a', at(-5_000))], [undefined, undefined, 1]);
});

test('no limit is no limit', () => {
  const limit = rateLimit(0);
  for (let sent = 0; sent < 1_000; sent++) assert.equal(limit('a', at(0)), undefined);
});
