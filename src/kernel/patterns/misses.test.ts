import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matches } from './match.ts';
import { missesOf } from './misses.ts';
import { parsePattern } from './pattern.ts';

const ALARM = { source: ['aws.cloudwatch'], detail: { state: { value: ['ALARM'] } } };
const rows: [name: string, pattern: object, event: object, want: string[]][] = [
  [
    'an event that matches misses nothing',
    ALARM,
    { source: 'aws.cloudwatch', detail: { state: { value: 'ALARM' } } },
    [],
  ],
  [
    'what it has instead is told',
    ALARM,
    { source: 'aws.cloudwatch', detail: { state: { value: 'OK' } } },
    ['detail.state.value: "ALARM", got "OK"'],
  ],
  ['so is what it has not', ALARM, { source: 'aws.cloudwatch' }, ['detail.state.value: "ALARM", got nothing']],
  [
    'of several branches it is the nearest one',
    { source: ['a'], $or: [{ x: [1], y: [2] }, { z: [{ prefix: 'p' }] }] },
    { source: 'a', x: 5, y: 6, z: 'q' },
    ['z: the prefix "p", got "q"'],
  ],
  [
    'numbers and absence are told in words',
    { x: [{ numeric: ['>', 1, '<=', 3] }], y: [{ exists: false }] },
    { x: 4, y: 1 },
    ['x: a number > 1 and <= 3, got 4', 'y: that it is not there, got 1'],
  ],
  [
    'fields of different elements of an array',
    { list: { a: [1], b: [2] } },
    { list: [{ a: 1 }, { b: 2 }] },
    ['list.a, list.b: all of them in the same element of an array, got each in another one'],
  ],
];

for (const [name, pattern, event, want] of rows)
  test(name, () => {
    const misses = missesOf(JSON.stringify(pattern), JSON.stringify(event));
    assert.deepEqual(
      misses.map(({ field, wanted, got }) => `${field}: ${wanted}, got ${got}`),
      want,
    );
  });

test('there is a miss exactly where there is no match', () => {
  const value = fc.constantFrom('a', 'b', 1, 2, null);
  const pattern = fc.record({ x: fc.array(value, { minLength: 1 }), y: fc.array(value, { minLength: 1 }) });
  const event = fc.record({ x: fc.oneof(value, fc.array(value)), y: value }, { requiredKeys: [] });
  fc.assert(
    fc.property(pattern, event, (wanted, got) => {
      const text = JSON.stringify(wanted);
      assert.equal(missesOf(text, JSON.stringify(got)).length === 0, matches(parsePattern(text), got));
    }),
  );
});
