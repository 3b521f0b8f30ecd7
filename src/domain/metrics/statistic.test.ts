import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addPoint, addRow, columns, emptyPoint, type Point } from './point.ts';
import { bounded, MOST_VALUES, type Sketch } from './sketch.ts';
import { statisticOf } from './statistic.ts';

function pointOf(values: readonly number[], counts: readonly number[] = values.map(() => 1)): Point {
  const point = emptyPoint();
  for (const [index, value] of values.entries()) {
    const samples = counts[index]!;
    addRow(point, { samples, sum: value * samples, min: value, max: value, vals: null, counts: null });
  }
  return point;
}

const ten = pointOf([10, 1, 9, 2, 8, 3, 7, 4, 6, 5]);
const rows: [statistic: string, want: number | undefined][] = [
  ['SampleCount', 10],
  ['Sum', 55],
  ['Average', 5.5],
  ['Minimum', 1],
  ['Maximum', 10],
  ['p0', 1],
  ['p50', 5],
  ['p90', 9],
  ['p90.01', 10],
  ['p100', 10],
  ['P50', 5],
  ['tm90', 5],
  ['tm100', 5.5],
  ['TM(20%:80%)', 5.5],
  ['TM(:5)', 3],
  ['TM(5:)', 8],
  ['TM(25%:75%)', 5.5],
  ['IQM', 5.5],
  ['TM(200:300)', undefined],
  ['tc90', 9],
  ['TC(2:4)', 2],
  ['TC(5%:95%)', 9],
  ['ts50', 15],
  ['TS(8:)', 19],
  ['wm90', 5.4],
  ['WM(20%:80%)', 5.3],
  ['WM(3:8)', 5.5],
  ['PR(:3)', 30],
  ['PR(3:5)', 20],
];
for (const [name, want] of rows)
  test(`${name} of 1 to 10 is ${want}`, () => {
    const got = statisticOf(name)!.of(ten);
    assert.ok(got === want || Math.abs(got! - want!) < 1e-9, `got ${got}`);
  });

const none = [
  '',
  'p',
  'p101',
  'p-1',
  'average',
  'constructor',
  'tm',
  'tm101',
  'TM(90%:10%)',
  'TM(1:90%)',
  'TM(:)',
  'TM(%:3)',
  'PR(10%:20%)',
  'TM(0:200%)',
  'XX(1:2)',
  'p99)',
];
for (const name of none)
  test(`${JSON.stringify(name)} names no statistic`, () => assert.equal(statisticOf(name), undefined));

const value = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
const told = fc.array(fc.tuple(value, fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 60 });
const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

test('percentiles and trimmed statistics are those of all values, written out one by one', () => {
  fc.assert(
    fc.property(told, fc.integer({ min: 0, max: 100 }), (pairs, percent) => {
      const point = pointOf(
        pairs.map(([one]) => one),
        pairs.map(([, count]) => count),
      );
      const all = pairs.flatMap(([one, count]) => Array<number>(count).fill(one)).sort((a, b) => a - b);
      const place = Math.max(1, Math.ceil((percent / 100) * all.length - 1e-9));
      assert.equal(statisticOf(`p${percent}`)!.of(point), all[place - 1] === 0 ? 0 : all[place - 1]);
      // Of each value so much as lies below the cut.
      const cut = (percent / 100) * all.length;
      const parts = all.map((_, index) => Math.min(1, Math.max(0, cut - index)));
      const count = parts.reduce((sum, part) => sum + part, 0);
      const sum = all.reduce((total, one, index) => total + one * parts[index]!, 0);
      assert.ok(near(statisticOf(`tc${percent}`)!.of(point)!, count));
      const scale = all.reduce((total, one) => total + Math.abs(one), 1);
      assert.ok(Math.abs(statisticOf(`ts${percent}`)!.of(point)! - sum) <= 1e-9 * scale);
    }),
    { numRuns: 200 },
  );
});

test('points are the same in whatever order they are added up', () => {
  fc.assert(
    fc.property(fc.array(told, { minLength: 1, maxLength: 5 }), (groups) => {
      const points = groups.map((pairs) =>
        pointOf(
          pairs.map(([one]) => one),
          pairs.map(([, count]) => count),
        ),
      );
      const [forth, back] = [emptyPoint(), emptyPoint()];
      for (const point of points) addPoint(forth, point);
      for (const point of points.toReversed()) addRow(back, columns(point));
      const of = ({ samples, min, max, sketch }: Point) => [samples, min, max, [...sketch!].sort(([a], [b]) => a - b)];
      assert.deepEqual(of(forth), of(back));
    }),
    { numRuns: 100 },
  );
});

test('a sketch of very many values keeps its bound, its count, and every value to some percent', () => {
  const sketch: Sketch = new Map();
  // Three orders of magnitude, both signs and 0.
  for (let step = 0; step <= 3_000; step++) {
    const one = 10 ** (step / 1_000);
    sketch.set(step % 2 ? one : -one, 1);
  }
  sketch.set(0, 5);
  const kept = bounded(sketch);
  assert.ok(kept.size <= MOST_VALUES, `${kept.size} values`);
  const counted = [...kept.values()].reduce((sum, count) => sum + count, 0);
  assert.equal(counted, 3_006);
  assert.equal(kept.get(0), 5);
  const exact = [...sketch].flatMap(([one, count]) => Array<number>(count).fill(one)).sort((a, b) => a - b);
  const moved = [...kept].sort(([a], [b]) => a - b).flatMap(([one, count]) => Array<number>(count).fill(one));
  for (const [index, one] of exact.entries())
    assert.ok(Math.abs(moved[index]! - one) <= 0.021 * Math.abs(one), `${one} became ${moved[index]}`);
  assert.deepEqual([...bounded(kept)], [...kept], 'a second time changes nothing');
});

test('one point without its values leaves the whole without percentiles, and all else', () => {
  const whole = pointOf([1, 2]);
  addRow(whole, { samples: 3, sum: 12, min: 2, max: 6, vals: null, counts: null });
  assert.equal(statisticOf('p50')!.of(whole), undefined);
  assert.equal(statisticOf('Average')!.of(whole), 3);
});
