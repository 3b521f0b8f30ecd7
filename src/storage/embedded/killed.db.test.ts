import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isAlive } from './processes.ts';
import { answersWithin, kill, query, scratch } from './scratch.ts';
import { elapsed, seconds } from './wait.ts';

test('a killed postmaster is started again, and nothing committed is lost', async (t) => {
  const { start, lines } = scratch(t);
  const database = await start();
  await query(database, 'create table kept (round int)');
  for (const round of [1, 2, 3]) {
    await query(database, `insert into kept values (${round})`);
    const pid = database.pid();
    assert.ok(pid !== undefined);
    const sleeper = assert.rejects(query(database, 'select pg_sleep(60)'));
    await kill(pid);
    const took = await answersWithin(database, seconds(60));
    t.diagnostic(`back after ${Math.round(took)} ms`);
    await sleeper;
  }
  assert.deepEqual(await query(database, 'select array_agg(round order by round) as rounds from kept'), [
    { rounds: [1, 2, 3] },
  ]);
  assert.ok(lines.some((line) => line.startsWith('the database died')));
});

test('a server whose Muster was killed is adopted, data and all, and stopped by the one that adopted it', async (t) => {
  const { start, startElsewhere, lines } = scratch(t);
  const { pid, postmaster } = await startElsewhere();
  await kill(pid);
  assert.ok(isAlive(postmaster), 'the postmaster outlives its Muster');
  const database = await start();
  assert.equal(database.pid(), postmaster);
  assert.ok(lines.some((line) => line.includes('taking it over')));
  await query(database, 'create table kept ()');
  await database.stop();
  assert.equal(isAlive(postmaster), false);
});

test('an adopted server that is killed is started again', async (t) => {
  const { start, startElsewhere } = scratch(t);
  const { pid, postmaster } = await startElsewhere();
  await kill(pid);
  const database = await start();
  await query(database, 'create table kept ()');
  await kill(postmaster);
  await answersWithin(database, seconds(60));
  assert.equal((await query(database, 'select * from kept')).length, 0);
  assert.notEqual(database.pid(), postmaster);
});

test('when both were killed the next start finds the data', async (t) => {
  const { start, startElsewhere } = scratch(t);
  const { pid, postmaster } = await startElsewhere();
  await kill(pid, postmaster);
  const begun = elapsed();
  const database = await start();
  t.diagnostic(`up after ${Math.round(elapsed() - begun)} ms`);
  assert.equal((await query(database, 'select 1 as one')).length, 1);
});

test('a pid file that names a process of somebody else does not stand in the way', async (t) => {
  const { start, startElsewhere, dataDir } = scratch(t);
  const { pid, postmaster } = await startElsewhere();
  await kill(pid, postmaster);
  const file = join(dataDir, 'postgres', 'postmaster.pid');
  const left = readFileSync(file, 'utf8');
  assert.match(left, new RegExp(`^${postmaster}\n`));
  writeFileSync(file, left.replace(/^\d+/, String(process.ppid)));
  const database = await start();
  assert.equal((await query(database, 'select 1 as one')).length, 1);
});

test('stopping while the server is down leaves none running', async (t) => {
  const database = await scratch(t).start();
  const pid = database.pid();
  assert.ok(pid !== undefined);
  await kill(pid);
  await database.stop();
  assert.equal(database.pid(), undefined);
  await assert.rejects(query(database, 'select 1'));
});
