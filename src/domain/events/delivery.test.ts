import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterVain } from './delivery.ts';

const vain = (more: object = {}) =>
  ({ ok: false, permanent: false, code: 'FAILED_INVOCATION', reason: 'no', ...more }) as const;

test('it is tried again after twice as long each time, up to five minutes', () => {
  const waits = [1, 2, 3, 9, 10, 100].map((attempts) => afterVain(vain(), {}, attempts, 0));
  assert.deepEqual(
    waits,
    [1, 2, 4, 256, 300, 300].map((seconds) => ({ waitMs: seconds * 1_000 })),
  );
});

test('the other side may ask for longer, up to the same five minutes', () => {
  assert.deepEqual(afterVain(vain({ retryAfterMs: 30_000 }), {}, 1, 0), { waitMs: 30_000 });
  assert.deepEqual(afterVain(vain({ retryAfterMs: 900_000 }), {}, 1, 0), { waitMs: 300_000 });
});

test('a permanent error, a last retry and an age end it, each by its own name', () => {
  assert.deepEqual(afterVain(vain({ permanent: true }), {}, 1, 0), { end: 'permanent' });
  assert.deepEqual(afterVain(vain(), { attempts: 0 }, 1, 0), { end: 'MaximumRetryAttempts' });
  assert.deepEqual(afterVain(vain(), { attempts: 2 }, 2, 0), { waitMs: 2_000 });
  assert.deepEqual(afterVain(vain(), { attempts: 2 }, 3, 0), { end: 'MaximumRetryAttempts' });
  assert.deepEqual(afterVain(vain(), {}, 186, 0), { end: 'MaximumRetryAttempts' });
  assert.deepEqual(afterVain(vain(), { ageSeconds: 60 }, 2, 58_000), { waitMs: 2_000 });
  assert.deepEqual(afterVain(vain(), { ageSeconds: 60 }, 2, 58_001), { end: 'MaximumEventAgeInSeconds' });
  assert.deepEqual(afterVain(vain(), {}, 20, 86_400_000), { end: 'MaximumEventAgeInSeconds' });
});
