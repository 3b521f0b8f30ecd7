import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cases } from '#test/kit/oncall/generators';
import { slowOnCall } from '#test/kit/oncall/slow';
import { gapsOf } from './gaps.ts';
import type { Recurrence, Schedule } from './recurrence.ts';
import { changesBetween, onCallAt, type Rota } from './rota.ts';

const MONDAY = new Date('2026-01-05T00:00:00Z');
const at = (hours: number) => new Date(MONDAY.getTime() + hours * 3_600_000);
const daily: Recurrence = { handOffs: { every: 'day', at: [{ hour: 9, minute: 0 }] }, multiplier: 1, onCalls: 1 };
const schedule: Schedule = { members: ['ana', 'bo'], start: MONDAY, timeZone: 'UTC', recurrence: daily };
const office: Recurrence = {
  ...daily,
  coverage: { MON: [{ start: { hour: 9, minute: 0 }, end: { hour: 17, minute: 0 } }] },
};
const night: Recurrence = {
  ...daily,
  coverage: { MON: [{ start: { hour: 17, minute: 0 }, end: { hour: 9, minute: 0 } }] },
};
const rota = (given: Partial<Schedule>, overrides: Rota['overrides'] = []): Rota => ({
  schedule: { ...schedule, ...given },
  overrides,
});
const told = (rotas: Rota[], hours: number) =>
  gapsOf(rotas, MONDAY, at(hours)).map(({ start, end, causes }) => {
    return `${(start.getTime() - MONDAY.getTime()) / 3_600_000}–${(end.getTime() - MONDAY.getTime()) / 3_600_000} ${causes}`;
  });

const rows: [name: string, rotas: Rota[], gaps: string[]][] = [
  ['a rotation without coverage has none', [rota({})], []],
  ['coverage leaves time out', [rota({ recurrence: office })], ['0–9 coverage', '17–40 coverage']],
  ['a rotation that has not begun', [rota({ start: at(5) })], ['0–5 notBegun']],
  ['an override that says nobody', [rota({}, [{ start: at(2), end: at(4), members: [] }])], ['2–4 override']],
  [
    'an override that says nobody at the edge of coverage makes one gap of two',
    [rota({ recurrence: office }, [{ start: at(9), end: at(10), members: [] }])],
    ['0–10 coverage,override', '17–40 coverage'],
  ],
  [
    'whoever is added fills one',
    [rota({ recurrence: office }, [{ start: at(6), end: at(12), members: ['cy'], kind: 'add' }])],
    ['0–6 coverage', '17–40 coverage'],
  ],
  [
    'what one rotation leaves out another one covers',
    [rota({ recurrence: office }), rota({ recurrence: night })],
    ['0–9 coverage', '33–40 coverage'],
  ],
  ['a schedule without rotations is one gap', [], ['0–40 noRotation']],
];
for (const [name, rotas, gaps] of rows) {
  test(`gaps: ${name}`, () => assert.deepEqual(told(rotas, 40), gaps));
}

test('a gap is where nobody is on call by any rotation, and somebody is everywhere else', () => {
  const two = fc.tuple(cases('Europe/Berlin', 2026), cases('America/Havana', 2026));
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(two, shares, ([one, other], instants) => {
      const { from, to } = one;
      const length = to.getTime() - from.getTime();
      const moved = other.overrides.map((each) => ({ ...each }));
      const rotas = [one, { ...other, overrides: moved }];
      const gaps = gapsOf(rotas, from, to);
      for (const [index, { start, end }] of gaps.entries()) {
        assert.ok(from <= start && start < end && end <= to, 'it lies in the range and has a length');
        if (index > 0) assert.ok(gaps[index - 1]!.end < start, 'two gaps do not touch');
      }
      const edges = gaps.flatMap(({ start, end }) => [start, new Date(end.getTime() - 1), end]);
      const points = instants.map((share) => new Date(from.getTime() + Math.floor(share * (length - 1))));
      for (const point of [...points, ...edges.slice(0, 6)].filter((each) => each < to)) {
        const inGap = gaps.some(({ start, end }) => start <= point && point < end);
        const people = rotas.flatMap((each) => slowOnCall(each.schedule, [...each.overrides], point));
        assert.equal(people.length === 0, inGap, point.toISOString());
      }
    }),
    { numRuns: process.env['MUSTER_LONG'] === '1' ? 2_000 : 15 },
  );
});

test('between two changes the same people are on call, and each change says who came and who left', () => {
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(cases('Europe/Berlin', 2026), cases('Asia/Tehran', 2026), shares, (one, other, instants) => {
      const rotas = [one, other];
      const { from, to } = one;
      const changes = [...changesBetween(rotas, from, to)];
      let on = new Set(onCallAt(rotas, new Date(from.getTime() - 1)));
      for (const { at: instant, members, came, left } of changes) {
        assert.ok(came.every((each) => !on.has(each)) && left.every((each) => on.has(each)));
        on = new Set([...on, ...came].filter((each) => !left.includes(each)));
        assert.deepEqual(on, new Set(members));
        assert.deepEqual(on, new Set(onCallAt(rotas, instant)));
      }
      for (const share of instants) {
        const point = new Date(from.getTime() + Math.floor(share * (to.getTime() - from.getTime() - 1)));
        const last = changes.findLast((each) => each.at <= point);
        const members = last?.members ?? onCallAt(rotas, new Date(from.getTime() - 1));
        assert.deepEqual(new Set(onCallAt(rotas, point)), new Set(members));
      }
    }),
    { numRuns: process.env['MUSTER_LONG'] === '1' ? 2_000 : 15 },
  );
});
