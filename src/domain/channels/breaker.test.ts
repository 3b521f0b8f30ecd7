import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SECOND } from '#kernel/clock';
import { asked, freeAt, heard, PROBE_MS, type Standing, works } from './breaker.ts';
import type { Sent } from './channel.ts';

const T0 = Date.parse('2026-01-02T03:10:00Z');
const at = (seconds: number) => new Date(T0 + seconds * SECOND);
const fails = (more: object = {}): Sent => ({
  ok: false,
  permanent: false,
  certain: true,
  reason: 'it fails',
  ...more,
});
const ok: Sent = { ok: true, providerId: 'p' };

test('after three failures in a row it is left alone; then one message in thirty seconds tries it, and its success closes it', () => {
  const two = heard(at(1), heard(at(0), works, fails(), false), fails(), false);
  assert.equal(freeAt(two), 0);
  const open = heard(at(2), two, fails(), false);
  assert.deepEqual([open.state, open.failures, freeAt(open)], ['broken', 3, at(32).getTime()]);
  const probed = asked(at(32), open, false);
  assert.equal(freeAt(probed), at(62).getTime(), 'nobody else, until the next probe');
  const again = heard(at(40), probed, fails(), false);
  assert.equal(freeAt(again), at(62).getTime(), 'a probe every thirty seconds, however long it takes to fail');
  assert.deepEqual(heard(at(63), asked(at(62), again, false), ok, false), works);
});

test('one that nobody can stand in for is tried sooner at first', () => {
  let standing = works;
  const waits = [1, 2, 3, 4, 5, 6, 7].map(() => {
    standing = heard(at(0), { ...standing, nextTry: 0 }, fails(), true);
    return Math.max(0, freeAt(standing) - T0) / SECOND;
  });
  assert.deepEqual(waits, [0, 0, 4, 8, 16, 30, 30]);
});

test('a success in between begins the count anew', () => {
  const after = [fails(), fails(), ok, fails(), fails()].reduce((was, sent) => heard(at(0), was, sent, false), works);
  assert.deepEqual([after.state, after.failures], ['works', 2]);
});

const rows: [what: string, sent: Sent, state: Standing['state'], secondsUntilFree: number][] = [
  ['wrong credentials meet every message', fails({ fault: 'account' }), 'broken', 30],
  ['a country that it does not serve says nothing of the others', fails({ fault: 'reach' }), 'works', 0],
  ['nor does a receiver that it refuses by name', fails({ permanent: true }), 'works', 0],
  ['what it asks for is kept to', fails({ retryAfterMs: 60_000 }), 'limited', 60],
  ['but for five minutes at most', fails({ retryAfterMs: 86_400_000 }), 'limited', 300],
];
for (const [what, sent, state, seconds] of rows)
  test(what, () => {
    const now = heard(at(0), works, sent, false);
    assert.equal(now.state, state);
    assert.equal(freeAt(now), seconds === 0 ? 0 : at(seconds).getTime());
  });

test('law: nothing is asked before it wants to be, and a broken one at most once in thirty seconds', () => {
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 20 }),
    lasts: fc.integer({ min: 0, max: 10 }),
    sent: fc.oneof(
      {
        weight: 3,
        arbitrary: fc.integer({ min: 0, max: 90 }).map((s) => fails(s ? { retryAfterMs: s * SECOND } : {})),
      },
      { weight: 1, arbitrary: fc.constant(ok) },
    ),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let [standing, seconds]: [Standing, number] = [works, 0];
      let notBefore = 0;
      let lastProbe = Number.NEGATIVE_INFINITY;
      for (const { wait, lasts, sent } of steps) {
        seconds += wait;
        if (freeAt(standing) > at(seconds).getTime()) continue;
        assert.ok(seconds >= notBefore, 'before it wanted to be');
        if (standing.state === 'broken')
          assert.ok((seconds - lastProbe) * SECOND >= PROBE_MS, 'twice in thirty seconds');
        if (standing.state !== 'works') lastProbe = seconds;
        standing = asked(at(seconds), standing, false);
        seconds += lasts;
        standing = heard(at(seconds), standing, sent, false);
        if (!sent.ok && sent.retryAfterMs) notBefore = Math.max(notBefore, seconds + sent.retryAfterMs / SECOND);
      }
    }),
  );
});
