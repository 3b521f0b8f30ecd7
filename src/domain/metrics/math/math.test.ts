import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel/refusal';
import { compute, readExpression } from '../expressions.ts';
import type { Operator } from './parse.ts';
import type { Line } from './value.ts';

const MINUTE = 60_000;
/** 2026-01-02 is a Friday. */
const START = Date.UTC(2026, 0, 2, 3, 58);
const GRID = 5;
const grid = (period: number) =>
  Array.from({ length: Math.ceil((GRID * 60) / period) }, (_, place) => START + place * period * 1_000);

/** A series by its values, minute by minute; `-` where there is none. */
function line(text: string, label = ''): Line {
  const cells = text.split(' ').map((cell, place) => ({ time: START + place * MINUTE, cell }));
  const present = cells.filter(({ cell }) => cell !== '-');
  return {
    ...{ label, period: 60 },
    times: present.map(({ time }) => time),
    values: present.map(({ cell }) => Number(cell)),
  };
}

const metrics = new Map([
  ['m1', line('1 2 3 4 5')],
  ['m2', line('10 - 30 - 50')],
  ['zero', line('0 0 1 0 0')],
  ['none', line('- - - - -')],
]);

/** The series of the last expression, as texts like those above. */
function results(...texts: string[]): string[] {
  const expressions = texts.map((text, index) => readExpression(`e${index + 1}`, text, undefined));
  const computed = compute({ expressions, metrics, grid, period: 60 });
  return computed.get(`e${texts.length}`)!.lines.map(({ times, values }) =>
    grid(60)
      .map((time) => (times.includes(time) ? Number(values[times.indexOf(time)]!.toPrecision(6)) : '-'))
      .join(' '),
  );
}

const rows: [expression: string, ...want: string[]][] = [
  ['1 + 2 * 3', '7 7 7 7 7'],
  ['-2 ^ 2', '-4 -4 -4 -4 -4'],
  ['2 ^ 3 ^ 2 / 512', '1 1 1 1 1'],
  ['(1 + 2) * -m1', '-3 -6 -9 -12 -15'],
  ['10 - 4 - 3', '3 3 3 3 3'],
  ['.5e1 + 1.', '6 6 6 6 6'],
  ['m1 + m2', '11 - 33 - 55'],
  ['m1 / zero', '- - 3 - -'],
  ['m1 > 2 AND m1 < 5', '0 0 1 1 0'],
  ['m1 > 2 && m1 < 5 || m1 == 1', '1 0 1 1 0'],
  ['m1 != 3', '1 1 0 1 1'],
  ['1 < 2 == 1', '1 1 1 1 1'],
  ['[m1, m2, 7] * 2', '2 4 6 8 10', '20 - 60 - 100', '14 14 14 14 14'],
  ['SUM(m1)', '15 15 15 15 15'],
  ['SUM([m1, m2])', '11 2 33 4 55'],
  ['AVG([m1, m2])', '5.5 1 16.5 2 27.5'],
  ['AVG(m2)', '30 30 30 30 30'],
  ['MIN([m1, m2])', '1 2 3 4 5'],
  ['MAX(METRICS("m"))', '10 2 30 4 50'],
  ['MAX(none)', '- - - - -'],
  ['STDDEV([m1, m2])', '4.5 1 13.5 2 22.5'],
  ['STDDEV(m1)', '1.41421 1.41421 1.41421 1.41421 1.41421'],
  ['DATAPOINT_COUNT(m2)', '3 3 3 3 3'],
  ['DATAPOINT_COUNT([m1, m2])', '2 1 2 1 2'],
  ['METRIC_COUNT(METRICS())', '4 4 4 4 4'],
  ['ABS(-m1) + CEIL(0.2) + FLOOR(0.9)', '2 3 4 5 6'],
  ['LOG10(m1 * 100) - LOG(1)', '2 2.30103 2.47712 2.60206 2.69897'],
  ['LOG(0 - m1)', '- - - - -'],
  ['FILL(m2, 0)', '10 0 30 0 50'],
  ['FILL(m2, REPEAT)', '10 10 30 30 50'],
  ['FILL(m2, LINEAR)', '10 20 30 40 50'],
  ['FILL(m2, m1)', '10 2 30 4 50'],
  ['FILL(none, 1)', '1 1 1 1 1'],
  ['FILL(METRICS("m2"), 3)', '10 3 30 3 50'],
  ['IF(m1 > 2, m1)', '- - 3 4 5'],
  ['IF(m1 > 2, m2, 0)', '0 0 30 - 50'],
  ['IF(1, m1, m2)', '1 2 3 4 5'],
  ['IF(0, m1)', '- - - - -'],
  ['IF(1 / 0, m1, m2)', '- - - - -'],
  ['m1 < 1 / 0', '- - - - -'],
  ['RATE(m2)', '- - 0.166667 - 0.166667'],
  ['DIFF(m1)', '- 1 1 1 1'],
  ['DIFF_TIME(m2)', '- - 120 - 120'],
  ['PERIOD(m1)', '60 60 60 60 60'],
  ['RUNNING_SUM(m2)', '10 - 40 - 90'],
  ['TIME_SERIES(3)', '3 3 3 3 3'],
  ['MINUTE(m2)', '58 59 0 1 2'],
  ['HOUR(m1) * 100 + DAY(m1) * 10 + DATE(m1)', '352 352 452 452 452'],
  ['YEAR(m1) + MONTH(m1)', '2027 2027 2027 2027 2027'],
  ['EPOCH(m1) - 1767326280', '0 60 120 180 240'],
  ['SORT(METRICS("m"), MAX, DESC)', '10 - 30 - 50', '1 2 3 4 5'],
  ['SORT([none, m2, m1], SUM, ASC, 2)', '1 2 3 4 5', '10 - 30 - 50'],
  ['SLICE([m1, m2, zero], 1, 2)', '10 - 30 - 50'],
  ['SLICE([m1, m2, zero], 2)', '0 0 1 0 0'],
  ['FIRST([m1, m2])', '1 2 3 4 5'],
  ['LAST([m1, m2])', '10 - 30 - 50'],
  ['REMOVE_EMPTY([none, m1])', '1 2 3 4 5'],
];
for (const [expression, ...want] of rows)
  test(`${expression} is ${want.join(', ')}`, () => assert.deepEqual(results(expression), want));

test('an expression may stand on others, in whatever order', () => {
  assert.deepEqual(results('e2 + 1', 'm1 * 2', 'e1 + e2'), ['5 9 13 17 21']);
});

const faults: [expression: string, says: RegExp][] = [
  ['', /at character 1: wanted a number, an id or a function, got the end/],
  ['m1 +', /at character 5: wanted a number, an id or a function, got the end/],
  ['m1 m2', /at character 4: wanted an operator or the end, got m2/],
  ['(m1', /at character 4: wanted \), got the end/],
  ['m1 $ 2', /at character 4: wanted a number, an id, a function or an operator, got "\$"/],
  ['nothing + 1', /at character 1: there is no metric and no expression with the Id nothing/],
  ['SUMM(m1)', /at character 1: there is no function SUMM; did you mean SUM\?/],
  ['toString(m1)', /there is no function toString/],
  ['SUM(m1, m2)', /SUM: wanted 1 arguments .*, got 2/],
  ['RATE()', /RATE: wanted 1 arguments/],
  ['PERIOD(5)', /wanted a time series as argument 1, got a number/],
  ['SLICE(m1, 1)', /wanted several time series as argument 1, got one time series/],
  ['SLICE([m1], 0.5)', /wanted a whole number from 0 as argument 2, got 0\.5/],
  ['SORT([m1], MEDIAN, ASC)', /wanted AVG, MAX, MIN or SUM as argument 2/],
  ['METRICS(m1)', /wanted a text in quotes/],
  ['METRICS() + METRICS()', /several time series on one side of \+ at most/],
  ['"text" + 1', /wanted a number or a time series, got the text "text"/],
  ['e1', /e1 → e1 stand on one another in a circle/],
  ['ANOMALY_DETECTION_BAND(m1)', /does not train/],
  ['SEARCH("x", "Sum", 60)', /ListMetrics/],
  [`${'('.repeat(60)}1${')'.repeat(60)}`, /wanted at most 50 levels of nesting/],
  [`${'-'.repeat(60)}1`, /wanted at most 50 levels of nesting/],
  ['1'.repeat(2_049), /wanted at most 2048 characters/],
];
for (const [expression, says] of faults)
  test(`refused: ${expression.slice(0, 40)}`, () => {
    const isTold = (error: unknown) =>
      error instanceof Refusal && says.test(error.message) && /^Error in expression 'e1': /.test(error.message);
    assert.throws(() => results(expression), isTold);
  });

test('calculations of a call are bounded, lists among them', () => {
  const long = Array.from({ length: 80_000 }, (_, place) => START + place * MINUTE);
  const wide = new Map([['m', { label: '', period: 60, times: long, values: long }]]);
  const expressions = [readExpression('e', Array.from({ length: 80 }, () => 'm').join('+'), undefined)];
  const lists = Array.from({ length: 60 }, (_, id) =>
    readExpression(`e${id}`, `[${Array(180).fill('METRICS()').join()}]`, undefined),
  );
  const many = new Map(Array.from({ length: 400 }, (_, id) => [`m${id}`, line('1')]));
  assert.throws(() => compute({ expressions: lists, metrics: many, grid: () => [], period: 60 }), /steps in all/);
  assert.throws(() => compute({ expressions, metrics: wide, grid: () => [], period: 60 }), /steps in all expressions/);
});

/** The slow and obvious way: a value at a time, instant by instant. */
type Tree = number | 'm1' | 'm2' | 'zero' | { operator: Operator; left: Tree; right: Tree } | { minus: Tree };

function written(tree: Tree): string {
  if (typeof tree === 'number') return String(tree);
  if (typeof tree === 'string') return tree;
  if ('minus' in tree) return `(-${written(tree.minus)})`;
  return `(${written(tree.left)} ${tree.operator} ${written(tree.right)})`;
}

function slowly(tree: Tree, time: number): number | undefined {
  if (typeof tree === 'number') return tree;
  if (typeof tree === 'string') {
    const { times, values } = metrics.get(tree)!;
    return values[times.indexOf(time)];
  }
  if ('minus' in tree) {
    const value = slowly(tree.minus, time);
    return value === undefined ? undefined : -value;
  }
  const [a, b] = [slowly(tree.left, time), slowly(tree.right, time)];
  if (a === undefined || b === undefined) return undefined;
  const worth: Record<Operator, number> = {
    ...{ '+': a + b, '-': a - b, '*': a * b, '/': b === 0 ? Number.NaN : a / b, '^': a ** b },
    ...{ '==': Number(a === b), '!=': Number(a !== b), '<': Number(a < b), '<=': Number(a <= b) },
    ...{ '>': Number(a > b), '>=': Number(a >= b), '&&': Number(!!a && !!b), '||': Number(!!a || !!b) },
  };
  const result = worth[tree.operator];
  // What is no finite number is none.
  return Number.isFinite(result) ? result : undefined;
}

const operator = fc.constantFrom<Operator>('+', '-', '*', '/', '^', '==', '!=', '<', '<=', '>', '>=', '&&', '||');
const { tree: trees } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom<Tree>('m1', 'm2', 'zero'),
    fc.nat(4).map((value): Tree => value),
    tie('tree').map((minus): Tree => ({ minus })),
    fc.record({ operator, left: tie('tree'), right: tie('tree') }).map((node): Tree => node),
  ),
}));

test('operators work instant by instant, whatever stands in what', () => {
  fc.assert(
    fc.property(trees, (tree) => {
      const expressions = [readExpression('e', written(tree), undefined)];
      const [only] = compute({ expressions, metrics, grid, period: 60 }).get('e')!.lines;
      const want = grid(60).map((time) => slowly(tree, time));
      const got = grid(60).map((time) => only!.values[only!.times.indexOf(time)]);
      assert.deepEqual(
        got.map((value) => (value === 0 ? 0 : value)),
        want.map((value) => (value === 0 ? 0 : value)),
        written(tree),
      );
    }),
    { numRuns: 300 },
  );
});

test('no text breaks the reader: it is read, or refused in words', () => {
  const word = fc.constantFrom(
    'm1',
    '2',
    '(',
    ')',
    '[',
    ']',
    ',',
    '+',
    '-',
    '^',
    'AND',
    'IF',
    'FILL',
    'SORT',
    '"m"',
    'REPEAT',
    ' ',
    '<',
    '=',
  );
  const text = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.array(word, { maxLength: 25 }).map((words) => words.join('')),
  );
  fc.assert(
    fc.property(text, (expression) => {
      try {
        results(expression);
      } catch (error) {
        assert.ok(error instanceof Refusal, String(error));
      }
    }),
    { numRuns: 500 },
  );
});
