import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, integer, list, map, required, string, structure, union } from '#kernel/shape';
import { refuse, sentence } from './validation.ts';

const shape = structure({
  Name: required(string({ min: 1, max: 200 })),
  Alias: string({ pattern: '^[a-z]*$', max: 1000 }),
  Type: string({ enum: ['A', 'B'] }),
  Plan: structure({ Stages: list(structure({ DurationInMinutes: required(integer({ min: 0, max: 5 })) })) }),
  Tags: map(string({ max: 3 }), string({ max: 3 })),
  Chat: union({ a: string(), b: string() }),
  Pin: string({ sensitive: true, max: 1 }),
});

const rows: [value: object, want: string][] = [
  [{}, "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null"],
  [
    { Name: '', Type: 'C' },
    "2 validation errors detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
      "Value 'C' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [A, B]",
  ],
  [
    { Name: 'n', Alias: 'X' },
    "1 validation error detected: Value 'X' at 'alias' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-z]*$",
  ],
  [
    { Name: 'n', Plan: { Stages: [{ DurationInMinutes: 9 }] } },
    "1 validation error detected: Value '9' at 'plan.stages.1.member.durationInMinutes' failed to satisfy constraint: Member must have value less than or equal to 5",
  ],
  [
    { Name: 'n', Plan: { Stages: [{ DurationInMinutes: -1 }] } },
    "1 validation error detected: Value '-1' at 'plan.stages.1.member.durationInMinutes' failed to satisfy constraint: Member must have value greater than or equal to 0",
  ],
  [
    { Name: 'n', Tags: { Key: 'long' } },
    "1 validation error detected: Value 'long' at 'tags.Key.member' failed to satisfy constraint: Member must have length less than or equal to 3",
  ],
  [
    { Name: 'n', Tags: { long: 'v' } },
    "1 validation error detected: Value 'long' at 'tags.long.key' failed to satisfy constraint: Member must have length less than or equal to 3",
  ],
  [
    { Name: 'n', Chat: { a: 'x', b: 'y' } },
    "1 validation error detected: Value '{2 members}' at 'chat' failed to satisfy constraint: Member must have exactly one of its members set: [a, b]",
  ],
];
for (const [value, want] of rows) test(want.slice(0, 120), () => assert.equal(sentence(check(shape, value)), want));

test('long values are cut, secret ones are not shown', () => {
  const long = sentence(check(shape, { Name: 'x'.repeat(100_000) }));
  assert.ok(long.length < 500);
  assert.match(long, /x…' at 'name' .* less than or equal to 200$/);
  assert.doesNotMatch(sentence(check(shape, { Name: 'n', Pin: 'hunter2' })), /hunter2/);
});

test('the refusal names the wrong members as the model spells them', () => {
  const refusal = refuse(check(shape, { Plan: { Stages: [{}] } }))!;
  assert.equal(refusal.kind, 'validation');
  assert.deepEqual(refusal.details.fields, [
    { name: 'Name', message: 'Member must not be null' },
    { name: 'Plan.Stages.1.member.DurationInMinutes', message: 'Member must not be null' },
  ]);
  assert.equal(refuse([]), undefined);
});
