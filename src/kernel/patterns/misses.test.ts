import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyEvent, anyPattern, written } from '#test/kit/patterns';
import { matches } from './match.ts';
import { missesOf } from './misses.ts';
import { parsePattern } from './pattern.ts';

const PLAIN = { space: '', escapes: false };
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
    'every operator is told in words',
    {
      a: [{ suffix: { 'equals-ignore-case': 'x' } }, { 'equals-ignore-case': 'y' }],
      b: [{ wildcard: 'p*\\*' }],
      c: [{ cidr: '2001:db8::/32' }, { cidr: '10.0.0.0/8' }],
      d: [{ 'anything-but': { prefix: ['v', 'w'] } }],
      e: [{ exists: true }],
      f: [{ numeric: ['<', 5] }, null],
    },
    { a: 1, b: 'q', c: 'z', d: 'vw', f: '4' },
    [
      'a: the suffix "x" in any case or "y" in any case, got 1',
      'b: like "p*\\\\*", got "q"',
      'c: an address in 2001:db8::/32 or an address in 10.0.0.0/8, got "z"',
      'd: anything but the prefix "v" or the prefix "w", got "vw"',
      'f: a number < 5 or null, got "4"',
      'e: that it is there, got nothing',
    ],
  ],
  ['what differs comes before what is not there', { a: [1], b: [2] }, { b: 3 }, ['b: 2, got 3', 'a: 1, got nothing']],
  [
    'of branches with as many misses it is the one that finds its fields',
    { $or: [{ x: [1] }, { y: [2] }] },
    { y: 3 },
    ['y: 2, got 3'],
  ],
  ['all values of a list are told', { list: { a: [1] } }, { list: [{ a: 2 }, { a: 3 }] }, ['list.a: 1, got 2, 3']],
  [
    'an object where a value was wanted is told',
    { a: ['x'], b: ['y'] },
    { a: { c: 1 }, b: [] },
    ['a: "x", got an object', 'b: "y", got an empty list'],
  ],
  [
    'what holds outside of the array is not among the fields that are apart',
    { top: [1], list: { a: [1], b: [2] } },
    { top: 1, list: [{ a: 1 }, { b: 2 }, { a: 1 }] },
    [
      'list.a, list.b: all of them in the same element of an array, got each in another one, counted from 0: list.a in 0 and 2; list.b in 1',
    ],
  ],
  [
    'fields of different elements of an array',
    { list: { a: [1], b: [2] } },
    { list: [{ a: 1 }, { b: 2 }] },
    [
      'list.a, list.b: all of them in the same element of an array, got each in another one, counted from 0: list.a in 0; list.b in 1',
    ],
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
  fc.assert(
    fc.property(anyPattern, anyEvent, (wanted, got) => {
      const text = JSON.stringify(wanted);
      assert.equal(missesOf(text, written(got, PLAIN)).length === 0, matches(parsePattern(text), got));
    }),
  );
});
