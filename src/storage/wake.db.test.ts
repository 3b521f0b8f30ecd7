import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { type TestDatabase, testDatabase } from '#test/kit/postgres';
import { databaseClock } from './clock.ts';
import { openDb } from './db.ts';
import { statement } from './statement.ts';
import { databaseWake, localWake, type Wake } from './wake.ts';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.drop());

async function run(text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  const client = new pg.Client(database.connection);
  await client.connect();
  try {
    return await client.query(text, values);
  } finally {
    await client.end();
  }
}

const listeners = `select pid from pg_stat_activity where datname = current_database() and query like 'listen muster_due%'`;

/** Repeats `act` until `done` says so: a hint may be lost, a repeated one must get through. Bounded. */
async function until(done: () => boolean | Promise<boolean>, act: () => void = () => {}): Promise<void> {
  for (let tries = 0; tries < 6_000; tries++) {
    if (await done()) return;
    act();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail('it did not happen within the tries that were given');
}

function listening(wake: Wake): string[] {
  const heard: string[] = [];
  wake.onWork((queue) => void heard.push(queue));
  return heard;
}

const tell = (wake: Wake, ...queues: string[]) => wake.tell(new Map(queues.map((queue) => [queue, new Date()])));

test('a local wake-up is heard at once, and only here', () => {
  const wake = localWake();
  const heard = listening(wake);
  tell(wake, 'a', 'b');
  assert.deepEqual(heard, ['a', 'b']);
});

test('work that is told on one node is heard on the other', async () => {
  const trouble: string[] = [];
  const [one, two] = [
    databaseWake(database.connection, (text) => trouble.push(text)),
    databaseWake(database.connection, (text) => trouble.push(text)),
  ];
  const [here, there] = [listening(one), listening(two)];
  await until(async () => (await run(listeners)).rowCount === 2);
  tell(one, 'engagement', 'send.email');
  assert.deepEqual(here, ['engagement', 'send.email'], 'here at once');
  await until(() => there.length >= 2);
  assert.deepEqual(there, ['engagement', 'send.email']);
  await Promise.all([one.close(), two.close()]);
  assert.deepEqual(trouble, []);
});

test('a wake-up connection that is lost is told of, made again, and hears again', async () => {
  const trouble: string[] = [];
  const wake = databaseWake(database.connection, (text) => trouble.push(text));
  const heard = listening(wake);
  await until(async () => (await run(listeners)).rowCount === 1);
  await run(`select pg_terminate_backend(pid, 5000) from (${listeners}) l`);
  await until(() => trouble.length > 0);
  assert.match(trouble[0]!, /wake-up connection lost .*polling meanwhile/);
  await until(async () => (await run(listeners)).rowCount === 1);
  await run('select pg_notify($1, $2)', ['muster_due', 'engagement']);
  await until(() => heard.includes('engagement'));
  await wake.close();
  await until(async () => (await run(listeners)).rowCount === 0);
});

test('a clock that was moved is told of', async () => {
  const wake = databaseWake(database.connection, (text) => assert.fail(text));
  let moved = 0;
  wake.onClockMoved(() => moved++);
  await until(async () => (await run(listeners)).rowCount === 1);
  await run(`select pg_notify('muster_clock', '')`);
  await until(() => moved > 0);
  await wake.close();
});

test('a node that cannot reach the database keeps working here, and closes', async () => {
  const wake = databaseWake({ host: '127.0.0.1', port: 1, user: 'x', database: 'x' }, () => {});
  const heard = listening(wake);
  tell(wake, 'a');
  assert.deepEqual(heard, ['a']);
  await wake.close();
});

const shift = (sql: string) =>
  run(`create or replace function muster_now() returns timestamptz language sql volatile as '${sql}'`);

test('the clock is the database’s, follows muster_now(), and never goes back', async () => {
  const db = openDb(database.connection);
  await shift(`select clock_timestamp() + interval ''30 days''`);
  const clock = await databaseClock(db, (error) => assert.fail(String(error)));
  const now = statement<{ now: Date }>('test.musterNow', 'select muster_now() as now');
  const near = async () => Math.abs((await db.first(now))!.now.getTime() - clock.now().getTime());
  assert.ok((await near()) < 5_000, 'a month ahead, as the database is');
  await shift(`select clock_timestamp() + interval ''60 days''`);
  await clock.sync();
  assert.ok((await near()) < 5_000, 'moved on with it');
  const before = clock.now();
  await shift('select clock_timestamp()');
  await clock.sync();
  for (let looks = 0; looks < 100; looks++) assert.ok(clock.now() >= before, 'never back');
  clock.stop();
  await db.close();
});

test('a clock that cannot be read at the start is no clock', async () => {
  const nowhere = openDb({ host: '127.0.0.1', port: 1, database: 'x', user: 'x' });
  await assert.rejects(
    databaseClock(nowhere, () => {}),
    /database cannot be reached/,
  );
  await nowhere.close();
});
