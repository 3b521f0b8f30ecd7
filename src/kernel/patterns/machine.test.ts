import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel/refusal';
import { anyEvent, anyPattern, written } from '#test/kit/patterns';
import { isObject } from './alternative.ts';
import { Machine } from './machine.ts';
import { matches } from './match.ts';
import { parseExactly } from './number.ts';
import { MAX_PATTERN_LENGTH, parsePattern } from './pattern.ts';

const LONG = process.env['MUSTER_LONG'] === '1';

const spelling = fc.record({ space: fc.constantFrom('', '', ' ', '\n\t'), escapes: fc.boolean() });

test('many patterns in one machine match an event exactly when each by itself does', () => {
  fc.assert(
    fc.property(
      fc.array(anyPattern, { minLength: 1, maxLength: 8 }),
      fc.array(fc.tuple(anyEvent, spelling), { minLength: 1, maxLength: 4 }),
      (patterns, events) => {
        const parsed = patterns.map((pattern) => parsePattern(JSON.stringify(pattern)));
        const machine = new Machine(parsed);
        for (const [event, style] of events) {
          const want = parsed.flatMap((pattern, number) => (matches(pattern, event) ? [number] : []));
          assert.deepEqual(
            machine.match(written(event, style)).sort((one, other) => one - other),
            want,
          );
        }
      },
    ),
    { numRuns: LONG ? 4_000 : 400 },
  );
});

/** Texts as a parser fears them: pieces of patterns and of JSON in any order. */
const pieces = fc.constantFrom(
  ...['{', '}', '[', ']', '"', ':', ',', '\\', '*', '"a"', '"b"', '"a":', '"$or":', '1', '-', '1e9999', 'null', 'tru'],
  ...[
    '"prefix":',
    '"anything-but":',
    '"numeric":',
    '"wildcard":',
    '"cidr":',
    '"\\ud83d"',
    '\u0000',
    ' ',
    '\ud83d',
    'é',
  ],
);
const rawTexts = fc.oneof(
  fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.tuple(anyEvent, fc.nat(), pieces).map(([event, at, piece]) => {
    const text = JSON.stringify(event);
    const place = at % text.length;
    return text.slice(0, place) + piece + text.slice(place + 1);
  }),
);

/** What comes of it; anything but an answer or a refusal goes on. */
function answered<T>(ask: () => T): T | 'refused' {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return 'refused';
  }
}

test('any text is a pattern or is refused', () => {
  fc.assert(
    fc.property(rawTexts, (text) => {
      const pattern = answered(() => parsePattern(text));
      if (pattern !== 'refused') assert.ok(isObject(JSON.parse(text)) && pattern.branches.length > 0);
    }),
    { numRuns: LONG ? 100_000 : 2_000 },
  );
});

test('any text as an event is matched as its JSON is, or refused', () => {
  const machine = new Machine(BROAD.map((pattern) => parsePattern(pattern)));
  fc.assert(
    fc.property(rawTexts, (text) => {
      const found = answered(() => machine.match(text));
      const event = parsed(text);
      // Texts of which only what nobody names is no JSON have an answer, too, and so have names that are written twice.
      if (event === undefined || twice(text)) return;
      const want = isObject(event)
        ? BROAD.flatMap((one, at) => (matches(parsePattern(one), event) ? [at] : []))
        : 'refused';
      assert.deepEqual(found === 'refused' ? found : found.sort(), want);
    }),
    { numRuns: LONG ? 100_000 : 2_000 },
  );
});

const BROAD = [
  '{"a":[{"exists":true}]}',
  '{"b":[{"exists":false}]}',
  '{"a":{"b":[{"anything-but":"a"}],"c":[1,"b",null]}}',
  '{"$or":[{"c":[{"prefix":"a"}]},{"é":[{"numeric":[">",0]}]}]}',
];

function parsed(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    // No JSON: then there is nothing to compare with.
    return undefined;
  }
}

/** Whether an object of the text has a name twice: then it is written shorter when it is read. */
const twice = (text: string) => {
  const names = text.match(/"(?:[^"\\]|\\.)*"\s*:/g) ?? [];
  return new Set(names).size < names.length;
};

test('what an event leaves behind is not seen by the next', () => {
  const machine = new Machine([parsePattern('{"a":["x"],"b":[{"exists":false}]}'), parsePattern('{"b":["y"]}')]);
  assert.deepEqual(machine.match('{"a":"x"}'), [0]);
  assert.throws(() => machine.match('{"a":"x","b":["y"'), /no|none/);
  assert.deepEqual(machine.match('{"b":"y"}'), [1]);
  assert.deepEqual(machine.match('{"a":"x"}'), [0]);
});

test('a name that is written twice has both values', () => {
  const machine = new Machine([parsePattern('{"a":["x"]}'), parsePattern('{"a":["y"]}')]);
  assert.deepEqual(machine.match('{"a":"x","a":"y"}').sort(), [0, 1]);
});

test('ten thousand rules with one thing in common are told apart by the other', () => {
  const pattern = (number: number) => parsePattern(`{"source":["app"],"detail":{"id":[{"prefix":"${number}-"}]}}`);
  const machine = new Machine(Array.from({ length: 10_000 }, (_, number) => pattern(number)));
  assert.deepEqual(machine.match('{"source":"app","detail":{"id":"4711-x"}}'), [4711]);
  assert.deepEqual(machine.match('{"source":"other","detail":{"id":"4711-x"}}'), []);
});

test('an event longer than any before is read whole', () => {
  const machine = new Machine([parsePattern('{"a":["x"],"b":["ü"]}')]);
  const long = 'ü€'.repeat(100_000);
  assert.deepEqual(machine.match(JSON.stringify({ skipped: long, also: { in: [long] }, a: 'x', b: 'ü' })), [0]);
});

test('the longest pattern of wildcards is held against a long text in one pass', () => {
  const wildcard = '*a'.repeat(1_500);
  const text = JSON.stringify({ a: [{ wildcard: `${wildcard}b` }] });
  assert.ok(text.length < MAX_PATTERN_LENGTH);
  assert.deepEqual(new Machine([parsePattern(text)]).match(JSON.stringify({ a: 'a'.repeat(200_000) })), []);
});
