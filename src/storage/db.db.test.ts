import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import pg from 'pg';
import { Refusal } from '#kernel/refusal';
import { type TestDatabase, testDatabase } from '#test/kit/postgres';
import { type Db, openDb, type Tx } from './db.ts';
import { statement } from './statement.ts';

const insert = statement('test.insertMeta', 'insert into meta (key, value) values ($1, $2)');
const bump = statement<{ key: string }>('test.bumpMeta', 'update meta set value = $2 where key = $1 returning key');
const keys = statement<{ key: string }>('test.metaKeys', 'select m.key from meta m order by m.key');
const clear = statement('test.clearMeta', 'delete from meta');
const wrong = statement('test.wrong', 'select 1 / 0');
const big = statement<{ n: number; missing: string | null }>(
  'test.big',
  'select 9007199254740991::bigint as n, null::text as missing',
);
const asText = statement('test.asText', 'select $1::text');
const asJson = statement('test.asJson', 'select $1::jsonb');
const asTime = statement('test.asTime', 'select $1::timestamptz');
const pid = statement<{ pid: number }>('test.pid', 'select pg_backend_pid() as pid');
const isolated = statement('test.isolated', 'set transaction isolation level serializable');
const read = statement<{ value: Buffer }>('test.readMeta', 'select m.value from meta m where m.key = $1');

let database: TestDatabase;
let db: Db;
before(async () => {
  database = await testDatabase();
  db = openDb(database.connection, { max: 4 });
});
after(async () => {
  await db.close();
  await database.drop();
});
beforeEach(async () => void (await db.rows(clear)));

const put = (on: Pick<Tx, 'rows'>, key: string) => on.rows(insert, [key, Buffer.from('1')]);
const stored = async () => (await db.rows(keys)).map((row) => row.key);

/** Ends a connection as an administrator, or a failing server, would. */
async function terminate(backend: number): Promise<void> {
  const client = new pg.Client(database.connection);
  await client.connect();
  await client.query('select pg_terminate_backend($1, 5000)', [backend]);
  await client.end();
}

const refused = (kind: string) => (error: unknown) => {
  assert.ok(error instanceof Refusal, `wanted a refusal, got ${String(error)}`);
  assert.equal(error.kind, kind);
  return true;
};

test('a transaction commits all of its work, and what was to follow runs once, after it', async () => {
  let ran = 0;
  const answer = await db.tx(async (tx) => {
    await put(tx, 'a');
    await put(tx, 'b');
    tx.afterCommit(() => ran++);
    assert.equal(ran, 0);
    return 'done';
  });
  assert.deepEqual([answer, ran, await stored()], ['done', 1, ['a', 'b']]);
});

test('a thrown error rolls all back, and nothing follows', async () => {
  const failing = db.tx(async (tx) => {
    await put(tx, 'a');
    tx.afterCommit(() => assert.fail('there was no commit'));
    throw new TypeError('a bug');
  });
  await assert.rejects(failing, new TypeError('a bug'));
  assert.deepEqual(await stored(), []);
});

test('a refusal rolls back; one that keeps what was written commits it, and is thrown all the same', async () => {
  const refuse = (keep: boolean) =>
    db.tx(async (tx) => {
      await put(tx, String(keep));
      throw new Refusal('validation', 'a wrong code', { keep });
    });
  await assert.rejects(refuse(false), /a wrong code/);
  await assert.rejects(refuse(true), /a wrong code/);
  assert.deepEqual(await stored(), ['true']);
});

test('a transaction that swallowed a failed statement does not pass for committed', async () => {
  let followed = false;
  const swallowing = db.tx(async (tx) => {
    await put(tx, 'a');
    tx.afterCommit(() => {
      followed = true;
    });
    await assert.rejects(tx.rows(wrong), /division by zero/);
    return 'fine';
  });
  await assert.rejects(swallowing, /rolled back|not committed/i);
  assert.equal(followed, false);
  assert.deepEqual(await stored(), []);
});

test('two transactions that lock one another are both done: the loser runs again', async () => {
  await put(db, 'x');
  await put(db, 'y');
  let arrived = 0;
  let open: () => void = () => {};
  const both = new Promise<void>((resolve) => {
    open = resolve;
  });
  let runs = 0;
  const cross = (first: string, second: string) =>
    db.tx(async (tx) => {
      runs++;
      await tx.rows(bump, [first, Buffer.from('2')]);
      if (++arrived === 2) open();
      await both;
      await tx.rows(bump, [second, Buffer.from('3')]);
    });
  await Promise.all([cross('x', 'y'), cross('y', 'x')]);
  // PostgreSQL may choose both as victims when both have waited long enough to look: three runs, seldom four.
  assert.ok(runs > 2, `${runs} runs`);
  const values = await Promise.all(['x', 'y'].map((key) => db.first(read, [key])));
  assert.ok(values.every((row) => ['2', '3'].includes(row!.value.toString())));
});

test('a serialisation failure runs the work again, on what is there by then', async () => {
  await put(db, 'x');
  let runs = 0;
  await db.tx(async (tx) => {
    runs++;
    await tx.rows(isolated);
    await tx.first(read, ['x']);
    if (runs === 1) await db.rows(bump, ['x', Buffer.from('2')]);
    await tx.rows(bump, ['x', Buffer.from('3')]);
  });
  assert.equal(runs, 2);
  assert.equal((await db.first(read, ['x']))!.value.toString(), '3');
});

test('a conflict that never ends is told after five runs', async () => {
  let runs = 0;
  const conflict = Object.assign(new Error('deadlock detected'), { code: '40P01' });
  const failing = db.tx(async () => {
    runs++;
    throw conflict;
  });
  await assert.rejects(failing, conflict);
  assert.equal(runs, 5);
});

test('text and times that PostgreSQL cannot hold are refused as the caller’s fault', async () => {
  await assert.rejects(db.rows(asText, ['a\0b']), refused('validation'));
  await assert.rejects(db.rows(asJson, [JSON.stringify({ a: 'a\0b' })]), refused('validation'));
  await assert.rejects(db.rows(asJson, [JSON.stringify({ a: '\ud800' })]), refused('validation'));
  await assert.rejects(db.rows(asTime, ['+999999-01-01T00:00:00Z']), refused('validation'));
});

test('a statement’s own fault is neither an outage nor the caller’s', async () => {
  await assert.rejects(db.rows(wrong), (error: unknown) => !(error instanceof Refusal));
});

test('whole numbers of 64 bits are numbers, and absent values null', async () => {
  assert.deepEqual(await db.first(big), { n: Number.MAX_SAFE_INTEGER, missing: null });
});

test('a connection that dies in a transaction: unavailable, nothing stored, and the next use has another one', async () => {
  let dead = 0;
  const failing = db.tx(async (tx) => {
    dead = (await tx.first(pid))!.pid;
    await put(tx, 'a');
    await terminate(dead);
    await put(tx, 'b');
  });
  await assert.rejects(failing, refused('unavailable'));
  assert.deepEqual(await stored(), []);
  for (let uses = 0; uses < 6; uses++) assert.notEqual((await db.first(pid))!.pid, dead);
});

test('a database that is not there is unavailable, in words that say that nothing was stored', async () => {
  const nowhere = openDb({ host: '127.0.0.1', port: 1, database: 'x', user: 'x' });
  await assert.rejects(nowhere.rows(keys), refused('unavailable'));
  await assert.rejects(
    nowhere.tx((tx) => put(tx, 'a')),
    /nothing was stored/,
  );
  await nowhere.close();
});

test('closed: unavailable', async () => {
  const short = openDb(database.connection);
  await short.close();
  await assert.rejects(
    short.tx((tx) => put(tx, 'a')),
    (error: unknown) => error instanceof Error,
  );
});
