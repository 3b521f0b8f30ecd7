import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import pg from 'pg';
import type { Connection } from '#storage/db';
import { migrationNames } from '#storage/migrate';
import { type TestDatabase, testDatabase } from './postgres.ts';

const FOLDER = join(import.meta.dirname, '../../migrations');

/** A database as an earlier version had it: only the migrations up to this one, by name, have run. */
export async function databaseAt(last: string): Promise<TestDatabase> {
  const names = await migrationNames();
  if (!names.includes(last)) throw new Error(`wanted the name of a migration, got ${last}`);
  const earlier = names.slice(0, names.indexOf(last) + 1);
  const database = await testDatabase({ empty: true });
  const kysely = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: new pg.Pool({ ...database.connection, max: 2 }) }),
  });
  const texts = await Promise.all(earlier.map((name) => readFile(join(FOLDER, `${name}.sql`), 'utf8')));
  const migrations = Object.fromEntries(
    earlier.map((name, index): [string, Migration] => [
      name,
      { up: async (db) => void (await sql.raw(texts[index]!).execute(db)) },
    ]),
  );
  try {
    const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => migrations } });
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
  } finally {
    await kysely.destroy();
  }
  return database;
}

/**
 * Copies all rows from one database into another of an earlier version, as far as that one has their tables and columns:
 * what the earlier version would have written.
 */
export async function copyRows(from: Connection, into: Connection): Promise<void> {
  const [source, target] = [new pg.Client(from), new pg.Client(into)];
  await Promise.all([source.connect(), target.connect()]);
  try {
    // Foreign keys between the tables are not looked at while rows come in any order.
    await target.query(`set session_replication_role = replica`);
    for (const { name, columns } of await tablesOf(target)) {
      const { rows } = await source.query<{ row: unknown }>(`select to_jsonb(t) as row from "${name}" t`);
      const list = columns.map((column) => `"${column}"`).join(', ');
      const records = JSON.stringify(rows.map(({ row }) => row));
      await target.query(
        `insert into "${name}" (${list}) select ${list} from jsonb_populate_recordset(null::"${name}", $1::jsonb)`,
        [records],
      );
    }
  } finally {
    await Promise.all([source.end(), target.end()]);
  }
}

async function tablesOf(client: pg.Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select c.table_name as name, array_agg(c.column_name::text order by c.ordinal_position) as columns
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
       and c.table_name not like 'kysely%'
     group by c.table_name order by c.table_name`,
  );
  return rows;
}
