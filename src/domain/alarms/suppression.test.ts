import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SECOND } from '#kernel/clock';
import { decide, type Suppression } from './suppression.ts';

const WAIT = 120;
const EXTENSION = 180;
const at = (second: number) => new Date(Date.UTC(2026, 0, 2) + second * SECOND);

interface Happening {
  /** Seconds. */
  at: number;
  state?: 'ALARM' | 'OK';
  suppressor?: 'ALARM' | 'OK';
}

/** What acts when, by a run through what happens; the end of a period comes by itself. */
function run(happenings: Happening[], periods = { wait: WAIT, extension: EXTENSION }) {
  let was: Suppression | undefined;
  const now: { state: 'OK' | 'ALARM'; suppressor: 'OK' | 'ALARM' } = { state: 'OK', suppressor: 'OK' };
  const acted: string[] = [];
  const look = (second: number, changedFrom?: 'OK' | 'ALARM') => {
    const suppressor = {
      inAlarm: now.suppressor === 'ALARM',
      waitMs: periods.wait * SECOND,
      extensionMs: periods.extension * SECOND,
    };
    const { next, act } = decide(at(second), was, {
      ...(changedFrom ? { changedFrom } : {}),
      ...{ inAlarm: now.state === 'ALARM', suppressor },
    });
    if (act) acted.push(`${now.state} at ${second}`);
    was = next;
  };
  const ends = (before: number) => {
    const until = was?.until ? (was.until.getTime() - at(0).getTime()) / SECOND : Number.POSITIVE_INFINITY;
    if (until <= before) look(until);
  };
  for (const happening of happenings) {
    ends(happening.at);
    const changedFrom = happening.state !== undefined && happening.state !== now.state ? now.state : undefined;
    Object.assign(now, happening.state ? { state: happening.state } : {});
    Object.assign(now, happening.suppressor ? { suppressor: happening.suppressor } : {});
    look(happening.at, changedFrom);
  }
  ends(Number.MAX_SAFE_INTEGER);
  return { acted, was, now };
}

const stories: [what: string, happenings: Happening[], acted: string[]][] = [
  ['actions wait for the suppressor, and run when it does not come', [{ at: 0, state: 'ALARM' }], ['ALARM at 120']],
  [
    'a suppressor that comes in time holds them until its extension is over',
    [
      { at: 0, state: 'ALARM' },
      { at: 60, suppressor: 'ALARM' },
      { at: 1000, suppressor: 'OK' },
    ],
    ['ALARM at 1180'],
  ],
  [
    'what recovers while it is suppressed runs the actions of the state it is in then',
    [
      { at: 0, suppressor: 'ALARM' },
      { at: 10, state: 'ALARM' },
      { at: 20, state: 'OK' },
      { at: 30, suppressor: 'OK' },
    ],
    ['OK at 210'],
  ],
  [
    'a change of state in a period begins it anew',
    [
      { at: 0, state: 'ALARM' },
      { at: 100, state: 'OK' },
      { at: 200, state: 'ALARM' },
    ],
    ['ALARM at 320'],
  ],
  [
    'a suppressor that comes and goes while nothing changes sets nothing going',
    [
      { at: 0, suppressor: 'ALARM' },
      { at: 10, suppressor: 'OK' },
    ],
    [],
  ],
  [
    'a recovery that is not suppressed runs its actions at once',
    [
      { at: 0, state: 'ALARM' },
      { at: 500, state: 'OK' },
    ],
    ['ALARM at 120', 'OK at 500'],
  ],
  [
    'a suppressor that comes back within the extension suppresses on',
    [
      { at: 0, suppressor: 'ALARM' },
      { at: 1, state: 'ALARM' },
      { at: 10, suppressor: 'OK' },
      { at: 20, suppressor: 'ALARM' },
      { at: 300, suppressor: 'OK' },
    ],
    ['ALARM at 480'],
  ],
];
for (const [what, happenings, acted] of stories) test(what, () => assert.deepEqual(run(happenings).acted, acted));

test('without a suppressor what was held runs at once', () => {
  const was: Suppression = { by: 'WaitPeriod', until: at(100), held: 'OK' };
  const input = { inAlarm: true, suppressor: undefined };
  assert.deepEqual(decide(at(0), was, input), { next: undefined, act: 'OK' });
});

const happenings = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 200 }),
      what: fc.constantFrom<Omit<Happening, 'at'>>(
        { state: 'ALARM' },
        { state: 'OK' },
        { suppressor: 'ALARM' },
        { suppressor: 'OK' },
        {},
      ),
    }),
    { maxLength: 20 },
  )
  .map((list) => {
    let second = 0;
    return list.map(({ gap, what }): Happening => {
      second += gap;
      return { at: second, ...what };
    });
  });
const periods = fc.record({ wait: fc.integer({ min: 0, max: 150 }), extension: fc.integer({ min: 0, max: 150 }) });

/** The changes of state among what happens, and when the suppressor was in ALARM. */
function changesIn(list: Happening[]) {
  let state = 'OK';
  return list.filter((one) => {
    const changed = one.state !== undefined && one.state !== state;
    state = one.state ?? state;
    return changed;
  });
}

test('each change of state runs its actions at most once, and never while the suppressor is in ALARM', () => {
  fc.assert(
    fc.property(happenings, periods, (list, given) => {
      const { acted } = run(list, given);
      assert.ok(acted.length <= changesIn(list).length);
      for (const one of acted) {
        const second = Number(one.split(' ').at(-1));
        const last = (before: number) => list.findLast((each) => each.suppressor && each.at <= before)?.suppressor;
        // At the instant at which it comes or goes, either may be.
        assert.ok(last(second - 1) !== 'ALARM' || last(second) !== 'ALARM');
      }
    }),
  );
});

test('once all is quiet and the suppressor gone, the actions of the last change have run', () => {
  fc.assert(
    fc.property(happenings, periods, (list, given) => {
      const quiet = [...list, { at: (list.at(-1)?.at ?? 0) + 1, suppressor: 'OK' as const }];
      const { acted, was, now } = run(quiet, given);
      assert.equal(was, undefined);
      if (changesIn(list).length > 0) assert.equal(acted.at(-1)?.split(' ')[0], now.state);
      else assert.deepEqual(acted, []);
    }),
  );
});

test('looking again when nothing has changed and nothing is over changes nothing', () => {
  fc.assert(
    fc.property(happenings, periods, (list, given) => {
      const twice = list.flatMap((one) => [one, { at: one.at }]);
      assert.deepEqual(run(twice, given), run(list, given));
    }),
  );
});
