import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DAY, HOUR, MINUTE } from '#kernel/clock';
import { beginning, checkWindow, covers, marksOf, type Scope, scopeText, silenceOf } from './silence.ts';

const NOW = new Date('2026-01-02T03:10:00Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);
const PLAN = 'arn:aws:ssm-incidents::123456789012:response-plan/payments';
const ALARM = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:Latency: p99';

test('a silence covers what it names, and severity 1 only where it says so', () => {
  const plan: Scope = { of: 'plan', arn: PLAN };
  const of = (scope: Scope, includeCritical: boolean, severity: number, names = [PLAN, ALARM]) =>
    covers({ id: 'one', scope, includeCritical }, { names, severity });
  assert.equal(of(plan, false, 2), true);
  assert.equal(of(plan, false, 2, [ALARM]), false);
  assert.equal(of(plan, false, 1), false);
  assert.equal(of(plan, true, 1), true);
  assert.equal(of({ of: 'everything' }, false, 5, []), true);
  assert.equal(of({ of: 'everything' }, false, 1, []), false);
});

test('of several silences the one that ends last is named, and none before its beginning or from its end on', () => {
  const moment = fc.integer({ min: -10, max: 10 });
  const window = fc
    .tuple(moment, moment)
    .map(([a, b]) => ({ from: later(Math.min(a, b)), until: later(Math.max(a, b)) }));
  fc.assert(
    fc.property(fc.array(window, { maxLength: 5 }), (windows) => {
      const silences = windows.map((one) => ({
        id: 'one',
        ...one,
        scope: { of: 'everything' as const },
        includeCritical: false,
      }));
      const found = silenceOf(silences, NOW, { names: [], severity: 3 });
      const lasting = silences.filter(({ from, until }) => from <= NOW && NOW < until);
      assert.equal(found === undefined, lasting.length === 0);
      assert.ok(lasting.every(({ until }) => until <= found!.until));
    }),
  );
});

test('a window that is over, empty, too long or too far ahead is refused in words', () => {
  const check = (from: number, until: number) => () =>
    checkWindow(NOW, { from: later(from), until: later(until) }, 7 * DAY);
  assert.doesNotThrow(check(0, 7 * DAY));
  assert.doesNotThrow(check(30 * DAY, 37 * DAY));
  assert.throws(check(0, 7 * DAY + 1), /at most 168 hours after 2026-01-02T03:10:00.000Z, .*MUSTER_SILENCE_MAX_HOURS/);
  assert.throws(check(-HOUR, 0), /an end that is still to come/);
  assert.throws(check(HOUR, HOUR), /an end after/);
  assert.throws(check(367 * DAY, 368 * DAY), /a beginning within a year/);
});

test('it begins now unless later is asked for; what lies a minute back is a clock that is off', () => {
  assert.equal(beginning(NOW, undefined), NOW);
  assert.equal(beginning(NOW, later(-MINUTE)), NOW);
  assert.deepEqual(beginning(NOW, later(HOUR)), later(HOUR));
  assert.throws(
    () => beginning(NOW, later(-MINUTE - 1)),
    /not in the past, got 2026-01-02T03:08:59.999Z; leave it out/,
  );
});

test('a pattern covers what its marks name: those events that it matches, and no event that cannot be judged', () => {
  const scope: Scope = { of: 'pattern', pattern: '{"detail":{"labels":{"service":["api"]}}}' };
  const own = [{ id: 'one', scope, includeCritical: false }];
  const marks = (service: unknown) => marksOf(own, { detail: { labels: { service } } });
  const covered = (names: string[]) => covers(own[0]!, { names, severity: 2 });
  assert.deepEqual([covered(marks('api')), covered(marks('web')), covered([])], [true, false, false]);
  assert.deepEqual(marksOf(own, 'no event'), []);
});

test('what is covered is told by its name', () => {
  assert.deepEqual(
    [
      { of: 'everything' } as const,
      { of: 'plan', arn: PLAN } as const,
      { of: 'alarm', arn: ALARM } as const,
      { of: 'rule', arn: 'arn:aws:events:us-east-1:123456789012:rule/all' } as const,
      { of: 'pattern', pattern: '{"source":["shop"]}' } as const,
    ].map(scopeText),
    ['everything', 'response plan payments', 'alarm Latency: p99', 'rule all', 'events that match {"source":["shop"]}'],
  );
});
