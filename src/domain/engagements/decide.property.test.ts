import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MINUTE } from '#kernel/clock';
import { type EscalationCase, escalations } from '#test/kit/engagement-model/cases';
import { at, bookOf, drive, freshRoot, minuteOf, pagesIn, T0 } from '#test/kit/engagement-model/drive';
import { pagesByStopWatch } from '#test/kit/engagement-model/stop-watch';
import { decide } from './decide.ts';
import { type EngagementTree, isLive } from './engagement.ts';

const UNTIL = 150;
const LONG = process.env['MUSTER_LONG'] === '1';
const cases = escalations();

test('whatever happens to it, an engagement pages whom a person with a stop-watch would page, at the same minutes', () => {
  fc.assert(
    fc.property(cases, (one) => {
      assert.deepEqual(drive(one, UNTIL).pages.toSorted(), pagesByStopWatch(one, UNTIL));
    }),
    { numRuns: LONG ? 100_000 : 2_000 },
  );
});

test('nobody is paged after an answer that ends the engagement, until that answer has timed out', () => {
  fc.assert(
    fc.property(cases, (one) => {
      let settled = false;
      for (const { decision } of drive(one, UNTIL).log) {
        if (decision.why === 'acknowledgementTimedOut') settled = false;
        if (settled) assert.deepEqual(pagesIn(decision.effects), []);
        if (decision.why !== 'acknowledged') continue;
        settled = true;
        assert.ok(
          decision.next.all.every((each) => !isLive(each)),
          'an ending answer settles everyone',
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('what is resolved stays so: no page, no timer, no life', () => {
  const resolved = cases.chain((one) =>
    fc.integer({ min: 0, max: 60 }).map((minute) => ({
      ...one,
      happenings: [...one.happenings, { minute, what: { kind: 'resolve' as const } }].toSorted(
        (a, b) => a.minute - b.minute,
      ),
    })),
  );
  fc.assert(
    fc.property(resolved, (one) => {
      const end = at(one.happenings.find(({ what }) => what.kind === 'resolve')!.minute);
      const { log } = drive(one, UNTIL);
      const later = log.filter(({ now }) => now > end);
      assert.deepEqual(
        later.flatMap(({ decision }) => decision.effects.filter(({ kind }) => kind !== 'sleep')),
        [],
      );
      assert.ok(log.at(-1)!.decision.next.all.every((each) => !isLive(each)));
    }),
    { numRuns: 300 },
  );
});

test('woken twice at one moment, the second time decides nothing', () => {
  fc.assert(
    fc.property(cases, (one) => {
      for (const { now, decision, book } of drive(one, UNTIL).log) {
        const moment = decision.effects.findLast((effect) => effect.kind === 'wakeAt');
        // An input that is no timer's may leave something due: during a stop of the engine.
        if (moment?.kind === 'wakeAt' && moment.at <= now) continue;
        const due = decide(now, decision.next, book, { kind: 'woken' }, () => `n${Math.random()}`);
        const again = decide(now, due.next, book, { kind: 'woken' }, () => assert.fail('nobody is engaged again'));
        assert.ok(again.why === 'nothingDue' || again.why === 'alreadySettled', again.why);
        assert.deepEqual(again.next, due.next);
        assert.deepEqual(
          again.effects.filter((effect) => effect.kind === 'page' || effect.kind === 'tell'),
          [],
        );
      }
    }),
    { numRuns: 150 },
  );
});

test('one leap over many moments leaves the engagement as many small steps do', () => {
  const leaps = fc.record({ one: cases, to: fc.integer({ min: 1, max: UNTIL }) });
  // In any order: a leap engages a later stage's people before those of an earlier stage's schedule.
  const plain = (tree: EngagementTree) => tree.all.map(({ id, parentId, ...rest }) => JSON.stringify(rest)).sort();
  fc.assert(
    fc.property(leaps, ({ one, to }) => {
      // Without a hand-off: whom a schedule would have engaged is not whom it engages when it is late.
      const rota = one.rota.slice(0, 1).map(({ people }) => ({ people, minutes: 2 * UNTIL }));
      const quiet: EscalationCase = { ...one, happenings: [], pause: undefined, rota };
      const book = bookOf(quiet, quiet);
      const start = freshRoot(quiet.root);
      let made = 0;
      const newId = () => `e${made++}`;
      const begun = decide(T0, { root: start, all: [start] }, book, { kind: 'started' }, newId).next;
      const leapt = decide(at(to), begun, book, { kind: 'woken' }, newId).next;
      assert.deepEqual(plain(leapt), plain(drive(quiet, to).tree));
    }),
    { numRuns: 300 },
  );
});

test('every page is due at a whole minute of its plan, and none before its time', () => {
  fc.assert(
    fc.property(cases, (one) => {
      for (const { now, decision } of drive(one, UNTIL).log)
        for (const page of pagesIn(decision.effects)) {
          assert.ok(page.dueAt <= now, `due ${page.dueAt.toISOString()}, decided ${now.toISOString()}`);
          assert.ok(Number.isInteger(minuteOf(page.dueAt)) && page.dueAt.getTime() % MINUTE === 0);
        }
    }),
    { numRuns: 200 },
  );
});
