import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { type ManualClock, manualClock } from '#kernel/clock';
import { Refusal } from '#kernel/refusal';
import { type Db, openDb } from '#storage/db';
import { createDueWork, type DueWork, type Job } from '#storage/due';
import { statement } from '#storage/statement';
import { localWake, type Wake } from '#storage/wake';
import { type KeptLog, keptLog } from '#test/kit/log';
import { type TestDatabase, testDatabase } from '#test/kit/postgres';
import { createEngine, type Engine } from './engine.ts';
import type { Handler, HandlerContext } from './handler.ts';

const T0 = new Date('2026-01-02T03:10:00.000Z');
const clear = statement('test.clear', 'delete from due');
const rows = statement<{ key: string; run_at: Date; attempt: number; owner: string | null; error: string | null }>(
  'test.rows',
  'select d.key, d.run_at, d.attempt, d.owner, d.error from due d order by d.key',
);

let database: TestDatabase;
let db: Db;
let clock: ManualClock;
let log: KeptLog;
let wake: Wake;
let due: DueWork;

before(async () => {
  database = await testDatabase();
  db = openDb(database.connection, { max: 10 });
});
after(async () => {
  await db.close();
  await database.drop();
});
beforeEach(async () => {
  await db.rows(clear);
  clock = manualClock(T0);
  log = keptLog();
  wake = localWake();
  due = createDueWork(db, wake, 'node-a');
});

const put = (...keys: string[]) =>
  db.tx((tx) =>
    due.put(
      tx,
      T0,
      keys.map((key) => ({ queue: 'q', key, account: 'a', runAt: clock.now(), priority: 3, payload: {} })),
    ),
  );
const finish = (job: Job) => db.tx((tx) => due.finish(tx, job));
/** Engines that a failed test has left running would keep the process alive. */
const engines: Engine[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
});

type More = { concurrency?: number; due?: DueWork; wake?: Wake; leaseMs?: number };

function engineOf(handle: Handler['handle'], { concurrency = 4, ...more }: More = {}): Engine {
  const engine = createEngine({ db, due, clock, wake, log, handlers: [{ queue: 'q', concurrency, handle }], ...more });
  engines.push(engine);
  return engine;
}

/** Something that a test opens when it is time. */
function gate() {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 12_000; tries++) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.fail('it did not happen within the tries that were given');
}

test('runDue does all that is due, and what that makes due, and nothing of the future', async () => {
  const done: string[] = [];
  const engine = engineOf((job) =>
    db.tx(async (tx) => {
      await due.finish(tx, job);
      done.push(job.key);
      const next = { queue: 'q', account: 'a', priority: 3, payload: {} };
      if (job.key === 'first')
        await due.put(tx, T0, [
          { ...next, key: 'second', runAt: T0 },
          { ...next, key: 'later', runAt: new Date(T0.getTime() + 1) },
        ]);
    }),
  );
  await put('first');
  assert.equal(await engine.runDue(), 2);
  assert.deepEqual(done, ['first', 'second']);
  assert.equal(await engine.runDue(), 0);
});

test('a queue runs no more jobs at once than it has hands, and all of them in the end', async () => {
  let running = 0;
  let most = 0;
  let ended = 0;
  const full = gate();
  const engine = engineOf(
    async (job) => {
      most = Math.max(most, ++running);
      if (running === 3) full.open();
      await full.opened;
      await finish(job);
      running--;
      ended++;
    },
    { concurrency: 3 },
  );
  await put(...Array.from({ length: 20 }, (_, n) => `k${n}`));
  engine.start();
  await until(() => ended === 20);
  await engine.stop();
  assert.equal(most, 3);
});

test('a handler that fails is logged with its cause, backs off, and is run again when that is over', async () => {
  const attempts: number[] = [];
  const engine = engineOf(async (job) => {
    attempts.push(job.attempt);
    if (job.attempt < 3) throw new TypeError('not today');
    await finish(job);
  });
  await put('a', 'b');
  await engine.runDue();
  const [row] = await db.rows(rows);
  assert.deepEqual([row?.run_at, row?.error, row?.owner], [new Date(T0.getTime() + 1_000), 'not today', null]);
  assert.equal(log.take('error', /due work failed; it is tried again/).length, 2);
  await engine.runDue();
  assert.deepEqual(attempts, [1, 1]);
  clock.moveTo(new Date(T0.getTime() + 1_000));
  await engine.runDue();
  assert.deepEqual((await db.rows(rows))[0]?.run_at, new Date(T0.getTime() + 3_000), 'twice as long');
  clock.moveTo(new Date(T0.getTime() + 3_000));
  await engine.runDue();
  assert.deepEqual(await db.rows(rows), []);
  assert.deepEqual(attempts, [1, 1, 2, 2, 3, 3]);
});

test('while the database is away a job is left to its lease, and no error is cried', async () => {
  let runs = 0;
  const engine = engineOf(async (job) => {
    if (++runs === 1) throw new Refusal('unavailable', 'away');
    await finish(job);
  });
  await put('a');
  await engine.runDue();
  assert.deepEqual(
    log.lines.map((line) => line.level),
    ['warn'],
  );
  clock.moveTo(new Date(T0.getTime() + 5_000));
  await engine.runDue();
  assert.deepEqual([runs, await db.rows(rows)], [2, []]);
});

test('a wake-up that is lost costs a poll, not the work', async () => {
  let done = 0;
  const looked = gate();
  const watched: DueWork = { ...due, nextDue: (...given) => due.nextDue(...given).finally(looked.open) };
  const engine = engineOf(
    async (job) => {
      await finish(job);
      done++;
    },
    { due: watched },
  );
  engine.start();
  await looked.opened;
  // Put by another node, whose wake-up never comes.
  const silent = createDueWork(db, localWake(), 'node-b');
  await db.tx((tx) =>
    silent.put(tx, T0, [{ queue: 'q', key: 'a', account: 'a', runAt: T0, priority: 3, payload: {} }]),
  );
  await until(() => done === 1);
  await engine.stop();
});

test('work of a dead owner is taken over after its lease, and the dead one’s late end changes nothing', async () => {
  const stuck = gate();
  const started = gate();
  const dead = engineOf(async (job) => {
    started.open();
    await stuck.opened;
    await finish(job);
  });
  const deadRun = put('a').then(() => dead.runDue());
  await started.opened;
  let taken = 0;
  const other = createDueWork(db, localWake(), 'node-b');
  const alive = engineOf((job) => db.tx((tx) => other.finish(tx, job).then(() => void taken++)), {
    due: other,
    wake: localWake(),
  });
  await alive.runDue();
  assert.equal(taken, 0);
  clock.moveTo(new Date(T0.getTime() + 5_000));
  await alive.runDue();
  assert.equal(taken, 1);
  stuck.open();
  await deadRun;
  assert.equal(log.take('debug', /taken this work over/).length, 1);
  assert.deepEqual(
    log.lines.filter((line) => line.level === 'error'),
    [],
  );
});

test('work that is put anew while it runs is run anew: the former run ends without it', async () => {
  const started = gate();
  const free = gate();
  const seen: unknown[] = [];
  const engine = engineOf(async (job) => {
    seen.push(job.payload);
    started.open();
    if (seen.length === 1) await free.opened;
    await finish(job);
  });
  const version = (v: number) =>
    db.tx((tx) => due.put(tx, T0, [{ queue: 'q', key: 'a', account: 'a', runAt: T0, priority: 3, payload: { v } }]));
  await version(1);
  engine.start();
  await started.opened;
  await version(2);
  await until(() => seen.length === 2 || log.lines.length > 0).finally(free.open);
  await until(async () => (await db.rows(rows)).length === 0);
  await engine.stop();
  assert.deepEqual(seen, [{ v: 1 }, { v: 2 }]);
  assert.deepEqual(
    log.lines.filter((line) => line.level === 'error'),
    [],
  );
});

test('work whose lease has ended while it runs here is not run twice', async () => {
  const started = gate();
  const free = gate();
  let runs = 0;
  const engine = engineOf(async (job) => {
    runs++;
    started.open();
    await free.opened;
    await finish(job);
  });
  await put('a');
  const first = engine.runDue();
  await started.opened;
  clock.moveTo(new Date(T0.getTime() + 6_000));
  const second = engine.runDue();
  await until(async () => (await db.rows(rows))[0]!.attempt === 2);
  free.open();
  await Promise.all([first, second]);
  assert.equal(runs, 1);
  assert.deepEqual(await db.rows(rows), []);
});

test('a lease that was lost aborts what runs', async () => {
  let context: HandlerContext | undefined;
  const ended = gate();
  const engine = engineOf(
    async (_job, given) => {
      context = given;
      await new Promise((resolve) => given.signal.addEventListener('abort', resolve, { once: true }));
      ended.open();
    },
    { leaseMs: 30 },
  );
  await put('a');
  engine.start();
  await until(() => context !== undefined);
  await db.tx((tx) => due.cancel(tx, 'q', ['a']));
  await ended.opened;
  assert.match(String(context!.signal.reason), /lease lost/);
  await engine.stop();
});

test('stop begins nothing more and waits for what runs', async () => {
  const started = gate();
  const free = gate();
  const seen: string[] = [];
  const engine = engineOf(
    async (job) => {
      seen.push(job.key);
      started.open();
      await free.opened;
      await finish(job);
    },
    { concurrency: 1 },
  );
  await put('a', 'b');
  engine.start();
  await started.opened;
  const stopped = engine.stop();
  free.open();
  await stopped;
  assert.equal(seen.length, 1);
  const left = await db.rows(rows);
  assert.deepEqual(
    left.map((row) => [row.owner, row.attempt]),
    [[null, 0]],
  );
});

test('a claim that is under way when the engine stops begins nothing, and its work is handed back', async () => {
  const claiming = gate();
  const free = gate();
  const slow: DueWork = {
    ...due,
    async claim(...given) {
      const jobs = await due.claim(...given);
      if (jobs.length > 0) {
        claiming.open();
        await free.opened;
      }
      return jobs;
    },
  };
  let begun = 0;
  const engine = engineOf(
    async (job) => {
      begun++;
      await finish(job);
    },
    { due: slow },
  );
  await put('a');
  engine.start();
  await claiming.opened;
  const stopped = engine.stop();
  free.open();
  await stopped;
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(begun, 0);
  assert.deepEqual(
    (await db.rows(rows)).map((row) => [row.owner, row.attempt, row.run_at]),
    [[null, 0, T0]],
  );
});
