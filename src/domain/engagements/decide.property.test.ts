import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ContactType, keyOf, type Stage } from '#domain/contacts';
import { MINUTE } from '#kernel/clock';
import { channelsOf, type EscalationCase, escalations, ROTA } from '#test/kit/generators';
import { pagesByStopWatch } from '#test/kit/generators-model';
import { decide } from './decide.ts';
import type { Book, Decision, Effect, Engagement, EngagementTree, Input } from './engagement.ts';
import { isLive } from './engagement.ts';

const T0 = new Date('2026-01-02T03:10:00.000Z');
const UNTIL = 80;
const ref = (alias: string) => ({ account: '123456789012', region: 'us-east-1', alias });
const at = (minute: number) => new Date(T0.getTime() + minute * MINUTE);
const minuteOf = (instant: Date) => (instant.getTime() - T0.getTime()) / MINUTE;

/** Repeats of two targets for one channel share a counter in the real thing; the stop-watch knows no such case. */
const cases = escalations().map((given) => ({
  ...given,
  people: given.people.map((one) => ({
    ...one,
    stages: one.stages.map((stage) => ({
      ...stage,
      channels: stage.channels.filter((a, i) => stage.channels.findIndex((b) => b.channel === a.channel) === i),
    })),
  })),
}));

function bookOf(given: EscalationCase): Book {
  const personStages = (stages: EscalationCase['people'][number]['stages']): Stage[] =>
    stages.map(({ minutes, channels }) => ({
      minutes,
      targets: channels.map(({ channel, retry }) => ({ kind: 'channel', channelId: channel, retryMinutes: retry })),
    }));
  const tiers: Stage[] = given.tiers.map(({ minutes, people }) => ({
    minutes,
    targets: people.map(({ alias, essential }) => ({ kind: 'contact', contact: ref(alias), essential })),
  }));
  const people = given.people.map(
    (one) =>
      [
        keyOf(ref(one.alias)),
        { type: 'PERSONAL' as const, name: one.alias, stages: personStages(one.stages) },
      ] as const,
  );
  const channels = given.people
    .flatMap((one) => channelsOf(one.alias))
    .map((id) => [id, { type: 'EMAIL' as const, activated: !given.inactive.includes(id) }] as const);
  let ends = 0;
  const shifts = given.rota.map((shift) => {
    const start = at(ends);
    ends += shift.minutes;
    return { start, end: at(ends), people: shift.people.map(ref) };
  });
  return {
    contacts: new Map<string, { type: ContactType; name: string; stages: Stage[] }>([
      [keyOf(ref(ROTA)), { type: 'ONCALL_SCHEDULE', name: ROTA, stages: [] }],
      [keyOf(ref('tiers')), { type: 'ESCALATION', name: 'tiers', stages: tiers }],
      ...people,
    ]),
    schedules: new Map([[keyOf(ref(ROTA)), { rotations: [{ arn: 'the rotation', shifts }] }]]),
    channels: new Map(channels),
    minuteMs: MINUTE,
  };
}

interface Run {
  pages: string[];
  tree: EngagementTree;
  /** What was decided, and when. */
  log: { now: Date; decision: Decision }[];
}

const freshRoot = (): Engagement => ({
  id: 'root',
  contact: ref('tiers'),
  contactType: 'ESCALATION',
  essential: true,
  status: 'engaging',
  stage: -1,
  stageStartedAt: T0,
  attempts: {},
  startedAt: T0,
});

/** Runs a case by the decisions' own timers; `pauses`: minutes up to which nothing is done, as when Muster stands still. */
function drive(given: EscalationCase, until = UNTIL, pause?: { from: number; to: number }): Run {
  const book = bookOf(given);
  const root = freshRoot();
  const run: Run = { pages: [], tree: { root, all: [root] }, log: [] };
  let next = 0;
  let timer: Date | undefined;
  const step = (now: Date, input: Input) => {
    const decision = decide(now, run.tree, book, input, () => `e${next++}`);
    run.tree = decision.next;
    run.log.push({ now, decision });
    timer = timerOf(decision.effects) ?? (decision.effects.length > 0 ? undefined : timer);
    if (timer) assert.ok(timer > now, `the timer lies ahead: ${timer.toISOString()} at ${now.toISOString()}`);
    const live = decision.next.all.some((one) => one.status === 'engaging');
    assert.equal(timer !== undefined, live, 'a running engagement has a timer, and only that');
    run.pages.push(...pagesIn(decision.effects).map((page) => `${minuteOf(page.dueAt)} ${page.channelId}`));
  };
  const wakeUpTo = (minute: number) => {
    while (timer && minuteOf(timer) <= minute) {
      const due = minuteOf(timer);
      step(at(pause && due > pause.from && due < pause.to ? pause.to : due), { kind: 'woken' });
    }
  };
  step(T0, { kind: 'started' });
  for (const { minute, alias } of given.answers.filter((answer) => answer.minute <= until)) {
    wakeUpTo(minute);
    const live = run.tree.all.find((one) => one.contact.alias === alias && isLive(one));
    if (live) step(at(minute + 0.5), { kind: 'acknowledged', engagementId: live.id });
  }
  wakeUpTo(until);
  return run;
}

const pagesIn = (effects: Effect[]) => effects.filter((effect) => effect.kind === 'page');

function timerOf(effects: Effect[]): Date | undefined {
  const timer = effects.findLast((effect) => effect.kind === 'wakeAt' || effect.kind === 'sleep');
  return timer?.kind === 'wakeAt' ? timer.at : undefined;
}

test('driven by its own timers, an engagement pages whom a person with a stop-watch would page, at the same minutes', () => {
  fc.assert(
    fc.property(cases, (given) => {
      assert.deepEqual(drive(given).pages.toSorted(), pagesByStopWatch(given, UNTIL));
    }),
    { numRuns: 400 },
  );
});

test('nobody is paged after an answer that ends the engagement', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { log } = drive(given);
      const ended = log.findIndex(({ decision }) => decision.why === 'acknowledged');
      if (ended === -1) return;
      assert.ok(
        log[ended]!.decision.next.all.every((one) => !isLive(one)),
        'an ending answer settles everyone',
      );
      for (const { decision } of log.slice(ended)) assert.deepEqual(pagesIn(decision.effects), []);
    }),
    { numRuns: 200 },
  );
});

test('woken twice at one moment, the second time decides nothing', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const book = bookOf(given);
      for (const { now, decision } of drive(given).log) {
        const again = decide(now, decision.next, book, { kind: 'woken' }, () => assert.fail('nobody is engaged again'));
        assert.ok(again.why === 'nothingDue' || again.why === 'alreadySettled', again.why);
        assert.deepEqual(again.next, decision.next);
        assert.deepEqual(
          again.effects.filter((effect) => effect.kind === 'page' || effect.kind === 'tell'),
          [],
        );
      }
    }),
    { numRuns: 200 },
  );
});

test('one leap over many moments leaves the engagement as many small steps do', () => {
  const leaps = fc.record({ given: cases, to: fc.integer({ min: 1, max: UNTIL }) });
  // In any order: a leap engages a later stage's people before those of an earlier stage's schedule.
  const plain = (tree: EngagementTree) => tree.all.map(({ id, parentId, ...rest }) => JSON.stringify(rest)).sort();
  fc.assert(
    fc.property(leaps, ({ given, to }) => {
      // Without a hand-off: whom a schedule would have engaged is not whom it engages when it is late.
      const rota = given.rota.slice(0, 1).map(({ people }) => ({ people, minutes: 2 * UNTIL }));
      const quiet = { ...given, answers: [], rota };
      const book = bookOf(quiet);
      const start = freshRoot();
      let made = 0;
      const newId = () => `e${made++}`;
      const begun = decide(T0, { root: start, all: [start] }, book, { kind: 'started' }, newId).next;
      const leapt = decide(at(to), begun, book, { kind: 'woken' }, newId).next;
      assert.deepEqual(plain(leapt), plain(drive(quiet, to).tree));
    }),
    { numRuns: 300 },
  );
});

test('after standing still, a channel gets one page for all that it missed, and everyone who is due by now is paged', () => {
  const stops = fc.record({
    given: cases,
    from: fc.integer({ min: 1, max: 40 }),
    length: fc.integer({ min: 2, max: 40 }),
  });
  fc.assert(
    fc.property(stops, ({ given, from, length }) => {
      const quiet = { ...given, answers: [] };
      const to = from + length;
      const stopped = drive(quiet, UNTIL, { from, to });
      const woke = stopped.log
        .filter(({ now }) => minuteOf(now) === to)
        .flatMap(({ decision }) => pagesIn(decision.effects));
      const channels = woke.map((page) => page.channelId);
      assert.equal(new Set(channels).size, channels.length, 'one page a channel');
      // Whoever is on call now is paged for a schedule whose turn came meanwhile.
      const asked = (minute: number) => (minute > from && minute < to ? to : minute);
      const missed = pagesByStopWatch(quiet, to, asked).filter((page) => Number.parseInt(page, 10) > from);
      assert.deepEqual(new Set(channels), new Set(missed.map((page) => page.split(' ')[1])));
    }),
    { numRuns: 300 },
  );
});
