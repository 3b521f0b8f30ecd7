import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANA, answered, lastOf, play, sorted, started, stopped, TIERS, woken } from '#test/kit/generators-decide';
import type { Decision } from './engagement.ts';

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
