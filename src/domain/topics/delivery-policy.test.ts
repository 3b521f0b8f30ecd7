import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DEFAULT_RETRIES, type RetryPolicy, retriesIn, retryAfterMs } from './delivery-policy.ts';

const delaysOf = (policy: RetryPolicy) => {
  const delays: number[] = [];
  for (let retry = 1; ; retry += 1) {
    const delay = retryAfterMs(policy, retry);
    if (delay === undefined) return delays;
    delays.push(delay / 1_000);
  }
};
const policy = (given: object) => retriesIn(JSON.stringify({ healthyRetryPolicy: given }))!;

test('without a policy it is tried again at once, twice after 10 s, then ever more slowly for some forty minutes', () => {
  const delays = delaysOf(DEFAULT_RETRIES);
  assert.deepEqual(delays.slice(0, 4), [0, 10, 10, 10]);
  assert.deepEqual(delays.slice(-2), [600, 600]);
  assert.equal(delays.length, 15);
  const minutes = delays.reduce((sum, delay) => sum + delay, 0) / 60;
  assert.ok(minutes > 35 && minutes < 45, `${minutes}`);
});

test('each phase has its number of retries and its delay', () => {
  const phases = { numRetries: 7, numNoDelayRetries: 1, numMinDelayRetries: 2, numMaxDelayRetries: 2 };
  const delays = delaysOf(policy({ ...phases, minDelayTarget: 10, maxDelayTarget: 30 }));
  assert.deepEqual(delays, [0, 10, 10, 10, 30, 30, 30]);
});

test('a topic’s policy stands one level deeper than a subscription’s; another one says nothing of retries', () => {
  const retries = { numRetries: 4 };
  assert.equal(retriesIn(JSON.stringify({ http: { defaultHealthyRetryPolicy: retries } }))!.numRetries, 4);
  assert.equal(retriesIn('{"http":{"disableSubscriptionOverrides":true}}'), undefined);
  assert.equal(retriesIn('{"healthyRetryPolicy":null}'), undefined);
});

for (const [what, text, told] of [
  ['text that is no JSON', '{', /JSON/],
  ['a list', '[]', /objects/],
  ['too many retries', '{"healthyRetryPolicy":{"numRetries":101}}', /0 to 100/],
  ['a fraction', '{"healthyRetryPolicy":{"numRetries":1.5}}', /whole number/],
  ['a delay of more than an hour', '{"healthyRetryPolicy":{"maxDelayTarget":3601}}', /0 to 3600/],
  ['a least delay above the longest', '{"healthyRetryPolicy":{"minDelayTarget":9,"maxDelayTarget":8}}', /no more than/],
  ['phases that are longer than all', '{"healthyRetryPolicy":{"numRetries":1,"numNoDelayRetries":2}}', /at least 2/],
  ['an unknown growth', '{"healthyRetryPolicy":{"backoffFunction":"cubic"}}', /linear/],
] as const) {
  test(`${what} is refused`, () => assert.throws(() => retriesIn(text), told));
}

test('delays are as many as there are retries, within their bounds, and between the phases they never shrink', () => {
  const phase = fc.integer({ min: 0, max: 12 });
  const given = fc.record({
    numNoDelayRetries: phase,
    numMinDelayRetries: phase,
    numMaxDelayRetries: phase,
    between: phase,
    minDelayTarget: fc.integer({ min: 0, max: 100 }),
    more: fc.integer({ min: 0, max: 3_500 }),
    backoffFunction: fc.constantFrom('linear', 'arithmetic', 'geometric', 'exponential'),
  });
  fc.assert(
    fc.property(given, ({ between, more, ...rest }) => {
      const { numNoDelayRetries: none, numMinDelayRetries: least, numMaxDelayRetries: longest } = rest;
      const numRetries = none + least + longest + between;
      const made = policy({ ...rest, numRetries, maxDelayTarget: rest.minDelayTarget + more });
      const delays = delaysOf(made);
      assert.equal(delays.length, numRetries);
      assert.ok(delays.slice(0, none).every((delay) => delay === 0));
      const later = delays.slice(none);
      assert.ok(later.every((delay) => delay >= made.minDelayTarget && delay <= made.maxDelayTarget));
      assert.deepEqual(
        later,
        later.toSorted((a, b) => a - b),
      );
    }),
  );
});
