import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { matches, parsePattern } from '#kernel/patterns/index';
import type { Queries } from '#storage/db';
import { keptLog } from '#test/kit/log';
import { createCompiledRules } from './compiled.ts';
import { rulesSql } from './rules.sql.ts';

const BUS = { account: '123456789012', region: 'us-east-1', bus: 'default' };
const EVENT = JSON.stringify({ source: 'app' });

/** A database as one transaction sees it: a version and the rules of that version; `wait` before the rules are read. */
function seen(
  version: number,
  ruleNames: string[],
  wait: Promise<void> = Promise.resolve(),
): { on: Queries; reads: () => number } {
  let reads = 0;
  const rows = async <Row>(asked: { name: string }): Promise<Row[]> => {
    if (asked.name === rulesSql.versions.name) return [{ ...BUS, version }] as Row[];
    if (asked.name === rulesSql.targets.name) return [];
    reads++;
    await wait;
    return ruleNames.map((name) => ({ ...BUS, name, pattern: '{"source":["app"]}', state: 'ENABLED' })) as Row[];
  };
  const first: Queries['first'] = async (asked) => (await rows<never>(asked))[0];
  return { on: { rows, first }, reads: () => reads };
}

test('rules are read once for a version, and again for another', async () => {
  const compiled = createCompiledRules(keptLog());
  const first = seen(1, ['one']);
  await compiled.of(first.on, [BUS, BUS]);
  await compiled.of(first.on, [BUS]);
  assert.equal(first.reads(), 1);
  const matched = (await compiled.of(seen(2, ['one', 'two']).on, [BUS]))(BUS).match(EVENT);
  assert.deepEqual(
    matched.map((rule) => rule.name),
    ['one', 'two'],
  );
});

test('an older answer that arrives late does not take a newer rule away from an event', async () => {
  const compiled = createCompiledRules(keptLog());
  let release: () => void = () => {};
  const late = new Promise<void>((resolve) => {
    release = resolve;
  });
  const older = compiled.of(seen(1, ['one'], late).on, [BUS]);
  const newer = await compiled.of(seen(2, ['one', 'two']).on, [BUS]);
  release();
  await older;
  assert.deepEqual(
    newer(BUS)
      .match(EVENT)
      .map((rule) => rule.name),
    ['one', 'two'],
  );
});

/** The pattern of a rule, for events of any kind: what an event matches does not depend on the rules that lie beside it. */
const patterns = [
  '{"source":["app"]}',
  '{"detail":{"state":["ALARM"]}}',
  '{"source":["app"],"detail":{"list":{"a":[1],"b":[2]}}}',
  '{"detail":{"list":{"a":[{"exists":false}]}}}',
  '{"detail":{"deep":[1]}}',
  '{"$or":[{"source":["other"]},{"detail":{"state":[{"prefix":"AL"}]}}]}',
];

test('an event that is flattened once for all rules matches those that it would match one by one', () => {
  const values = fc.oneof(fc.constantFrom('ALARM', 'OK', 1, 2), fc.array(fc.constantFrom(1, 2), { maxLength: 2 }));
  const items = fc.record({ a: fc.constantFrom(1, 2), b: fc.constantFrom(1, 2) }, { requiredKeys: [] });
  const details = fc.record(
    { state: values, list: fc.array(items, { maxLength: 3 }), deep: values },
    { requiredKeys: [] },
  );
  const events = fc.record({ source: fc.constantFrom('app', 'other', 'third'), detail: details });
  return fc.assert(
    fc.asyncProperty(events, fc.subarray(patterns), async (event, chosen) => {
      const bus = (await createCompiledRules(keptLog()).of(rulesOf(chosen), [BUS]))(BUS);
      assert.deepEqual(
        bus.match(JSON.stringify(event)).map((rule) => rule.name),
        chosen.filter((pattern) => matches(parsePattern(pattern), event)),
      );
    }),
  );
});

test('an event that is too deep for one rule is held against the others', async () => {
  const log = keptLog();
  let deep: unknown = 1;
  for (let depth = 0; depth < 120; depth++) deep = [deep];
  const bus = (await createCompiledRules(log).of(rulesOf(patterns), [BUS]))(BUS);
  const matched = bus.match(JSON.stringify({ source: 'app', detail: { deep, state: 'ALARM' } }));
  assert.deepEqual(matched.map((rule) => rule.name).length, 4);
  assert.equal(log.take('warn', /could not be held against a rule/).length, 1);
});

/** A database with these patterns as rules, each named after its pattern. */
function rulesOf(chosen: string[]): Queries {
  const rows = async <Row>(asked: { name: string }): Promise<Row[]> => {
    if (asked.name === rulesSql.versions.name) return [{ ...BUS, version: 1 }] as Row[];
    if (asked.name === rulesSql.targets.name) return [];
    return chosen.map((pattern) => ({ ...BUS, name: pattern, pattern, state: 'ENABLED' })) as Row[];
  };
  return { rows, first: async (asked) => (await rows<never>(asked))[0] };
}
