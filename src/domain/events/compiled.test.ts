import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Queries } from '#storage/db';
import { keptLog } from '#test/kit/log';
import { createCompiledRules } from './compiled.ts';
import { rulesSql } from './rules.sql.ts';

const BUS = { account: '123456789012', region: 'us-east-1', bus: 'default' };
const EVENT = { source: 'app' };

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
