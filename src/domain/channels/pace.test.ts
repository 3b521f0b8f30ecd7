import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MINUTE, SECOND } from '#kernel/clock';
import { judge, noPace, type Pace, type PaceLimits, waitsUntil } from './pace.ts';

const LIMITS: PaceLimits = { pages: 3, windowMs: MINUTE, personPages: 0 };
const T0 = Date.parse('2026-01-02T03:10:00Z');
const at = (second: number) => new Date(T0 + second * SECOND);

/** Pages `[second, severity, channel]` as they come; a held one asks again when it may. What went, as `second channel`. */
function play(pages: [second: number, severity?: number, channel?: string][], limits = LIMITS): string[] {
  const waiting = pages.map(([second, severity = 3, channel = 'mail']) => ({
    since: at(second),
    asks: second * SECOND,
    severity,
    channel,
  }));
  const went: string[] = [];
  let pace: Pace = noPace;
  for (let asked = 0; waiting.length > 0; asked++) {
    assert.ok(asked < 10_000, 'somebody asks for ever');
    waiting.sort((a, b) => a.asks - b.asks || a.severity - b.severity);
    const one = waiting.shift()!;
    const verdict = judge(new Date(T0 + one.asks), pace, one, limits);
    pace = verdict.next;
    if (!verdict.go) {
      waiting.push({ ...one, asks: verdict.until.getTime() - T0 });
      continue;
    }
    const gathered = verdict.gathers
      ? waiting.filter((other) => other.channel === one.channel && other.since.getTime() <= T0 + one.asks)
      : [];
    for (const other of gathered) waiting.splice(waiting.indexOf(other), 1);
    went.push(`${one.asks / SECOND} ${one.channel}${gathered.length > 0 ? ` +${gathered.length}` : ''}`);
  }
  return went;
}

test('three pages go at once, the others as one message a minute after', () => {
  assert.deepEqual(play([[0], [1], [2], [3], [4], [30]]), ['0 mail', '1 mail', '2 mail', '62 mail +2']);
});

test('a storm goes on while pages had to wait, and is over after a minute in which none did', () => {
  const storm = play([[0], [0], [0], [1], [70], [75], [130], [200], [201], [202], [203]]);
  assert.deepEqual(storm, ['0 mail', '0 mail', '0 mail', '60 mail', '120 mail +1', '180 mail', '240 mail +3']);
  const calm = play([[0], [0], [0], [1], [121], [122], [123], [124]]);
  assert.deepEqual(calm, ['0 mail', '0 mail', '0 mail', '60 mail', '121 mail', '122 mail', '123 mail', '183 mail']);
});

test('pages that come more slowly than the limit are never held', () => {
  const slow = [0, 21, 42, 63, 84, 105, 126].map((second): [number] => [second]);
  assert.equal(play(slow).length, slow.length);
});

test('one that is more severe than all in the window goes at once, and does not put off those that wait', () => {
  const pages: [number, number][] = [
    [0, 3],
    [1, 3],
    [2, 3],
    [3, 3],
    [10, 2],
    [11, 2],
    [12, 1],
    [13, 1],
  ];
  assert.deepEqual(play(pages), ['0 mail', '1 mail', '2 mail', '10 mail', '12 mail', '62 mail +2']);
});

test('channels are held each by itself, and a person’s limit counts them together', () => {
  const both: [number, number, string][] = [0, 1, 2, 3].flatMap((second): [number, number, string][] => [
    [second, 3, 'mail'],
    [second, 3, 'sms'],
  ]);
  assert.equal(play(both).filter((one) => one.startsWith('6')).length, 2);
  const limited = play(both, { ...LIMITS, personPages: 2 });
  assert.equal(limited.filter((one) => Number.parseInt(one, 10) < 60).length, 2);
});

test('a person’s limit keeps no channel waiting for ever, and no page that is more severe than all that went', () => {
  const busy = Array.from({ length: 20 }, (_, index): [number, number, string] => [index * 30, 3, 'mail']);
  const quiet: [number, number, string] = [5, 3, 'sms'];
  const went = play([...busy, quiet], { ...LIMITS, personPages: 1 });
  const sms = went.filter((one) => one.includes('sms')).map((one) => Number.parseFloat(one));
  assert.equal(sms.length, 1);
  assert.ok(sms[0]! <= 65, `within a window, got ${sms[0]}`);
  const severe = play(
    [
      [0, 3, 'mail'],
      [1, 3, 'sms'],
      [2, 1, 'sms'],
    ],
    { ...LIMITS, personPages: 1 },
  );
  assert.ok(severe.includes('2 sms'), severe.join());
});

test('without a limit all go at once', () => {
  const flood = Array.from({ length: 50 }, (): [number] => [0]);
  assert.equal(play(flood, { ...LIMITS, pages: 0 }).length, 50);
  const held: Pace = { recent: [], heldUntil: { mail: T0 + MINUTE } };
  assert.equal(waitsUntil(at(0), held, { channel: 'mail', severity: 3 }, { ...LIMITS, pages: 0 }), undefined);
});

test('what is put while a channel is held waits with the others, unless it is more severe than all that went', () => {
  const held: Pace = { recent: [{ at: T0, severity: 3, channel: 'mail' }], heldUntil: { mail: T0 + MINUTE } };
  const until = (severity: number, second: number, channel = 'mail') =>
    waitsUntil(at(second), held, { channel, severity }, LIMITS);
  assert.deepEqual(until(3, 10), at(60));
  assert.deepEqual(
    [until(2, 10), until(3, 60), until(3, 10, 'sms')],
    [undefined, undefined, undefined],
    'more severe; later; elsewhere',
  );
});

test('in any flood: no page is lost, none waits over two windows, and the limit holds in every window', () => {
  const pages = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 5 }), fc.constantFrom('mail', 'sms')),
    { minLength: 1, maxLength: 60 },
  );
  const bounded = fc.record({ pages, limit: fc.integer({ min: 1, max: 4 }) });
  fc.assert(
    fc.property(bounded, ({ pages: given, limit }) => {
      const went = play(given, { ...LIMITS, pages: limit });
      const carried = went.reduce((sum, one) => sum + 1 + Number(/\+(\d+)/.exec(one)?.[1] ?? 0), 0);
      assert.equal(carried, given.length);
      for (const channel of ['mail', 'sms']) {
        const times = went.filter((one) => one.includes(channel)).map((one) => Number.parseFloat(one));
        const most = Math.max(...given.map(([second]) => second)) + 2 * 60;
        for (const time of times) {
          assert.ok(time <= most, `${time} is over two windows after the last page`);
          const within = times.filter((other) => other >= time && other < time + 60).length;
          // Each exception is more severe than all before it in its window, so that there are four at most; a held one joins.
          assert.ok(within <= limit + 1 + 4, `${within} in a window`);
        }
      }
    }),
    { numRuns: 500 },
  );
});
