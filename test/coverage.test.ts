import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { COVERAGE_FILE, coveragePage } from '../scripts/coverage/page.ts';
import { operations, services } from './parity/kit/services.ts';

const read = (path: string) => readFileSync(join(import.meta.dirname, '..', path), 'utf8');

test('docs/aws-coverage.md is what the tables say; `npm run coverage` writes it anew', () => {
  assert.equal(read(COVERAGE_FILE), coveragePage(services));
});

test('the page has every operation once, there or not', () => {
  const page = coveragePage(services);
  for (const { operation } of operations)
    assert.match(page, new RegExp(`^\\|.*\`${operation.name}\`.*\\| (yes|ours) \\|`, 'm'));
  assert.match(page, /^\|.*`CreateUser`.*\| \*\*no\*\* \|/m);
});

test('the README counts the operations right', () => {
  assert.equal(/ (\d+) operations:/.exec(read('README.md'))?.[1], String(operations.length));
});
