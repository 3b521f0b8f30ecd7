import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type TestDatabase, testDatabase } from '#test/kit/postgres';
import { type Db, openDb } from './db.ts';
import { dueSql } from './due.sql.ts';
import { createDueWork, type Due, type DueWork, type Job, LeaseLost } from './due.ts';
import { statement } from './statement.ts';
import { localWake } from './wake.ts';

const T0 = new Date('2026-01-02T03:10:00.000Z');
const at = (second: number) => new Date(T0.getTime() + second * 1_000);
const LEASE_MS = 5_000;
const clear = statement('test.clearDue', 'delete from due');
const all = statement<{ key: string; attempt: number; error: string | null; owner: string | null }>(
  'test.allDue',
  'select d.key, d.attempt, d.error, d.owner from due d order by d.key',
);
const unlocked = statement<{ key: string }>('test.unlockedDue', 'select d.key from due d for update skip locked');
const claimOne = dueSql.claim;
const lockOne = statement('test.lockDue', 'select from due d where d.key = $1 for update');

let database: TestDatabase;
let db: Db;
let due: DueWork;
let other: DueWork;
const told: string[] = [];

before(async () => {
  database = await testDatabase();
  db = openDb(database.connection, { max: 6 });
  const wake = localWake();
  wake.onWork((queue) => void told.push(queue));
  due = createDueWork(db, wake, 'node-a');
  other = createDueWork(db, localWake(), 'node-b');
});
after(async () => {
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  await db.rows(clear);
  told.length = 0;
});

const work = (key: string, second: number, more: Partial<Due> = {}): Due => ({
  queue: 'q',
  key,
  account: '123456789012',
  runAt: at(second),
  priority: 3,
  payload: { key },
  ...more,
});
const put = (...works: Due[]) => db.tx((tx) => due.put(tx, T0, works));
const claim = (second: number, limit = 10, by = due) => by.claim(at(second), 'q', limit, LEASE_MS);
const keys = (jobs: Job[]) => jobs.map((job) => job.key);

test('work is claimed when it is due and not before, with all that it carries', async () => {
  await put(work('a', 10, { payload: { deep: ['ü', 1] }, requestId: 'r-1' }));
  assert.deepEqual(await claim(9), []);
  const [job] = await claim(10);
  assert.deepEqual(
    { ...job, id: '', token: 0 },
    {
      id: '',
      queue: 'q',
      key: 'a',
      account: '123456789012',
      dueAt: at(10),
      priority: 3,
      attempt: 1,
      token: 0,
      payload: { deep: ['ü', 1] },
      requestId: 'r-1',
    },
  );
});

test('the most severe is claimed first, then the oldest, also within a limit', async () => {
  await put(
    work('low-old', 0, { priority: 4 }),
    work('high-new', 3, { priority: 1 }),
    work('high-old', 1, { priority: 1 }),
    work('mid', 2, { priority: 2 }),
  );
  assert.deepEqual(keys(await claim(9, 3)), ['high-old', 'high-new', 'mid']);
  assert.deepEqual(keys(await claim(9, 3)), ['low-old']);
});

test('a backlog of hundreds of another severity does not hold up the more severe', async () => {
  await put(
    ...Array.from({ length: 300 }, (_, n) => work(`low-${n}`, 0, { priority: 3 })),
    work('high', 5, { priority: 1 }),
  );
  assert.deepEqual(keys(await claim(6, 1)), ['high']);
});

test('a second put under the same queue and key replaces the first; another queue is another thing', async () => {
  await put(work('a', 1, { payload: { v: 1 } }), work('a', 1, { queue: 'p' }));
  await put(work('a', 7, { payload: { v: 2 }, priority: 1 }));
  assert.deepEqual(await claim(6), []);
  const [job] = await claim(7);
  assert.deepEqual([job?.payload, job?.priority, job?.dueAt], [{ v: 2 }, 1, at(7)]);
  assert.equal((await due.claim(at(7), 'p', 5, LEASE_MS)).length, 1);
});

test('whoever runs work that was put anew has lost it, and its transaction rolls back', async () => {
  await put(work('a', 0));
  const [job] = await claim(0);
  await put(work('a', 9));
  const done = db.tx(async (tx) => {
    await due.put(tx, T0, [work('effect', 0)]);
    await due.finish(tx, job!);
  });
  await assert.rejects(done, LeaseLost);
  assert.deepEqual(
    (await db.rows(all)).map((row) => row.key),
    ['a'],
  );
  assert.deepEqual(keys(await claim(9)), ['a']);
});

test('cancelled work is gone, and whoever runs it has lost it', async () => {
  await put(work('a', 0), work('b', 0));
  const jobs = await claim(0);
  await db.tx((tx) => due.cancel(tx, 'q', ['a', 'never-there']));
  await assert.rejects(
    db.tx((tx) => due.finish(tx, jobs.find((job) => job.key === 'a')!)),
    LeaseLost,
  );
  await db.tx((tx) => due.finish(tx, jobs.find((job) => job.key === 'b')!));
  assert.deepEqual(await db.rows(all), []);
});

test('two nodes that claim at once share the work, each job once', async () => {
  await put(...Array.from({ length: 40 }, (_, n) => work(`k${n}`, 0)));
  const [one, two] = await Promise.all([claim(0, 40), claim(0, 40, other)]);
  const got = [...keys(one), ...keys(two)];
  assert.equal(new Set(got).size, got.length);
  assert.equal(got.length + (await claim(0, 40)).length, 40);
});

test('a claim passes over what another holds locked, and does not wait for it', async () => {
  await put(work('a', 0), work('b', 0));
  await db.tx(async (tx) => {
    await tx.rows(lockOne, ['a']);
    assert.deepEqual(keys(await claim(0)), ['b']);
  });
  assert.deepEqual(keys(await claim(0)), ['a']);
});

test('leased work is taken over when the lease ends, not before; the late owner has lost it', async () => {
  await put(work('a', 0));
  const [first] = await claim(0);
  assert.deepEqual(await claim(4.999, 10, other), []);
  const [second] = await claim(5, 10, other);
  assert.equal(second?.attempt, 2);
  assert.ok(second!.token > first!.token);
  assert.deepEqual(second!.dueAt, at(0), 'it stays due since it first was');
  await assert.rejects(
    db.tx((tx) => due.finish(tx, first!)),
    LeaseLost,
  );
  await assert.rejects(due.again(db, first!, at(9), 'late'), LeaseLost);
  assert.deepEqual(await due.renew([first!], at(60)), new Set());
  await due.release([first!]);
  await db.tx((tx) => other.finish(tx, second!));
});

test('a renewed lease holds longer', async () => {
  await put(work('a', 0), work('b', 0));
  const jobs = await claim(0);
  const mine = jobs.filter((job) => job.key === 'a');
  assert.deepEqual(await due.renew(mine, at(20)), new Set(mine.map((job) => job.id)));
  const [taken] = await claim(6, 10, other);
  assert.equal(taken?.key, 'b');
  await db.tx((tx) => other.finish(tx, taken!));
  assert.deepEqual(await claim(19.999, 10, other), []);
  assert.deepEqual(keys(await claim(20, 10, other)), ['a']);
});

test('released work is due at once for others, as if it had not been tried', async () => {
  await put(work('a', 0));
  await due.release(await claim(0));
  const [job] = await claim(1, 10, other);
  assert.equal(job?.attempt, 1);
});

test('work put back is due at its new time, its attempts counted and its error kept', async () => {
  await put(work('a', 0));
  const [job] = await claim(0);
  await due.again(db, job!, at(30), `no way through ${'x'.repeat(2_000)}`);
  assert.deepEqual(await claim(29), []);
  const [row] = await db.rows(all);
  assert.match(row!.error!, /^no way through x+$/);
  assert.equal(row!.error!.length, 1_000);
  assert.equal(row!.owner, null);
  const [again] = await claim(30);
  assert.deepEqual([again?.attempt, again?.dueAt], [2, at(0)]);
});

test('of many that are put back, those that are ours still wait; the others are left alone', async () => {
  await put(work('a', 0), work('b', 0));
  const jobs = await claim(0);
  const [taken] = await other.claim(at(5), 'q', 1, LEASE_MS);
  const mine = jobs.find((job) => job.key !== taken!.key)!;
  assert.deepEqual(await due.againAll(jobs, at(30), 'later'), new Set([mine.id]));
  assert.deepEqual(
    (await db.rows(all)).map((row) => [row.key, row.error, row.owner]),
    [taken!, mine]
      .map((job) => [job.key, job === mine ? 'later' : null, job === mine ? null : 'node-b'])
      .sort(([a], [b]) => String(a).localeCompare(String(b))),
  );
  assert.deepEqual(keys(await claim(30)).sort(), ['a', 'b'], 'the one whose lease is over, and the one that waited');
});

test('a claim locks what it takes and nothing else', async () => {
  await put(work('high', 0, { priority: 1 }), work('low', 0, { priority: 5 }));
  await db.tx(async (tx) => {
    await tx.rows(lockOne, ['high']);
    assert.deepEqual(keys(await claim(0, 1)), ['low'], 'what somebody holds does not count');
  });
  await put(...Array.from({ length: 20 }, (_, n) => work(`other-${n}`, 0, { priority: 5 })));
  const held = await db.tx(async (tx) => {
    await tx.rows(claimOne, ['q', at(1), 1, at(6), 'node-a', at(61)]);
    return (await db.rows(unlocked)).length;
  });
  assert.equal(held, 21, 'of 22 rows one is locked');
});

test('a lease that ends in more than a minute counts for nothing', async () => {
  await put(work('a', 0));
  const [job] = await claim(0);
  await due.renew([job!], at(3_600));
  assert.deepEqual((await due.nextDue(at(1), ['q'])).get('q'), at(0));
  const [taken] = await claim(1, 10, other);
  assert.equal(taken?.key, 'a');
});

test('the next moment of each queue is told, leases included; a queue without work is left out', async () => {
  await put(work('a', 30), work('b', 20, { priority: 5 }), work('c', 9, { queue: 'p' }));
  assert.deepEqual(
    await due.nextDue(at(0), ['q', 'p', 'none']),
    new Map([
      ['q', at(20)],
      ['p', at(9)],
    ]),
  );
  await due.claim(at(9), 'p', 1, LEASE_MS);
  assert.deepEqual((await due.nextDue(at(9), ['p'])).get('p'), at(14));
});

test('the wake-up comes after the commit, and never after a rollback', async () => {
  await db.tx(async (tx) => {
    await due.put(tx, T0, [work('a', 0)]);
    assert.deepEqual(told, []);
  });
  assert.deepEqual(told, ['q']);
  const failing = db.tx(async (tx) => {
    await due.put(tx, T0, [work('b', 0)]);
    throw new Error('not meant to be');
  });
  await assert.rejects(failing, /not meant to be/);
  assert.deepEqual(told, ['q']);
  assert.deepEqual(
    (await db.rows(all)).map((row) => row.key),
    ['a'],
  );
});
