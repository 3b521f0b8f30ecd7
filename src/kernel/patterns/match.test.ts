import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isObject } from './alternative.ts';
import { Machine } from './machine.ts';
import { MAX_ARRAY_DEPTH, matches } from './match.ts';
import { Inexact } from './number.ts';
import { parsePattern } from './pattern.ts';

type Row = [sentence: string, pattern: object, event: unknown, want: boolean];
const a = (...alternatives: unknown[]) => ({ a: alternatives });
const YES = true;
const NO = false;

const exact: Row[] = [
  ['a string matches itself', a('x'), { a: 'x' }, YES],
  ['case counts', a('x'), { a: 'X' }, NO],
  ['space counts', a('x'), { a: 'x ' }, NO],
  ['one of several alternatives suffices', a('x', 'y'), { a: 'y' }, YES],
  ['siblings must all match', { a: ['x'], b: ['y'] }, { a: 'x', b: 'z' }, NO],
  ['a number matches an equal number', a(1), { a: 1.0 }, YES],
  ['a number does not match its text', a(1), { a: '1' }, NO],
  ['a text does not match the number', a('1'), { a: 1 }, NO],
  ['an account number beyond the range of numeric still matches', a(123456789012), { a: 123456789012 }, YES],
  [
    'digits that no double holds match the same digits',
    a(new Inexact('12345678901234567890')),
    { a: new Inexact('12345678901234567890') },
    YES,
  ],
  [
    'they match no others that a double would round alike',
    a(new Inexact('12345678901234567890')),
    { a: new Inexact('12345678901234567891') },
    NO,
  ],
  ['exactly matches the text', a({ exactly: 'x' }), { a: 'x' }, YES],
  ['exactly minds case', a({ exactly: 'x' }), { a: 'X' }, NO],
  ['true matches true', a(true), { a: true }, YES],
  ['true does not match its text', a(true), { a: 'true' }, NO],
  ['false is not true', a(true), { a: false }, NO],
  ['null matches null', a(null), { a: null }, YES],
  ['null is not missing', a(null), {}, NO],
  ['null is not empty text', a(null), { a: '' }, NO],
  ['empty text matches empty text', a(''), { a: '' }, YES],
  ['an object does not match a value', a('x'), { a: { b: 'x' } }, NO],
  ['what is no object matches nothing', a({ exists: false }), 'text', NO],
];

const operators: Row[] = [
  ['a prefix matches the beginning', a({ prefix: 'ab' }), { a: 'abc' }, YES],
  ['a prefix matches the whole', a({ prefix: 'ab' }), { a: 'ab' }, YES],
  ['a prefix minds case', a({ prefix: 'ab' }), { a: 'Abc' }, NO],
  ['a prefix matches no number', a({ prefix: '1' }), { a: 12 }, NO],
  ['an empty prefix matches any string', a({ prefix: '' }), { a: '' }, YES],
  ['a prefix may ignore case', a({ prefix: { 'equals-ignore-case': 'aB' } }), { a: 'AbC' }, YES],
  [
    'a prefix that ignores case folds letter by letter',
    a({ prefix: { 'equals-ignore-case': 'ΑΣ' } }),
    { a: 'ασβ' },
    YES,
  ],
  ['a suffix matches the end', a({ suffix: '.png' }), { a: 'x.png' }, YES],
  ['a suffix minds case', a({ suffix: '.png' }), { a: 'x.PNG' }, NO],
  ['a suffix may ignore case', a({ suffix: { 'equals-ignore-case': '.png' } }), { a: 'x.PNG' }, YES],
  ['equals-ignore-case ignores case', a({ 'equals-ignore-case': 'Alice' }), { a: 'aLICE' }, YES],
  ['equals-ignore-case wants the whole', a({ 'equals-ignore-case': 'Alice' }), { a: 'alices' }, NO],
  ['a star matches any run', a({ wildcard: 'a*b' }), { a: 'a-x-b' }, YES],
  ['a star matches nothing at all', a({ wildcard: 'a*b' }), { a: 'ab' }, YES],
  ['the ends around a star do not overlap', a({ wildcard: 'aba*aba' }), { a: 'ababa' }, NO],
  ['stars take their parts in order', a({ wildcard: '*a*b*' }), { a: 'xbxa' }, NO],
  ['a middle part does not reach into the end', a({ wildcard: 'a*bc*c' }), { a: 'abc' }, NO],
  ['a lone star matches any string', a({ wildcard: '*' }), { a: '' }, YES],
  ['a lone star matches no number', a({ wildcard: '*' }), { a: 1 }, NO],
  ['an escaped star is a star', a({ wildcard: 'a\\*b' }), { a: 'a*b' }, YES],
  ['an escaped star is nothing else', a({ wildcard: 'a\\*b' }), { a: 'axb' }, NO],
  ['an escaped backslash is one', a({ wildcard: 'a\\\\*' }), { a: 'a\\x' }, YES],
  ['a wildcard minds what follows the last star', a({ wildcard: 'a*b' }), { a: 'abc' }, NO],
  ['numeric equality takes the number', a({ numeric: ['=', 3.018e2] }), { a: 301.8 }, YES],
  ['numeric equality takes no text', a({ numeric: ['=', 1] }), { a: '1' }, NO],
  ['a strict bound leaves its number out', a({ numeric: ['>', 0] }), { a: 0 }, NO],
  ['an inclusive bound takes its number in', a({ numeric: ['>=', 0] }), { a: -0 }, YES],
  ['a range holds between its bounds', a({ numeric: ['>', 0, '<=', 5] }), { a: 5 }, YES],
  ['a range does not hold above', a({ numeric: ['>', 0, '<=', 5] }), { a: 5.000001 }, NO],
  ['a bound may lie beyond five billion', a({ numeric: ['>', 5e9] }), { a: 1e300 }, YES],
  [
    'digits that no double holds are in no range',
    a({ numeric: ['>', 0] }),
    { a: new Inexact('12345678901234567890') },
    NO,
  ],
  ['an upper bound alone holds below', a({ numeric: ['<', -1] }), { a: -1.5 }, YES],
  ['cidr holds an address of the block', a({ cidr: '10.0.0.0/24' }), { a: '10.0.0.255' }, YES],
  ['cidr does not hold the next block', a({ cidr: '10.0.0.0/24' }), { a: '10.0.1.0' }, NO],
  ['cidr ignores the bits behind the mask', a({ cidr: '10.0.0.77/24' }), { a: '10.0.0.1' }, YES],
  ['cidr counts single bits', a({ cidr: '10.0.0.128/25' }), { a: '10.0.0.127' }, NO],
  ['cidr /0 holds every address of its family', a({ cidr: '0.0.0.0/0' }), { a: '203.0.113.9' }, YES],
  ['cidr /0 of IPv4 holds no IPv6 address', a({ cidr: '0.0.0.0/0' }), { a: '2001:db8::1' }, NO],
  ['cidr holds an IPv6 address however spelled', a({ cidr: '2001:db8::/32' }), { a: '2001:0DB8:0:0::1' }, YES],
  ['cidr holds no text', a({ cidr: '0.0.0.0/0' }), { a: 'localhost' }, NO],
  ['cidr holds no number', a({ cidr: '0.0.0.0/0' }), { a: 167772161 }, NO],
];

const anythingBut: Row[] = [
  ['anything-but takes another string', a({ 'anything-but': 'x' }), { a: 'y' }, YES],
  ['anything-but does not take its string', a({ 'anything-but': 'x' }), { a: 'x' }, NO],
  ['anything-but takes null, which is present', a({ 'anything-but': 'x' }), { a: null }, YES],
  ['anything-but does not take what is missing', a({ 'anything-but': 'x' }), {}, NO],
  ['anything-but does not take an object', a({ 'anything-but': 'x' }), { a: { b: 'y' } }, NO],
  ['anything-but of a list takes none of it', a({ 'anything-but': ['x', 'y'] }), { a: 'y' }, NO],
  ['anything-but of numbers compares numbers', a({ 'anything-but': [1, 2] }), { a: 2.0 }, NO],
  ['anything-but of a number takes its text', a({ 'anything-but': 1 }), { a: '1' }, YES],
  [
    'anything-but a number takes digits that no double holds',
    a({ 'anything-but': 1 }),
    { a: new Inexact('1e400') },
    YES,
  ],
  ['anything-but a prefix takes others', a({ 'anything-but': { prefix: 'in' } }), { a: 'out' }, YES],
  ['anything-but a prefix does not take it', a({ 'anything-but': { prefix: 'in' } }), { a: 'init' }, NO],
  ['anything-but a prefix takes a number', a({ 'anything-but': { prefix: 'in' } }), { a: 1 }, YES],
  ['anything-but prefixes takes none of them', a({ 'anything-but': { prefix: ['in', 'out'] } }), { a: 'outer' }, NO],
  ['anything-but a suffix does not take it', a({ 'anything-but': { suffix: 'er' } }), { a: 'outer' }, NO],
  ['anything-but suffixes takes others', a({ 'anything-but': { suffix: ['er', 'x'] } }), { a: 'in' }, YES],
  [
    'anything-but ignoring case ignores it',
    a({ 'anything-but': { 'equals-ignore-case': ['x', 'y'] } }),
    { a: 'Y' },
    NO,
  ],
  [
    'anything-but a wildcard does not take its match',
    a({ 'anything-but': { wildcard: '*/lib/*' } }),
    { a: '/lib/x' },
    NO,
  ],
  ['anything-but wildcards takes others', a({ 'anything-but': { wildcard: ['a*', '*b'] } }), { a: 'ba' }, YES],
  ['anything-but takes an array with one other element', a({ 'anything-but': 'x' }), { a: ['x', 'y'] }, YES],
  ['anything-but does not take an array of nothing else', a({ 'anything-but': 'x' }), { a: ['x', 'x'] }, NO],
];

const presence: Row[] = [
  ['exists takes a value', a({ exists: true }), { a: 'x' }, YES],
  ['exists takes null', a({ exists: true }), { a: null }, YES],
  ['exists does not take what is missing', a({ exists: true }), { b: 1 }, NO],
  ['exists does not take an object, which is no leaf', a({ exists: true }), { a: { b: 1 } }, NO],
  ['absence takes what is missing', a({ exists: false }), {}, YES],
  ['absence takes an object', a({ exists: false }), { a: { b: 1 } }, YES],
  ['absence takes an empty array', a({ exists: false }), { a: [] }, YES],
  ['absence does not take null', a({ exists: false }), { a: null }, NO],
  ['absence may be one alternative of several', a('x', { exists: false }), {}, YES],
  ['a value may satisfy the alternative to absence', a('x', { exists: false }), { a: 'x' }, YES],
  ['absence below a missing object holds', { d: a({ exists: false }), b: [1] }, { b: 1 }, YES],
  ['absence is judged over all elements', { d: { b: [1], c: [{ exists: false }] } }, { d: [{ b: 1 }, { c: 2 }] }, NO],
];

const structure: Row[] = [
  ['a dotted key is nesting', { 'd.e.f': ['x'] }, { d: { e: { f: 'x' } } }, YES],
  ['an event may spell nesting with dots', { d: { e: ['x'] } }, { 'd.e': 'x' }, YES],
  ['a condition on an object takes none of its strings', { d: ['x'] }, { d: { e: 'x' } }, NO],
  ['an array matches when one element does', a('x'), { a: ['y', 'x'] }, YES],
  ['an empty array matches nothing', a('x'), { a: [] }, NO],
  ['arrays of arrays are flattened', a('x'), { a: [['y'], [['x']]] }, YES],
  ['arrays of objects are flattened', { d: { b: ['x'] } }, { d: [{ b: 'y' }, { b: 'x' }] }, YES],
  [
    'one element may satisfy two conditions',
    { d: { b: [1], c: [2] } },
    {
      d: [
        { b: 0, c: 2 },
        { b: 1, c: 2 },
      ],
    },
    YES,
  ],
  ['two elements may not share two conditions', { d: { b: [1], c: [2] } }, { d: [{ b: 1 }, { c: 2 }] }, NO],
  [
    'elements of an inner array share their outer element',
    { d: { k: [1], e: { b: [1], c: [2] } } },
    {
      d: [
        { k: 0, e: [{ b: 1, c: 2 }] },
        { k: 1, e: [{ b: 1 }, { c: 2 }] },
      ],
    },
    NO,
  ],
  [
    'an inner and an outer condition may meet in a later element',
    { d: { k: [1], e: { b: [1], c: [2] } } },
    {
      d: [
        { k: 1, e: [] },
        { k: 1, e: [{ c: 2 }, { b: 1, c: 2 }] },
      ],
    },
    YES,
  ],
  [
    'different arrays are independent',
    { d: { b: [1] }, e: { b: [2] } },
    { d: [{ b: 1 }], e: [{ b: 0 }, { b: 2 }] },
    YES,
  ],
  ['rows of a table are kept apart', { d: { b: [1], c: [2] } }, { d: [[{ b: 1 }], [{ c: 2 }]] }, NO],
  ['a key with a dot keeps its array apart', { d: { b: [1], c: [2] } }, { 'd.b': [1], d: [{ c: 2 }] }, YES],
  ['a name every object has is missing unless given', { constructor: [{ exists: true }] }, {}, NO],
];

const either = { s: ['x'], $or: [{ b: [1] }, { c: [2], d: [3] }] };
const alternation: Row[] = [
  ['$or matches by its first object', either, { s: 'x', b: 1 }, YES],
  ['$or matches by all of its second object', either, { s: 'x', c: 2, d: 3 }, YES],
  ['$or does not match by half an object', either, { s: 'x', c: 2 }, NO],
  ['$or does not replace its siblings', either, { s: 'y', b: 1 }, NO],
  ['$or works below a field', { e: either }, { e: { s: 'x', b: 1 } }, YES],
  ['$or nests', { $or: [{ a: [1] }, { $or: [{ b: [1] }, { c: [1] }] }] }, { c: 1 }, YES],
  ['two $ors must both match', { x: either, y: either }, { x: { s: 'x', b: 1 }, y: { s: 'x' } }, NO],
  ['$or keeps to one element of an array', { e: either }, { e: [{ s: 'x' }, { b: 1 }] }, NO],
  ['$or of strings is a field of that name', { $or: ['x', 'y'] }, { $or: 'y' }, YES],
  ['$or of match objects is a field of that name', { $or: [{ prefix: 'x' }, { prefix: 'y' }] }, { $or: 'yes' }, YES],
  ['$or of an object is a field of that name', { $or: { a: [1] } }, { $or: { a: 1 } }, YES],
];

for (const [sentence, pattern, event, want] of [
  ...exact,
  ...operators,
  ...anythingBut,
  ...presence,
  ...structure,
  ...alternation,
]) {
  test(sentence, () => {
    const parsed = parsePattern(JSON.stringify(pattern));
    assert.equal(matches(parsed, event), want);
    // What is no object has no fields: the machine refuses it.
    if (isObject(event)) assert.deepEqual(new Machine([parsed]).match(JSON.stringify(event)), want ? [0] : []);
  });
}

test('the usual pattern takes an alarm going into ALARM and no other', () => {
  const pattern = parsePattern(
    '{"source":["aws.cloudwatch"],"detail-type":["CloudWatch Alarm State Change"],"detail":{"state":{"value":["ALARM"]}}}',
  );
  const event = (value: string) => ({
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    detail: { state: { value } },
  });
  assert.deepEqual([matches(pattern, event('ALARM')), matches(pattern, event('OK'))], [true, false]);
});

test('many stars and a long text are matched in one pass', () => {
  const pattern = parsePattern(JSON.stringify(a({ wildcard: `${'*a'.repeat(1000)}b` })));
  assert.equal(matches(pattern, { a: 'a'.repeat(200_000) }), false);
});

test('long arrays that never agree are joined without trying every pair', () => {
  const items = Array.from({ length: 20_000 }, (_, index) => (index % 2 ? { b: 1, c: 1 } : { d: 1 }));
  const pattern = parsePattern('{"x":{"b":[1],"c":[1],"d":[1]},"y":{"b":[1],"c":[1]}}');
  assert.equal(matches(pattern, { x: items, y: items }), false);
});

test('arrays may nest a hundred deep and no deeper', () => {
  const nested = (depth: number) => JSON.parse(`{"a":${'['.repeat(depth)}"x"${']'.repeat(depth)}}`);
  const pattern = parsePattern('{"a":["x"]}');
  assert.equal(matches(pattern, nested(MAX_ARRAY_DEPTH)), true);
  assert.throws(() => matches(pattern, nested(MAX_ARRAY_DEPTH + 1)), /"a" nests more than 100 arrays/);
});

test('arrays at a path that the pattern does not name are not looked at', () => {
  const deep = JSON.parse(`{"a":"x","b":${'['.repeat(5000)}${']'.repeat(5000)}}`);
  assert.equal(matches(parsePattern('{"a":["x"]}'), deep), true);
});
