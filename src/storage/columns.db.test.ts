import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Refusal } from '#kernel/refusal';
import { type TestDatabase, testDatabase } from '#test/kit/postgres';
import { instantColumn, integerColumn, textColumn, uuidColumn } from './columns.ts';
import { type Db, openDb } from './db.ts';
import { statement } from './statement.ts';

let database: TestDatabase;
let db: Db;
before(async () => {
  database = await testDatabase();
  db = openDb(database.connection);
});
after(async () => {
  await db.close();
  await database.drop();
});

interface Row {
  word: string;
  id: string;
  at: Date | null;
  count: number;
}

const read = statement<Row>(
  'test.columns',
  `select n.word, n.id, n.at, n.count
   from unnest($1::text[], $2::uuid[], $3::timestamptz[], $4::int4[]) with ordinality as n(word, id, at, count, place)
   order by n.place`,
);

const ID = '01a20ee2-6f79-732c-9f0a-99b77b2152e4';
const rows: Row[] = [
  { word: 'plain', id: ID, at: new Date('2026-01-02T03:04:05.678Z'), count: 0 },
  { word: '', id: '00000000-0000-0000-0000-000000000000', at: null, count: -1 },
  { word: 'äöü € 🚨 "quoted" \\back {braces},\nNULL', id: ID, at: new Date(0), count: 2 ** 31 - 1 },
  { word: 'twice', id: ID, at: new Date('1969-12-31T23:59:59.999Z'), count: -(2 ** 31) },
  { word: 'twice', id: ID, at: new Date('9999-12-31T23:59:59.999Z'), count: 7 },
  { word: 'x'.repeat(100_000), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff', at: new Date(1), count: 7 },
];

const columnsOf = (list: Row[]) => [
  textColumn(list.map(({ word }) => word)),
  uuidColumn(list.map(({ id }) => id)),
  instantColumn(list.map(({ at }) => at ?? undefined)),
  integerColumn(list.map(({ count }) => count)),
];

test('what goes in as columns comes out as rows', async () => {
  assert.deepEqual(await db.rows(read, columnsOf(rows)), rows);
  assert.deepEqual(await db.rows(read, columnsOf([])), []);
});

test('what cannot be stored is refused, and never replaced', async () => {
  const refused = (error: unknown) => error instanceof Refusal && error.kind === 'validation';
  assert.throws(() => textColumn(['good', 'half a pair \ud800']), refused);
  await assert.rejects(db.rows(read, columnsOf([{ ...rows[0]!, word: 'a\u0000b' }])), refused);
  assert.throws(() => uuidColumn([ID.slice(1)]), /wanted a UUID/);
});
