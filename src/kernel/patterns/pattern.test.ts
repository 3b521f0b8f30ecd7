import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '#kernel/refusal';
import { Inexact } from './number.ts';
import { MAX_BRANCHES, MAX_PATTERN_LENGTH, parsePattern } from './pattern.ts';

const or = (...names: string[]) => ({ $or: names.map((name) => ({ [name]: [1] })) });

const refused: [sentence: string, pattern: unknown, says: RegExp][] = [
  ['a pattern is an object', [], /the pattern must be a JSON object, got \[\]/],
  ['an empty pattern is refused', {}, /the pattern must be an object with at least one field/],
  ['an empty object below is refused', { detail: {} }, /"detail" must be an object with at least one field, got {}/],
  ['an empty list is refused', { a: [] }, /"a" must be a list of at least one alternative/],
  ['a bare string is refused', { detail: { a: 'x' } }, /"detail.a" must be an object or a list.*got "x"/],
  ['a bare null is refused', { a: null }, /"a" must be .* got null/],
  ['a list in a list is refused', { a: ['x', ['y']] }, /"a\[1\]" must be a string, number/],
  ['an unknown operator is refused', { a: [{ regex: 'x' }] }, /one of exactly, prefix, .*got {"regex":"x"}/],
  ['two operators in one object are refused', { a: [{ prefix: 'x', suffix: 'y' }] }, /exactly one operator/],
  ['a match object without an operator is refused', { a: [{}] }, /exactly one operator/],
  ['a prefix is a string', { a: [{ prefix: 1 }] }, /"a\[0\].prefix" must be a string, got 1/],
  ['a prefix takes no other operator', { a: [{ prefix: { wildcard: 'x' } }] }, /equals-ignore-case/],
  ['a suffix ignoring case is a string', { a: [{ suffix: { 'equals-ignore-case': ['x'] } }] }, /must be a string/],
  ['equals-ignore-case is a string', { a: [{ 'equals-ignore-case': ['x'] }] }, /must be a string/],
  ['two stars in a row are refused', { a: [{ wildcard: 'x**y' }] }, /two stars/],
  ['a wildcard escapes nothing but star and backslash', { a: [{ wildcard: 'x\\n' }] }, /escapes/],
  ['a wildcard does not end in an open escape', { a: [{ wildcard: 'x\\' }] }, /escapes/],
  ['numeric is a list', { a: [{ numeric: 5 }] }, /must be like \["=", 5\]/],
  ['numeric needs a number', { a: [{ numeric: ['=', '5'] }] }, /must be a number of at most/],
  ['numeric refuses an unknown sign', { a: [{ numeric: ['!=', 5] }] }, /must be like/],
  ['numeric refuses the upper bound first', { a: [{ numeric: ['<', 5, '>', 1] }] }, /must be like/],
  ['numeric refuses two lower bounds', { a: [{ numeric: ['>', 5, '>', 6] }] }, /must be like/],
  ['numeric refuses equality in a range', { a: [{ numeric: ['=', 5, '<', 6] }] }, /must be like/],
  ['numeric refuses an empty range', { a: [{ numeric: ['>', 5, '<', 5] }] }, /lower bound is below/],
  ['numeric refuses a third bound', { a: [{ numeric: ['>', 1, '<', 5, '<', 6] }] }, /must be like/],
  [
    'numeric refuses a number that no double holds',
    { a: [{ numeric: ['>', new Inexact('0.1234567890123456789')] }] },
    /15 to 17 digits.*got 0.1234567890123456789/,
  ],
  [
    'anything-but refuses it, too',
    { a: [{ 'anything-but': [1, new Inexact('1e400')] }] },
    /15 to 17 digits.*got 1e400/,
  ],
  ['exactly is a string', { a: [{ exactly: 1 }] }, /"a\[0\].exactly" must be a string, got 1/],
  ['cidr refuses a block of one address', { a: [{ cidr: '10.0.0.0/32' }] }, /up to \/31/],
  ['cidr refuses one of IPv6, too', { a: [{ cidr: '2001:db8::1/128' }] }, /and \/127/],
  ['$or with a name kept for later is a field', { $or: [{ a: { regex: ['x'] } }, { b: [1] }] }, /"\$or\[0\]" must be/],
  ['anything-but refuses null', { a: [{ 'anything-but': null }] }, /list of strings or of numbers/],
  ['anything-but refuses booleans', { a: [{ 'anything-but': [true] }] }, /list of strings or of numbers/],
  ['anything-but refuses a mixed list', { a: [{ 'anything-but': ['x', 1] }] }, /not mixed/],
  ['anything-but refuses an empty list', { a: [{ 'anything-but': [] }] }, /list of strings or of numbers/],
  [
    'anything-but refuses other operators',
    { a: [{ 'anything-but': { cidr: '10.0.0.0/8' } }] },
    /one of prefix, suffix/,
  ],
  ['anything-but refuses an empty prefix', { a: [{ 'anything-but': { prefix: '' } }] }, /at least one character/],
  [
    'anything-but refuses an empty suffix in a list',
    { a: [{ 'anything-but': { suffix: ['x', ''] } }] },
    /at least one/,
  ],
  [
    'anything-but refuses an empty list of prefixes',
    { a: [{ 'anything-but': { prefix: [] } }] },
    /at least one string/,
  ],
  ['anything-but refuses a number as wildcard', { a: [{ 'anything-but': { wildcard: 1 } }] }, /must be a string/],
  ['exists is true or false', { a: [{ exists: 'true' }] }, /must be true or false, got "true"/],
  ['cidr needs a mask', { a: [{ cidr: '10.0.0.0' }] }, /block of addresses/],
  ['cidr refuses a mask longer than the address', { a: [{ cidr: '10.0.0.0/33' }] }, /block of addresses/],
  ['cidr refuses what is no address', { a: [{ cidr: 'ten/8' }] }, /block of addresses/],
  ['cidr refuses two masks', { a: [{ cidr: '10.0.0.0/8/8' }] }, /block of addresses/],
  ['an empty object in $or is refused', { $or: [{}, { a: [1] }] }, /at least one field/],
  ['$or of one object is a field, and no alternative', { $or: [{ a: [1] }] }, /"\$or\[0\]" must be a match object/],
  ['$or with an operator in it is a field', { $or: [{ prefix: 'x' }, { a: [1] }] }, /"\$or\[1\]" must be/],
];

for (const [sentence, pattern, says] of refused) {
  test(sentence, () => {
    assert.throws(
      () => parsePattern(JSON.stringify(pattern)),
      (thrown) => {
        assert.ok(thrown instanceof Refusal);
        assert.equal(thrown.kind, 'validation');
        assert.equal(thrown.details.code, 'InvalidEventPatternException');
        assert.match(thrown.message, says);
        return true;
      },
    );
  });
}

test('text that is no JSON is refused with the reason', () => {
  assert.throws(() => parsePattern('{"a": ['), /Event pattern is not valid\. Reason: the pattern must be JSON \(/);
});

test('a pattern may be 4,096 characters long and no longer', () => {
  const padded = (length: number) => '{"a":[1]}'.padEnd(length, ' ');
  assert.equal(parsePattern(padded(MAX_PATTERN_LENGTH)).branches.length, 1);
  assert.throws(() => parsePattern(padded(MAX_PATTERN_LENGTH + 1)), /at most 4096 characters long, got 4097/);
});

test('alternations multiply up to 1,000 branches', () => {
  const ten = (prefix: string) => or(...Array.from({ length: 10 }, (_, index) => `${prefix}${index}`));
  const thousand = { x: ten('a'), y: ten('b'), z: ten('c') };
  assert.equal(parsePattern(JSON.stringify(thousand)).branches.length, MAX_BRANCHES);
  assert.throws(() => parsePattern(JSON.stringify({ ...thousand, w: or('d', 'e') })), /at most 1000 combinations/);
});

test('the steps are the paths and what leads to them', () => {
  const pattern = parsePattern('{"detail":{"state.value":["ALARM"]},"source":["x"]}');
  assert.deepEqual([...pattern.steps].sort(), ['detail', 'detail.state', 'detail.state.value', 'source']);
});

test('of two conditions on one path the later wins', () => {
  const [branch] = parsePattern('{"a":{"b":[1]},"a.b":[2]}').branches;
  assert.deepEqual([...branch!], [['a.b', [{ kind: 'equals', value: 2 }]]]);
});

test('a field named like a property of every object is an ordinary field', () => {
  const [branch] = parsePattern('{"__proto__":{"constructor":["x"]}}').branches;
  assert.deepEqual([...branch!.keys()], ['__proto__.constructor']);
});
