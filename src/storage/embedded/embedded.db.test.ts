import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { isAlive } from './processes.ts';
import { query, scratch } from './scratch.ts';
import { elapsed } from './wait.ts';

test('a fresh start makes a durable, checksummed database that is private to its owner', async (t) => {
  const { start, dataDir } = scratch(t);
  const database = await start();
  const [row] = await query(
    database,
    `select current_database() as database, current_user as "user", current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as commit, current_setting('data_checksums') as checksums,
      current_setting('server_encoding') as encoding, current_setting('listen_addresses') as addresses,
      lower('ÄÖ') as lower, current_setting('timezone') as zone`,
  );
  assert.deepEqual(row, {
    database: 'muster',
    user: 'muster',
    fsync: 'on',
    commit: 'on',
    checksums: 'on',
    encoding: 'UTF8',
    addresses: '',
    lower: 'äö',
    zone: 'UTC',
  });
  assert.equal(statSync(join(dataDir, 'postgres')).mode & 0o777, 0o700);
  assert.equal(statSync(database.connection.host).mode & 0o777, 0o700);
});

test('stopping ends the server and gives the folder back; the next start finds the data', async (t) => {
  const { start, dataDir, lines } = scratch(t);
  const first = await start();
  const pid = first.pid();
  assert.ok(pid !== undefined && isAlive(pid));
  await query(first, 'create table kept (word text)');
  await query(first, `insert into kept values ('here')`);
  await Promise.all([first.stop(), first.stop()]);
  assert.equal(isAlive(pid), false);
  assert.equal(first.pid(), undefined);
  assert.equal(existsSync(join(dataDir, 'muster.lock')), false);

  const begun = elapsed();
  const second = await start();
  t.diagnostic(`second start: ${Math.round(elapsed() - begun)} ms`);
  assert.deepEqual(await query(second, 'select word from kept'), [{ word: 'here' }]);
  assert.equal(lines.filter((line) => line.startsWith('made a new database')).length, 1);
});

test('settings given by the caller override the defaults', async (t) => {
  const database = await scratch(t).start({ settings: { max_connections: '37' } });
  assert.deepEqual(await query(database, 'show max_connections'), [{ max_connections: '37' }]);
});

test('a path too long for a Unix socket is no obstacle, and the socket has the same place at the next start', async (t) => {
  const { start, dataDir } = scratch(t, join('long'.repeat(30), "with spaces, commas and 'quotes'"));
  const first = await start();
  assert.ok(Buffer.byteLength(first.connection.host) < 90, first.connection.host);
  assert.ok(!first.connection.host.startsWith(dataDir));
  await query(first, 'create table kept ()');
  await first.stop();
  const second = await start();
  assert.deepEqual(second.connection, first.connection);
  assert.equal((await query(second, 'select * from kept')).length, 0);
});

test('a second Muster on the same data directory is refused, and the first is not disturbed', async (t) => {
  const { start, startElsewhere } = scratch(t);
  const first = await start();
  await assert.rejects(start(), new RegExp(`in use by another Muster \\(process ${process.pid}\\)`));
  await assert.rejects(startElsewhere(), /in use by another Muster .* MUSTER_DATA_DIR/);
  assert.deepEqual(await query(first, 'select 1 as one'), [{ one: 1 }]);
});

test('where no binaries are, the error says so and names DATABASE_URL', async (t) => {
  const { start, dataDir } = scratch(t);
  await assert.rejects(start({ binDir: '/nonexistent' }), /No PostgreSQL to start for .*\/nonexistent.*DATABASE_URL/);
  assert.equal(existsSync(join(dataDir, 'muster.lock')), false);
});

test('a database of another major version is refused, naming it', async (t) => {
  const { start, dataDir } = scratch(t);
  mkdirSync(join(dataDir, 'postgres'), { recursive: true });
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '9\n');
  await assert.rejects(start(), /written by PostgreSQL 9, .*Install PostgreSQL 9.*DATABASE_URL/);
});

test('started by root with a data directory that the database user cannot reach, it lies elsewhere and is found again', {
  skip: process.getuid?.() !== 0 && 'only root can',
}, async (t) => {
  const { start, dataDir, lines } = scratch(t, 'closed');
  mkdirSync(dirname(dataDir), { mode: 0o700 });
  const first = await start();
  const home = readFileSync(join(dataDir, 'postgres-location'), 'utf8').trim();
  assert.match(home, /^\/var\/(lib|db)\/muster\/[0-9a-f]{16}(-\d+)?$/);
  assert.ok(lines.some((line) => line.includes('cannot reach the data directory') && line.includes(home)));
  assert.equal(statSync(home).mode & 0o777, 0o700);
  assert.notEqual(statSync(home).uid, 0);
  await query(first, 'create table kept ()');
  await first.stop();
  const second = await start();
  assert.equal((await query(second, 'select * from kept')).length, 0);
  assert.equal(readFileSync(join(dataDir, 'postgres-location'), 'utf8').trim(), home);
});
