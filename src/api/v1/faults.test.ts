import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Compile } from 'typebox/compile';
import { HIDDEN } from '#kernel/shape';
import { NewChannel } from './channels/schemas.ts';
import { faultsOf } from './faults.ts';
import type { Routes } from './route.ts';
import { listOf, named, time, whole } from './schema.ts';
import { table } from './table.ts';
import type { Known } from './wanted.ts';

const bodies = Object.entries(table as Routes).flatMap(([name, { body }]) => (body ? [[name, body] as const] : []));

/** Values that are often right for a schema, and often a little wrong. */
function near(schema: Known, depth = 0): fc.Arbitrary<unknown> {
  const wrong = fc.constantFrom<unknown>(
    null,
    '',
    'x',
    'x'.repeat(400),
    0,
    3,
    1.5,
    -1,
    true,
    [],
    {},
    ['x'],
    '2026-01-02T03:10:00Z',
  );
  return fc.oneof({ weight: 5, arbitrary: right(schema, depth) }, { weight: 1, arbitrary: wrong });
}

function right(schema: Known, depth: number): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => near(each, depth + 1)));
  if (schema.format === 'uuid') return fc.uuid();
  if (schema.format === 'date-time') return fc.constant('2026-01-02T03:10:00.000Z');
  switch (schema.type) {
    case 'string':
      return fc.constantFrom('ana', 'Checkout', '123456', 'with space');
    case 'integer':
      return fc.integer({ min: 0, max: 10 });
    case 'number':
      return fc.constantFrom(0, -1.5, 3);
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(near(schema.items!, depth + 1), { maxLength: 3 });
    case 'object':
      return members(schema, depth);
    default:
      return fc.constant(null);
  }
}

function members(schema: Known, depth: number): fc.Arbitrary<unknown> {
  const known = Object.entries(schema.properties ?? {}).map(
    ([name, member]) => [name, near(member, depth + 1)] as const,
  );
  const free = Object.values(schema.patternProperties ?? {}).map((value) => ['any', near(value, depth + 1)] as const);
  const extra = depth > 3 ? [] : [['extra', fc.constant(1)] as const];
  return fc.record(Object.fromEntries([...known, ...free, ...extra]), { requiredKeys: [...(schema.required ?? [])] });
}

test('what has no fault is what TypeBox’s own check takes, for the body of every route', () => {
  for (const [name, body] of bodies) {
    const compiled = Compile(body);
    const outcomes = new Set<boolean>();
    fc.assert(
      fc.property(near(body as Known), (value) => {
        const good = faultsOf(body, value).length === 0;
        outcomes.add(good);
        assert.equal(good, compiled.Check(value), `${name}: ${JSON.stringify(value)}`);
      }),
      { numRuns: 200 },
    );
    assert.ok(outcomes.has(false), `${name} was tried with faults`);
  }
});

test('a fault names its place, what was wanted and what was got', () => {
  const schema = named('X', { times: listOf(time('When.'), 2, 'Times.'), count: whole(1, 3, 'How many.') }, 'X.');
  assert.deepEqual(faultsOf(schema, { times: ['2026-02-30T00:00:00Z'] }), [
    { field: 'times[0]', wanted: 'a time such as 2026-01-02T03:10:00Z', got: '"2026-02-30T00:00:00Z"' },
    { field: 'count', wanted: 'a whole number from 1 to 3', got: 'nothing' },
  ]);
  assert.deepEqual(faultsOf(schema, { times: [1, 2, 3], count: 2 }), [
    { field: 'times', wanted: 'a list of at most 2 items', got: '3' },
  ]);
});

test('a sensitive value is not told', () => {
  const [fault] = faultsOf(NewChannel, { name: 'mail', type: 'email', address: 'x'.repeat(2_049) });
  assert.deepEqual(fault, { field: 'address', wanted: 'a text of 1 to 2048 characters', got: HIDDEN });
});
