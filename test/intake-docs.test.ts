import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { doors } from '#api/intake/table';
import { sources } from '#domain/intake';
import { fixture, samples } from './kit/intake-samples.ts';

const page = readFileSync(join(import.meta.dirname, '../docs/intake.md'), 'utf8');

test('docs/intake.md names every source and the address of every door', () => {
  for (const { name } of sources) assert.ok(page.includes(`| \`${name}\` |`), name);
  for (const { method, path } of doors) {
    if (method === 'GET' || path.endsWith('/:key')) continue;
    const [, action] = /(\/(?:acknowledge|notes))$/.exec(path) ?? [];
    assert.ok(page.includes(action ? `\`${action}\`` : `\`${method} ${path}\``), path);
  }
});

test('it links the sample of every sender, and has the mapping of that of your own', () => {
  for (const { name } of samples) assert.ok(page.includes(`(../test/fixtures/intake/${name}/firing.json)`), name);
  const mapping = fixture('json-mapped', 'mapping');
  const blocks = [...page.matchAll(/^```json\n(.*?)^```/gms)].map(([, text]) => JSON.parse(text!) as unknown);
  assert.ok(blocks.some((block) => isDeepStrictEqual(block, mapping)));
});
