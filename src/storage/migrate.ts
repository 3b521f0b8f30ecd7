import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import pg from 'pg';
import { type Connection, connectionOptions } from './db.ts';

const FOLDER = join(import.meta.dirname, '../../migrations');

/** The migrations of this version, by name, in order. */
export async function migrationNames(): Promise<string[]> {
  return (await readdir(FOLDER))
    .filter((name) => name.endsWith('.sql'))
    .map((name) => name.slice(0, -4))
    .sort();
}

/**
 * Brings the database to this version and answers the names of the migrations that ran. Several nodes may start at once:
 * one migrates under an advisory lock, the others wait. A database newer than this version is refused.
 */
export async function migrate(connection: Connection): Promise<string[]> {
  const pool = new pg.Pool({ ...connectionOptions(connection), max: 2, statement_timeout: 0 });
  // A connection that is lost while idle is told by its next use; unheard, this event would end the process.
  pool.on('error', () => undefined);
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await refuseNewer(database);
    const migrator = new Migrator({ db: database, provider: { getMigrations: readMigrations } });
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error)
      throw new Error(`migration failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    return results.map((result) => result.migrationName);
  } finally {
    await database.destroy();
  }
}

async function readMigrations(): Promise<Record<string, Migration>> {
  const names = await migrationNames();
  const texts = await Promise.all(names.map((name) => readFile(join(FOLDER, `${name}.sql`), 'utf8')));
  return Object.fromEntries(
    names.map((name, index) => [name, { up: async (db) => void (await sql.raw(texts[index]!).execute(db)) }]),
  );
}

async function refuseNewer(database: Kysely<unknown>): Promise<void> {
  const known = new Set(await migrationNames());
  const table = await sql<{ there: boolean }>`select to_regclass('kysely_migration') is not null as there`.execute(
    database,
  );
  if (!table.rows[0]?.there) return;
  const done = await sql<{ name: string }>`select name from kysely_migration`.execute(database);
  const foreign = done.rows.map((row) => row.name).filter((name) => !known.has(name));
  if (foreign.length > 0) {
    throw new Error(
      `This database was migrated by a newer Muster (${foreign.join(', ')}). Start that version, or restore a backup.`,
    );
  }
}
