import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escalations } from '#test/kit/engagement-model/cases';
import { at, bookOf, drive, minuteOf, pagesIn } from '#test/kit/engagement-model/drive';
import {
  ANA,
  answered,
  lastOf,
  type Plans,
  play,
  playWith,
  started,
  stopped,
  TIERS,
  woken,
} from '#test/kit/generators-decide';
import { decide } from './decide.ts';
import type { Decision, Effect, EngagementTree, Input, PagesFailed } from './engagement.ts';

const ALL: PagesFailed = { stage: true, all: true };
const STAGE: PagesFailed = { stage: true, all: false };
const NONE: PagesFailed = { stage: false, all: false };
const refused = (id: string, pages: Record<string, PagesFailed>): Input => ({
  kind: 'refused',
  engagementIds: [id],
  pages,
});

/** Ana and Bo are paged together, Cy five minutes later. */
const TEAM: Plans = {
  tiers: [
    [5, '@ana', '@bo'],
    [5, '@cy'],
  ],
  ana: [[10, 'a']],
  bo: [[10, 'b']],
  cy: [[10, 'c']],
};
const ROTA: Plans = {
  ...TEAM,
  rota: [[90, '@ana', '@bo']],
  tiers: [
    [5, '@rota'],
    [5, '@cy'],
  ],
};

const rows: [name: string, decisions: Decision[], want: string[]][] = [
  [
    'every page of a person’s stage was refused: the next one begins at once, and nothing of the first is repeated',
    play('ana', [0, started, ANA], [1, refused('ana', { ana: ALL }), ANA]),
    [
      'stageReached',
      'tell Every page of stage 1 of ana has failed for good; the next stage begins at once',
      'page sms@1 #1',
      'wake 6',
    ],
  ],
  [
    'one page of the stage came through: the stage lasts as long as the plan says',
    play('ana', [0, started, ANA], [1, refused('ana', { ana: NONE }), ANA]),
    ['nothingDue'],
  ],
  [
    'a person of whom nothing came through makes way for the next stage of the plan above',
    play('tiers', [0, started, TIERS], [1, refused('e1', { e1: ALL }), TIERS]),
    [
      'stageReached',
      'tell Every page to whom stage 1 of tiers names (ana) has failed for good; the next stage begins at once',
      'page b@1 #1',
      'wake 5',
    ],
  ],
  [
    'who was reached by a former stage may still answer: the plan above waits',
    play('tiers', [0, started, TIERS], [1, refused('e1', { e1: STAGE }), TIERS]),
    ['nothingDue'],
  ],
  [
    'beside somebody who was reached, the plan above waits',
    play('tiers', [0, started, TEAM], [1, refused('e1', { e1: ALL, e2: NONE }), TEAM]),
    ['nothingDue'],
  ],
  [
    'where neither of two was reached, it does not',
    play('tiers', [0, started, TEAM], [1, refused('e2', { e1: ALL, e2: ALL }), TEAM]),
    [
      'stageReached',
      'tell Every page to whom stage 1 of tiers names (ana, bo) has failed for good; the next stage begins at once',
      'page c@1 #1',
      'wake 6',
    ],
  ],
  [
    'all who are on call in a schedule are one step of the plan above it',
    play('tiers', [0, started, ROTA], [1, refused('e3', { e2: ALL, e3: ALL }), ROTA]),
    [
      'stageReached',
      'tell Every page to whom stage 1 of tiers names (rota) has failed for good; the next stage begins at once',
      'page c@1 #1',
      'wake 6',
    ],
  ],
  [
    'one of those on call was reached: the plan waits',
    play('tiers', [0, started, ROTA], [1, refused('e3', { e2: NONE, e3: ALL }), ROTA]),
    ['nothingDue'],
  ],
  [
    'who has answered, without ending the plan, was reached',
    play(
      'tiers',
      [
        0,
        started,
        {
          ...TEAM,
          tiers: [
            [5, '@ana?', '@bo'],
            [5, '@cy'],
          ],
        },
      ],
      [1, answered('e1'), TEAM],
      [2, refused('e2', { e1: NONE, e2: ALL }), TEAM],
    ),
    ['nothingDue'],
  ],
  [
    'nothing follows the last stage, so that it lasts: its page may be repeated',
    play('ana', [0, started, ANA], [10, woken, ANA], [11, refused('ana', { ana: ALL }), ANA]),
    ['nothingDue'],
  ],
  [
    'a repeat of the whole plan comes in its time',
    playWith(
      { ana: { repeats: 2 } },
      'ana',
      [0, started, ANA],
      [10, woken, ANA],
      [11, refused('ana', { ana: ALL }), ANA],
    ),
    ['nothingDue'],
  ],
  [
    'a plan that has gone on by itself is not hurried for what its former stage reached',
    play('tiers', [0, started, TIERS], [5, woken, TIERS], [6, refused('e1', { e1: ALL, e2: NONE }), TIERS]),
    ['nothingDue'],
  ],
  [
    'what is over is hurried by nothing',
    play('ana', [0, started, ANA], [1, stopped, ANA], [2, refused('ana', { ana: ALL }), ANA]),
    ['nothingDue'],
  ],
];
for (const [name, decisions, want] of rows) test(name, () => assert.deepEqual(lastOf(decisions), want));

const UNTIL = 150;
const failures = fc.constantFrom(ALL, ALL, ALL, STAGE, NONE);
const given = fc.record({
  one: escalations().map((one) => ({ ...one, happenings: [], pause: undefined, rota: [] })),
  minute: fc.integer({ min: 0, max: 40 }),
  which: fc.nat({ max: 20 }),
  fates: fc.array(failures, { minLength: 30, maxLength: 30 }),
});
const runs = { numRuns: 400 };

/** The tree at a minute, and what a refusal does to it then. */
function refusedAt({ one, minute, which, fates }: typeof given extends fc.Arbitrary<infer T> ? T : never) {
  const { tree } = drive(one, minute);
  const book = bookOf(one, one);
  const people = tree.all.filter(({ contactType }) => contactType === 'PERSONAL');
  const person = people[which % Math.max(1, people.length)];
  const pages = Object.fromEntries(tree.all.map(({ id }, index) => [id, fates[index % fates.length]!]));
  let made = 0;
  const newId = () => `r${made++}`;
  const decision = person && decide(at(minute), tree, book, refused(person.id, pages), newId);
  return { tree, book, person, pages, decision, newId };
}

test('a refusal ends a stage only where, seen from it, nobody has a page that came through', () => {
  fc.assert(
    fc.property(given, (one) => {
      const { tree, person, pages, decision } = refusedAt(one);
      if (!person || decision?.effects[0]?.kind !== 'tell') return;
      const byId = new Map(decision.next.all.map((each) => [each.id, each]));
      const own = byId.get(person.id)!;
      const ownMoved = own.stage !== person.stage || own.cycle !== person.cycle;
      if (ownMoved) return assert.ok(pages[person.id]!.stage);
      const moved = tree.all.filter(({ id, stage, cycle }) => {
        const now = byId.get(id)!;
        return now.stage !== stage || now.cycle !== cycle || now.status === 'ended';
      });
      const above = moved.find(({ contactType }) => contactType === 'ESCALATION')!;
      const named = peopleBelow(tree, above.id, above.stage, above.stageStartedAt);
      for (const each of named) {
        assert.ok(each.status !== 'acknowledged');
        assert.ok(each.status === 'stopped' || pages[each.id]!.all, 'nothing has come through to anybody');
      }
    }),
    runs,
  );
});

test('a refusal loses no page: whoever the plans would have paged is paged, and no later', () => {
  fc.assert(
    fc.property(given, (one) => {
      const { tree, book, decision, newId } = refusedAt(one);
      if (!decision || decision.effects.length === 0) return;
      const before = new Set(drive(one.one, one.minute).pages.map((page) => page.split(' ')[1]!));
      const first = (pages: string[]) => {
        const firsts = new Map<string, number>();
        for (const page of pages) {
          const [minute, channel] = page.split(' ') as [string, string];
          if (before.has(channel)) continue;
          firsts.set(channel, Math.min(firsts.get(channel) ?? Number.POSITIVE_INFINITY, Number(minute)));
        }
        return firsts;
      };
      const after: string[] = told(decision.effects);
      let { next, effects } = decision;
      for (let moment = wakeIn(effects); moment && minuteOf(moment) <= UNTIL; moment = wakeIn(effects)) {
        ({ next, effects } = decide(moment, next, book, { kind: 'woken' }, newId));
        after.push(...told(effects));
      }
      const with_ = first(after);
      for (const [channel, minute] of first(drive(one.one, UNTIL).pages))
        assert.ok((with_.get(channel) ?? UNTIL + 1) <= minute, `${channel} at ${minute}: ${JSON.stringify(tree)}`);
    }),
    runs,
  );
});

const told = (effects: Effect[]) => pagesIn(effects).map((page) => `${minuteOf(page.dueAt)} ${page.channelId}`);

function wakeIn(effects: Effect[]): Date | undefined {
  const timer = effects.findLast(({ kind }) => kind === 'wakeAt');
  return timer?.kind === 'wakeAt' ? timer.at : undefined;
}

/** The people whom a stage of a plan has reached, through schedules too. */
function peopleBelow(tree: EngagementTree, id: string, stage: number, since: Date): EngagementTree['all'] {
  return tree.all
    .filter((each) => each.parentId === id && each.startedAt >= since && (each.parentStage ?? stage) === stage)
    .flatMap((each) => (each.contactType === 'PERSONAL' ? [each] : peopleBelow(tree, each.id, 0, since)));
}
