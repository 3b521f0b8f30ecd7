import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { allStatements } from '#storage/statement';
import { testDatabase } from './kit/postgres.ts';

const ROOT = join(import.meta.dirname, '..');

/** Files that declare statements: every *.sql.ts, and the small ones that do it beside their code. */
const declaring = globSync('src/**/*.ts', { cwd: ROOT })
  .filter((path) => !path.endsWith('.test.ts'))
  .filter(
    (path) =>
      path.endsWith('.sql.ts') || /^import .*\bstatement\b.*\/statement/m.test(readFileSync(join(ROOT, path), 'utf8')),
  )
  .sort();

/** Tests have some of their own, and share this process. */
const ofTheHouse = () => allStatements().filter(({ name }) => !name.startsWith('test.'));

test('every declared statement is one that PostgreSQL can prepare against the migrated schema', async (t) => {
  for (const path of declaring) await import(pathToFileURL(join(ROOT, path)).href);
  const statements = ofTheHouse();
  t.diagnostic(`${statements.length} statements of ${declaring.length} files`);
  assert.ok(statements.length >= declaring.length, 'wanted each declaring file to declare something');

  const database = await testDatabase();
  const client = new pg.Client(database.connection);
  await client.connect();
  try {
    const faults: string[] = [];
    for (const [index, { name, text }] of statements.entries()) {
      const failed = await client.query(`prepare s${index} as ${text}`).then(
        () => undefined,
        (error: Error) => error.message,
      );
      if (failed) faults.push(`${name}: ${failed}`);
    }
    assert.deepEqual(faults, []);
  } finally {
    await client.end();
    await database.drop();
  }
});

test('a statement is named after its room', () => {
  const faults = ofTheHouse().filter(({ name }) => !/^[a-z][a-zA-Z]*\.[a-zA-Z]+$/.test(name));
  assert.deepEqual(
    faults.map(({ name }) => name),
    [],
  );
});

test('statements have names of their own, those of tests too, for many files share a process', () => {
  const named = /\bstatement(?:<[^()]*>)?\(\s*['`]([^'`]+)['`]/g;
  const files = globSync('{src,test}/**/*.ts', { cwd: ROOT }).filter((path) => path !== 'test/architecture.test.ts');
  const names = files.flatMap((path) =>
    [...readFileSync(join(ROOT, path), 'utf8').matchAll(named)].map(([, name]) => name!),
  );
  assert.ok(names.length > 600, `found ${names.length}`);
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) < index),
    [],
  );
});
