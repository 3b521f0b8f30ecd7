import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  blob,
  check,
  double,
  HIDDEN,
  type Infer,
  integer,
  lazy,
  list,
  map,
  redact,
  required,
  type StructureShape,
  string,
  structure,
  timestamp,
  token,
  union,
  type Violation,
} from './shape.ts';

const stage = structure({ Minutes: required(integer({ min: 0, max: 30 })), Code: string({ sensitive: true, max: 3 }) });
const contact = structure({
  Alias: required(string({ min: 1, max: 10, pattern: '[a-z0-9_\\-]*' })),
  Type: string({ enum: ['PERSONAL', 'ESCALATION'] }),
  Stages: list(stage, { max: 2 }),
  Tags: map(string({ min: 1, max: 4 }), string({ max: 5 }), { min: 1, lenientEmpty: true }),
  Chat: union({ sns: list(string(), { min: 1 }), empty: structure({}) }),
  Token: token(string()),
  Name: string({ min: 2, pattern: '\\p{L}*', lenientEmpty: true }),
});

type Told = [path: Violation['path'], rule: string, got: unknown];
const told = (violations: Violation[]): Told[] => violations.map(({ path, rule, got }) => [path, rule, got]);

const rows: [sentence: string, value: object, want: Told[]][] = [
  ['a right value has none', { Alias: 'ana', Stages: [{ Minutes: 5 }], Tags: { a: 'b' }, Chat: { empty: {} } }, []],
  ['what is missing is told', {}, [[['Alias'], 'required', undefined]]],
  ['null counts as missing', { Alias: null, Type: null }, [[['Alias'], 'required', undefined]]],
  ['undeclared members are ignored', { Alias: 'a', Nope: 5 }, []],
  ['the whole text must match', { Alias: 'ana!' }, [[['Alias'], 'pattern', 'ana!']]],
  ['too long a text is not matched as well', { Alias: '!!!!!!!!!!!' }, [[['Alias'], 'length', '!!!!!!!!!!!']]],
  ['an astral character counts once', { Alias: 'a', Tags: { '😀😀😀😀': 'x' } }, []],
  ['an enum takes its values only', { Alias: 'a', Type: 'X' }, [[['Type'], 'enum', 'X']]],
  [
    'all are collected, with their place',
    { Alias: '', Stages: [{ Minutes: 5 }, {}, { Minutes: 31 }] },
    [
      [['Alias'], 'length', ''],
      [['Stages'], 'length', [{ Minutes: 5 }, {}, { Minutes: 31 }]],
      [['Stages', { item: 1 }, 'Minutes'], 'required', undefined],
      [['Stages', { item: 2 }, 'Minutes'], 'range', 31],
    ],
  ],
  [
    'keys and values of maps have constraints',
    { Alias: 'a', Tags: { toolong: 'x', a: 'too long' } },
    [
      [['Tags', { key: 'toolong' }], 'length', 'toolong'],
      [['Tags', { entry: 'a' }], 'length', 'too long'],
    ],
  ],
  ['an empty map passes where clients send it for unset', { Alias: 'a', Tags: {}, Name: '' }, []],
  ['a union has one member', { Alias: 'a', Chat: {} }, [[['Chat'], 'union', {}]]],
  ['and not two', { Alias: 'a', Chat: { sns: ['x'], empty: {} } }, [[['Chat'], 'union', { sns: ['x'], empty: {} }]]],
  [
    'a list has no holes',
    { Alias: 'a', Chat: { sns: [undefined] } },
    [[['Chat', 'sns', { item: 0 }], 'required', undefined]],
  ],
  ['another type is told', { Alias: 5 }, [[['Alias'], 'type', 5]]],
  [
    'a secret is not in its violation',
    { Alias: 'a', Stages: [{ Minutes: 1, Code: 'hunter2' }] },
    [[['Stages', { item: 0 }, 'Code'], 'length', HIDDEN]],
  ],
  ['unicode classes match', { Alias: 'a', Name: 'Žofie' }, []],
  ['and refuse', { Alias: 'a', Name: 'Žofie!' }, [[['Name'], 'pattern', 'Žofie!']]],
];
for (const [sentence, value, want] of rows) {
  test(`violations: ${sentence}`, () => assert.deepEqual(told(check(contact, value)), want));
}

test('a recursive shape is walked to the end', () => {
  interface Tree {
    Kids?: Tree[];
    Name?: string;
  }
  const tree: StructureShape<Tree> = structure({ Name: string({ max: 1 }), Kids: list(lazy<Tree>(() => tree)) });
  const found = check(tree, { Kids: [{ Kids: [{ Name: 'xx' }] }] });
  assert.deepEqual(found[0]?.path, ['Kids', { item: 0 }, 'Kids', { item: 0 }, 'Name']);
});

test('a million wrong items are told as a hundred', () => {
  assert.equal(check(list(integer({ max: 1 })), new Array(1_000_000).fill(2)).length, 100);
});

test('a pattern that backtracks is not tried on text beyond its bounds', () => {
  const slow = string({ max: 20, pattern: '(a+)+b' });
  assert.deepEqual(
    check(slow, 'a'.repeat(100_000)).map(({ rule }) => rule),
    ['length'],
  );
});

test('check tells the type of every kind', () => {
  const wrong: [Parameters<typeof check>[0], unknown][] = [
    [integer(), 1.5],
    [integer(), 2 ** 31],
    [double(), '1'],
    [timestamp(), new Date(Number.NaN)],
    [blob(), 'x'],
    [list(string()), {}],
    [map(string(), string()), []],
    [structure({}), new Date()],
  ];
  for (const [shape, value] of wrong) assert.deepEqual(told(check(shape, value)), [[[], 'type', value]]);
});

test('a trail shows declared members, and no secret', () => {
  const value = { Alias: 'a', Nope: 'x', Stages: [{ Minutes: 1, Code: 'abc' }], Tags: { a: 'b' }, Chat: 'not a union' };
  assert.deepEqual(redact(contact, value), {
    Alias: 'a',
    Stages: [{ Minutes: 1, Code: HIDDEN }],
    Tags: { a: 'b' },
    Chat: HIDDEN,
  });
});

test('checking never throws, whatever the value', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => Array.isArray(check(contact, value)) && redact(contact, value) !== 0),
  );
});

test('types follow from shapes', () => {
  const right: Infer<typeof contact> = { Alias: 'a', Type: 'PERSONAL', Chat: { sns: ['x'] } };
  // @ts-expect-error a required member is missing
  const missing: Infer<typeof contact> = {};
  // @ts-expect-error not a value of the enum
  const other: Infer<typeof contact> = { Alias: 'a', Type: 'X' };
  // @ts-expect-error a union has one member
  const both: Infer<typeof contact> = { Alias: 'a', Chat: { sns: [], empty: {} } };
  assert.equal(new Set([right, missing, other, both]).size, 4);
});
