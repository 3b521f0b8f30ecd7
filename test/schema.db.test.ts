import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { testDatabase } from './kit/postgres.ts';
import { SCHEMA_FILE, schemaOf } from './kit/schema.ts';

test('schema.sql is what the migrations make; `npm run schema` writes it anew', async () => {
  const database = await testDatabase();
  try {
    const written = readFileSync(join(import.meta.dirname, '..', SCHEMA_FILE), 'utf8');
    assert.equal(await schemaOf(database.connection), written);
  } finally {
    await database.drop();
  }
});
