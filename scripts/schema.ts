import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTestServer, testDatabase } from '../test/kit/postgres.ts';
import { SCHEMA_FILE, schemaOf } from '../test/kit/schema.ts';

/** Writes schema.sql from the catalogue of a freshly migrated database. */
const server = await startTestServer();
try {
  const database = await testDatabase();
  const file = join(import.meta.dirname, '..', SCHEMA_FILE);
  writeFileSync(file, await schemaOf(database.connection));
  await database.drop();
  process.stdout.write(`${file}\n`);
} finally {
  await server.stop();
}
