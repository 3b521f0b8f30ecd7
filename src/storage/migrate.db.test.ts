import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDatabase } from '#test/kit/postgres';
import { openDb } from './db.ts';
import { migrate, migrationNames } from './migrate.ts';
import { statement } from './statement.ts';

const newer = statement(
  'test.newer',
  `insert into kysely_migration (name, timestamp) values ('9999_from_the_future', 'x')`,
);
const tables = statement<{ name: string }>(
  'test.tables',
  `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r' order by 1`,
);

async function onEmpty(
  work: (connection: Awaited<ReturnType<typeof testDatabase>>['connection']) => Promise<void>,
): Promise<void> {
  const database = await testDatabase({ empty: true });
  try {
    await work(database.connection);
  } finally {
    await database.drop();
  }
}

test('an empty database is brought to this version, in order; a second time does nothing', () =>
  onEmpty(async (connection) => {
    assert.deepEqual(await migrate(connection), await migrationNames());
    assert.deepEqual(await migrate(connection), []);
  }));

test('of four nodes that start at once on an empty database, each finds it ready and each migration ran once', () =>
  onEmpty(async (connection) => {
    const ran = await Promise.all([1, 2, 3, 4].map(() => migrate(connection)));
    assert.deepEqual(ran.flat().toSorted(), await migrationNames());
  }));

test('a database of a newer version is refused, by name, and left alone', () =>
  onEmpty(async (connection) => {
    await migrate(connection);
    const db = openDb(connection);
    await db.rows(newer);
    const before = await db.rows(tables);
    await assert.rejects(migrate(connection), /newer Muster \(9999_from_the_future\)/);
    assert.deepEqual(await db.rows(tables), before);
    await db.close();
  }));
