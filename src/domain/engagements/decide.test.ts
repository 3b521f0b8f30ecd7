import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyOf, type Stage, type Target } from '#domain/contacts';
import { MINUTE } from '#kernel/clock';
import { decide } from './decide.ts';
import type { Book, Decision, Engagement, EngagementTree, Input } from './engagement.ts';

const T0 = new Date('2026-01-02T03:10:00.000Z');
const at = (minute: number) => new Date(T0.getTime() + minute * MINUTE);
const minuteOf = (instant: Date) => (instant.getTime() - T0.getTime()) / MINUTE;
const ref = (alias: string) => ({ account: '123456789012', region: 'us-east-1', alias });

/** `mail`, or `mail/5`: repeated every five minutes. `@bo`: a contact; `@bo?`: one who is not essential. */
function target(text: string): Target {
  if (text.startsWith('@')) {
    return { kind: 'contact', contact: ref(text.slice(1).replace('?', '')), essential: !text.endsWith('?') };
  }
  const [channelId = '', retry = '0'] = text.split('/');
  return { kind: 'channel', channelId, retryMinutes: Number(retry) };
}

type Stages = [minutes: number, ...targets: string[]][];
type Plans = Record<string, Stages>;

const stagesOf = (stages: Stages): Stage[] =>
  stages.map(([minutes, ...targets]) => ({ minutes, targets: targets.map(target) }));

/** Plans by alias: one with a contact target, or called `tiers`, is an escalation plan. Channels named `off…` are not activated, `gone…` deleted. */
function book(plans: Plans, minuteMs = MINUTE): Book {
  const ids = Object.values(plans)
    .flat(2)
    .filter((part) => typeof part === 'string' && !part.startsWith('@'))
    .map((part) => String(part).split('/')[0]!);
  return {
    contacts: new Map(
      Object.entries(plans).map(([alias, stages]) => [
        keyOf(ref(alias)),
        { type: alias === 'tiers' ? 'ESCALATION' : 'PERSONAL', name: alias, stages: stagesOf(stages) },
      ]),
    ),
    channels: new Map(
      ids.filter((id) => !id.startsWith('gone')).map((id) => [id, { type: 'EMAIL', activated: !id.startsWith('off') }]),
    ),
    minuteMs,
  };
}

function engaged(alias: string): EngagementTree {
  const root: Engagement = {
    id: alias,
    contact: ref(alias),
    contactType: alias === 'tiers' ? 'ESCALATION' : 'PERSONAL',
    essential: true,
    status: 'engaging',
    stage: -1,
    stageStartedAt: T0,
    attempts: {},
    startedAt: T0,
  };
  return { root, all: [root] };
}

/** Decides one input after the other; ids are the alias and a number: `ana1`, `ana2`. */
function play(alias: string, ...steps: [minute: number, input: Input, plans: Plans][]): Decision[] {
  let tree = engaged(alias);
  return steps.map(([minute, input, plans]) => {
    let made = 0;
    const known = tree.all.length;
    const decision = decide(at(minute), tree, book(plans), input, () => `e${known + made++}`);
    tree = decision.next;
    return decision;
  });
}

const started: Input = { kind: 'started' };
const woken: Input = { kind: 'woken' };
const answered = (engagementId: string): Input => ({ kind: 'acknowledged', engagementId });
const stopped: Input = { kind: 'stopped', reason: 'the incident was resolved' };

/** A decision in short: why; `page ana@5 #2`; `wake 10` or `sleep`; what is told. */
function short({ why, effects }: Decision): string[] {
  const lines = effects.map((effect) => {
    if (effect.kind === 'page') return `page ${effect.channelId}@${minuteOf(effect.dueAt)} #${effect.attempt}`;
    if (effect.kind === 'wakeAt') return `wake ${minuteOf(effect.at)}`;
    return effect.kind === 'tell' ? `tell ${effect.text}` : 'sleep';
  });
  return [why, ...lines];
}

const lastOf = (decisions: Decision[]) => short(decisions.at(-1)!);

const ANA: Plans = {
  ana: [
    [10, 'mail/3'],
    [5, 'sms'],
  ],
};
const TIERS: Plans = {
  tiers: [
    [5, '@ana'],
    [5, '@bo'],
  ],
  ana: [[10, 'a']],
  bo: [[10, 'b/4']],
};

const rows: [name: string, decisions: Decision[], want: string[]][] = [
  [
    'the first stage pages at once and sets the timer to its first repeat',
    play('ana', [0, started, ANA]),
    ['started', 'page mail@0 #1', 'wake 3'],
  ],
  [
    'a repeat falls within its stage, counted',
    play('ana', [0, started, ANA], [3, woken, ANA]),
    ['stageReached', 'page mail@3 #2', 'wake 6'],
  ],
  [
    'the last repeat before a stage ends is followed by the next stage',
    play('ana', [0, started, ANA], [9, woken, ANA]),
    ['stageReached', 'page mail@9 #4', 'wake 10'],
  ],
  [
    'a stage ends at its exact minute, and the next one begins there',
    play('ana', [0, started, ANA], [10, woken, ANA]),
    ['stageReached', 'page mail@9 #4', 'page sms@10 #1', 'wake 15'],
  ],
  [
    'the end of the last stage ends the plan, in words',
    play('ana', [0, started, ANA], [10, woken, ANA], [15, woken, ANA]),
    ['planEnded', 'tell The plan of ana has run to its end; nobody has acknowledged', 'sleep'],
  ],
  [
    'a repeat that would fall on the stage’s end is none',
    play('ana', [0, started, { ana: [[10, 'mail/5'], [5]] }], [10, woken, { ana: [[10, 'mail/5'], [5]] }]),
    ['stageReached', 'page mail@5 #2', 'wake 15'],
  ],
  ['a stage without targets only waits', play('ana', [0, started, { ana: [[2], [5, 'mail']] }]), ['started', 'wake 2']],
  [
    'after a wait, the next stage pages',
    play('ana', [0, started, { ana: [[2], [5, 'mail']] }], [2, woken, { ana: [[2], [5, 'mail']] }]),
    ['stageReached', 'page mail@2 #1', 'wake 7'],
  ],
  [
    'a stage of 0 minutes pages and makes way at once',
    play('ana', [
      0,
      started,
      {
        ana: [
          [0, 'mail'],
          [5, 'sms'],
        ],
      },
    ]),
    ['started', 'page mail@0 #1', 'page sms@0 #1', 'wake 5'],
  ],
  [
    'a plan of nothing but 0 minutes pages everyone and has run to its end',
    play('ana', [0, started, { ana: [[0, 'mail']] }]),
    ['planEnded', 'page mail@0 #1', 'tell The plan of ana has run to its end; nobody has acknowledged', 'sleep'],
  ],
  [
    'the same channel in stages that fall due together gets one page',
    play('ana', [
      0,
      started,
      {
        ana: [
          [0, 'mail'],
          [5, 'mail'],
        ],
      },
    ]),
    ['started', 'page mail@0 #1', 'wake 5'],
  ],
  [
    'woken early, nothing is due and the timer stands',
    play('ana', [0, started, ANA], [2, woken, ANA]),
    ['nothingDue', 'wake 3'],
  ],
  [
    'woken an hour late, every stage was entered at its own time and each channel is paged once',
    play('ana', [0, started, ANA], [60, woken, ANA]),
    [
      'planEnded',
      'page mail@9 #4',
      'page sms@10 #1',
      'tell The plan of ana has run to its end; nobody has acknowledged',
      'sleep',
    ],
  ],
  [
    'a person without stages is told of, and not paged',
    play('ana', [0, started, { ana: [] }]),
    [
      'planEnded',
      'tell ana has no stages in its plan; nobody is paged through it',
      'tell The plan of ana has run to its end; nobody has acknowledged',
      'sleep',
    ],
  ],
  [
    'a channel that is not activated is told of',
    play('ana', [0, started, { ana: [[5, 'off', 'mail']] }]),
    ['started', 'page mail@0 #1', 'tell A channel of ana is not activated; skipped', 'wake 5'],
  ],
  [
    'a deleted channel is told of, and so is a stage that reaches nobody',
    play('ana', [0, started, { ana: [[5, 'gone']] }]),
    ['started', 'tell A channel of ana is deleted; skipped', 'tell Stage 1 of ana reaches nobody', 'wake 5'],
  ],
  [
    'a channel that is not activated never holds the timer in the present',
    play('ana', [0, started, { ana: [[9, 'off/2']] }], [2, woken, { ana: [[9, 'off/2']] }]),
    ['nothingDue', 'tell A channel of ana is not activated; skipped', 'wake 4'],
  ],
  [
    'a channel activated meanwhile gets the next repeat',
    play('ana', [0, started, { ana: [[9, 'off/2']] }], [2, woken, { ana: [[9, 'mail/2']] }]),
    ['stageReached', 'page mail@2 #2', 'wake 4'],
  ],
  [
    'a channel added to the running stage is not paged for the past',
    play('ana', [0, started, { ana: [[9, 'mail']] }], [1, woken, { ana: [[9, 'mail', 'sms']] }]),
    ['nothingDue', 'wake 9'],
  ],
  [
    'a channel added to the running stage gets its repeats of the future',
    play(
      'ana',
      [0, started, { ana: [[9, 'mail']] }],
      [1, woken, { ana: [[9, 'mail', 'sms/2']] }],
      [2, woken, { ana: [[9, 'mail', 'sms/2']] }],
    ),
    ['stageReached', 'page sms@2 #2', 'wake 4'],
  ],
  [
    'a stage added meanwhile runs in its turn',
    play(
      'ana',
      [0, started, { ana: [[5, 'mail']] }],
      [
        5,
        woken,
        {
          ana: [
            [5, 'mail'],
            [5, 'sms'],
          ],
        },
      ],
    ),
    ['stageReached', 'page sms@5 #1', 'wake 10'],
  ],
  [
    'a stage added after the end changes nothing',
    play(
      'ana',
      [0, started, { ana: [[5, 'mail']] }],
      [5, woken, { ana: [[5, 'mail']] }],
      [
        6,
        woken,
        {
          ana: [
            [5, 'mail'],
            [5, 'sms'],
          ],
        },
      ],
    ),
    ['alreadySettled'],
  ],
  [
    'a plan shortened below the running stage ends',
    play('ana', [0, started, ANA], [10, woken, ANA], [11, woken, { ana: [[10, 'mail']] }]),
    ['planEnded', 'tell The plan of ana has run to its end; nobody has acknowledged', 'sleep'],
  ],
  [
    'a stage made longer while it runs ends later',
    play(
      'ana',
      [
        0,
        started,
        {
          ana: [
            [5, 'mail'],
            [5, 'sms'],
          ],
        },
      ],
      [
        5,
        woken,
        {
          ana: [
            [8, 'mail'],
            [5, 'sms'],
          ],
        },
      ],
    ),
    ['nothingDue', 'wake 8'],
  ],
  [
    'a stage made shorter than it has run ended when it should have',
    play(
      'ana',
      [
        0,
        started,
        {
          ana: [
            [9, 'mail'],
            [5, 'sms'],
          ],
        },
      ],
      [
        6,
        woken,
        {
          ana: [
            [4, 'mail'],
            [5, 'sms'],
          ],
        },
      ],
    ),
    ['stageReached', 'page sms@4 #1', 'wake 9'],
  ],
  [
    'a root that was deleted ends in words',
    play('ana', [0, started, ANA], [3, woken, {}]),
    [
      'planEnded',
      'tell ana does not exist any more; nobody is paged through it',
      'tell The plan of ana has run to its end; nobody has acknowledged',
      'sleep',
    ],
  ],
  [
    'an escalation plan engages its first people, whose first stages page at once',
    play('tiers', [0, started, TIERS]),
    ['started', 'page a@0 #1', 'wake 5'],
  ],
  [
    'unanswered, it moves to the next people by itself',
    play('tiers', [0, started, TIERS], [5, woken, TIERS]),
    ['stageReached', 'page b@5 #1', 'wake 9'],
  ],
  [
    'a contact that was deleted is skipped and told of',
    play('tiers', [0, started, { tiers: [[5, '@ana', '@bo']], bo: [[10, 'b']] }]),
    ['started', 'page b@0 #1', 'tell ana is named by the plan and does not exist any more; skipped', 'wake 5'],
  ],
  [
    'an essential answer ends it for everyone',
    play('tiers', [0, started, TIERS], [5, woken, TIERS], [6, answered('e1'), TIERS]),
    ['acknowledged', 'sleep'],
  ],
  [
    'the answer of one who is not essential leaves the others',
    play(
      'tiers',
      [
        0,
        started,
        {
          ...TIERS,
          tiers: [
            [5, '@ana?'],
            [5, '@bo'],
          ],
        },
      ],
      [
        1,
        answered('e1'),
        {
          ...TIERS,
          tiers: [
            [5, '@ana?'],
            [5, '@bo'],
          ],
        },
      ],
    ),
    ['acknowledgedByNonEssential', 'wake 5'],
  ],
  [
    'an answer to an engagement that is over is nothing new',
    play('tiers', [0, started, TIERS], [1, stopped, TIERS], [2, answered('e1'), TIERS]),
    ['alreadySettled'],
  ],
  [
    'an answer of somebody who was never engaged is nothing',
    play('tiers', [0, started, TIERS], [1, answered('e9'), TIERS]),
    ['alreadySettled'],
  ],
  [
    'a stop settles all and takes the timer away',
    play('tiers', [0, started, TIERS], [1, stopped, TIERS]),
    ['stopped', 'sleep'],
  ],
  [
    'a second stop is nothing',
    play('tiers', [0, started, TIERS], [1, stopped, TIERS], [2, stopped, TIERS]),
    ['alreadySettled'],
  ],
  [
    'the end of the plan says who alone has acknowledged',
    play(
      'tiers',
      [0, started, { tiers: [[5, '@ana?']], ana: [[5, 'a']] }],
      [1, answered('e1'), { tiers: [[5, '@ana?']], ana: [[5, 'a']] }],
      [5, woken, { tiers: [[5, '@ana?']], ana: [[5, 'a']] }],
    ),
    ['planEnded', 'tell The plan of tiers has run to its end; only ana has acknowledged', 'sleep'],
  ],
];

for (const [name, decisions, want] of rows) test(name, () => assert.deepEqual(sorted(lastOf(decisions)), sorted(want)));

/** Reason first, timer last; what lies between, in any order. */
function sorted(lines: string[]): string[] {
  const [why = '', ...rest] = lines;
  return [why, ...rest.toSorted()];
}

const statuses = (decision: Decision) => decision.next.all.map((one) => `${one.id} ${one.status}`);

test('one answer of a person who was engaged twice counts for both', () => {
  const plans: Plans = {
    tiers: [
      [5, '@ana?'],
      [5, '@ana?', '@bo'],
    ],
    ana: [[20, 'a']],
    bo: [[20, 'b']],
  };
  const decisions = play('tiers', [0, started, plans], [5, woken, plans], [6, answered('e1'), plans]);
  assert.deepEqual(statuses(decisions.at(-1)!), [
    'tiers engaging',
    'e1 acknowledged',
    'e2 acknowledged',
    'e3 engaging',
  ]);
});

test('a person who is essential in one place ends the plan by any of their answers', () => {
  const plans: Plans = {
    tiers: [
      [5, '@ana?'],
      [5, '@ana', '@bo'],
    ],
    ana: [[20, 'a']],
    bo: [[20, 'b']],
  };
  const decisions = play('tiers', [0, started, plans], [5, woken, plans], [6, answered('e1'), plans]);
  assert.deepEqual(statuses(decisions.at(-1)!), [
    'tiers acknowledged',
    'e1 acknowledged',
    'e2 acknowledged',
    'e3 stopped',
  ]);
  assert.equal(decisions.at(-1)!.next.all[3]!.stopReason, 'acknowledged by ana');
});

test('an answer after the plan has run to its end still settles it, and keeps when it ended', () => {
  const plans: Plans = { tiers: [[5, '@ana']], ana: [[5, 'a']] };
  const last = play('tiers', [0, started, plans], [5, woken, plans], [30, answered('e1'), plans]).at(-1)!;
  assert.deepEqual(statuses(last), ['tiers acknowledged', 'e1 acknowledged']);
  assert.deepEqual(last.next.root.stoppedAt, at(5));
});

test('a person who is engaged by a stage entered late began at the stage’s own time', () => {
  const decisions = play('tiers', [0, started, TIERS], [7, woken, TIERS]);
  const bo = decisions.at(-1)!.next.all[2]!;
  assert.deepEqual([bo.startedAt, bo.stageStartedAt, bo.stage], [at(5), at(5), 0]);
  assert.deepEqual(sorted(lastOf(decisions)), sorted(['stageReached', 'page b@5 #1', 'wake 9']));
});

test('a decision leaves the engagement that it was given untouched', () => {
  const tree = engaged('tiers');
  const before = structuredClone(tree);
  decide(at(0), tree, book(TIERS), started, () => 'e1');
  assert.deepEqual(tree, before);
});

test('with a scaled minute that is no whole number of milliseconds the timer still lies ahead', () => {
  const seventh = book(
    {
      ana: [
        [10, 'mail/1'],
        [5, 'sms'],
      ],
    },
    MINUTE / 7,
  );
  let decision = decide(T0, engaged('ana'), seventh, started, () => 'x');
  for (let steps = 0; decision.why !== 'planEnded'; steps++) {
    assert.ok(steps < 50, 'it ends');
    const timer = decision.effects.findLast((effect) => effect.kind === 'wakeAt');
    assert.ok(timer?.kind === 'wakeAt');
    const now = timer.at;
    decision = decide(now, decision.next, seventh, woken, () => 'x');
    const after = decision.effects.findLast((effect) => effect.kind === 'wakeAt');
    assert.ok(after === undefined || (after.kind === 'wakeAt' && after.at > now), `at ${now.toISOString()}`);
  }
});
