import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { check } from '#kernel/shape';
import { openWorld } from '../kit/world.ts';
import { type Break, breaksOf, goodValue } from './kit/breaks.ts';
import { operations } from './kit/services.ts';
import { type Answer, call, labelsOf } from './kit/wire.ts';

/** Every constraint of every member of every operation, broken once over the wire. */

const world = await openWorld();
after(() => world[Symbol.asyncDispose]());

/** What the service answers: the status, its code for bad arguments, and the name of the member. */
function missOf({ what, at, type }: Break, answer: Answer, code: string): string | undefined {
  const told = `${what}: ${answer.status} ${answer.code} ${answer.text.slice(0, 300)}`;
  if (answer.status === 413 && /longer than 1048576/.test(what)) return undefined;
  if (type)
    return answer.status === 400 && [code, 'SerializationException'].includes(answer.code ?? '') ? undefined : told;
  const named = answer.text.includes(`'${at}`) || answer.text.includes(`at '${at}'`);
  return answer.status === 400 && answer.code === code && named ? undefined : told;
}

/** What a service calls an argument that breaks a constraint, by its name, where it is not called as usual. */
const CODES: Readonly<Record<string, string>> = { cloudwatch: 'ValidationError', sns: 'InvalidParameter' };

for (const { service, operation, title } of operations.filter(({ service }) => service.protocols[0] !== 'awsQuery')) {
  test(`${title} refuses every broken constraint, naming the member`, async () => {
    assert.deepEqual(check(operation.input, goodValue(operation.input)), [], 'the sample itself is good');
    const code = CODES[service.serviceName] ?? 'ValidationException';
    const misses: string[] = [];
    for (const each of breaksOf(operation.input)) {
      // What travels in the query string has no type but text, and no list that is empty; a path lacks nothing.
      const inQuery = Object.keys(operation.http?.query ?? {}).some((name) => each.at.split('.')[0] === name);
      if (inQuery && (each.type || /: empty$/.test(each.what))) continue;
      if (labelsOf(operation.http?.uri ?? '').includes(each.at)) continue;
      const miss = missOf(each, await call(world, service, operation.name, each.input), code);
      if (miss) misses.push(miss);
    }
    assert.deepEqual(misses, []);
  });
}

for (const { service, operation, title } of operations.filter(({ service }) =>
  service.protocols.includes('awsQuery'),
)) {
  test(`${title} refuses the same as a form`, async () => {
    const misses: string[] = [];
    for (const each of breaksOf(operation.input)) {
      // A form has no types, and nothing empty but texts.
      if (each.type || /empty|no member/.test(each.what)) continue;
      const miss = missOf(
        each,
        await call(world, service, operation.name, each.input, { wire: 'awsQuery' }),
        CODES[service.serviceName] ?? 'ValidationError',
      );
      if (miss) misses.push(miss);
    }
    assert.deepEqual(misses, []);
  });
}

test('the walk finds constraints to break', () => {
  const total = operations.reduce((sum, { operation }) => sum + breaksOf(operation.input).length, 0);
  assert.ok(total > 500, `found ${total}`);
});
