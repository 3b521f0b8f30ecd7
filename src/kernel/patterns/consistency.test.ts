import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matches } from './match.ts';
import { parsePattern } from './pattern.ts';

type Json = number | Json[] | { [name: string]: Json };

const names = fc.constantFrom('a', 'b', 'a.b');
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: 0, max: 2 }),
    fc.dictionary(names, tie('json'), { maxKeys: 3, noNullPrototype: true }),
    fc.array(tie('json'), { maxLength: 3 }),
  ),
}));
const events = fc.dictionary(names, json, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
const paths = fc.array(names, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
const patterns = fc.dictionary(paths, fc.tuple(fc.integer({ min: 0, max: 2 })), {
  minKeys: 1,
  maxKeys: 4,
  noNullPrototype: true,
});

/** All ways to see a value with one element taken of each array that holds objects or arrays; its scalars stay beside it. */
function views(path: string, value: Json): Map<string, number[]>[] {
  if (typeof value === 'number') return [new Map([[path, [value]]])];
  if (!Array.isArray(value)) {
    return Object.entries(value).reduce<Map<string, number[]>[]>(
      (before, [name, below]) => {
        const after = views(path === '' ? name : `${path}.${name}`, below);
        return before.flatMap((left) => after.map((right) => merged(left, right)));
      },
      [new Map()],
    );
  }
  const scalars = new Map([[path, value.filter((item) => typeof item === 'number')]]);
  const elements = value.filter((item) => typeof item !== 'number').flatMap((item) => views(path, item));
  return elements.length === 0 ? [scalars] : elements.map((view) => merged(scalars, view));
}

function merged(left: Map<string, number[]>, right: Map<string, number[]>): Map<string, number[]> {
  const both = new Map(left);
  for (const [path, values] of right) both.set(path, [...(both.get(path) ?? []), ...values]);
  return both;
}

test('an event matches exactly when taking one element of each array lets all conditions hold', () => {
  fc.assert(
    fc.property(events, patterns, (event, pattern) => {
      const seen = views('', event);
      fc.pre(seen.length < 5_000);
      const conditions = Object.entries(pattern);
      const want = seen.some((view) => conditions.every(([path, [number]]) => view.get(path)?.includes(number)));
      assert.equal(matches(parsePattern(JSON.stringify(pattern)), event), want);
    }),
    { numRuns: 2_000 },
  );
});
