import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { createAccessKeys } from '#domain/access';
import { createKeyring } from '#kernel/seal';
import { type Db, openDb } from '#storage/db';
import { keptLog } from '#test/kit/log';
import { type TestDatabase, testDatabase } from '#test/kit/postgres';
import { startMuster } from '../main.ts';
import { settingsFrom } from '../settings.ts';
import { ensureFirstKey } from './first-key.ts';
import { openKeyring } from './master-key.ts';

const NOW = new Date('2026-01-02T03:10:00.000Z');
const OTHER = Buffer.alloc(32, 7).toString('base64');

let root: string;
let dataDir: string;
let database: TestDatabase;
let db: Db;

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'muster-start-'));
});
after(() => rm(root, { recursive: true, force: true }));
beforeEach(async () => {
  dataDir = await mkdtemp(join(root, 'data-'));
  database = await testDatabase();
  db = openDb(database.connection, { max: 4 });
});
afterEach(async () => {
  await db.close();
  await database.drop();
});

const settings = (given: Record<string, string> = {}) => settingsFrom({ MUSTER_DATA_DIR: dataDir, ...given });
const modeOf = async (name: string) => (await stat(join(dataDir, name))).mode & 0o777;
const sealed = async (given: Record<string, string> = {}) => (await openKeyring(db, settings(given))).mac('p', 'd');

test('the first start makes a master key for its owner alone, and the next one opens with it', async () => {
  const first = await sealed();
  assert.equal(await modeOf('master-key'), 0o600);
  assert.equal(Buffer.from(await readFile(join(dataDir, 'master-key'), 'utf8'), 'base64').length, 32);
  assert.deepEqual(await sealed(), first);
});

test('a master key can be given, by itself or by a file', async () => {
  const file = join(dataDir, 'given');
  await writeFile(file, `${OTHER}\n`);
  assert.deepEqual(await sealed({ MUSTER_MASTER_KEY: OTHER }), await sealed({ MUSTER_MASTER_KEY_FILE: file }));
});

test('another master key than the database was made with refuses to start', async () => {
  await sealed();
  await assert.rejects(
    sealed({ MUSTER_MASTER_KEY: OTHER }),
    /not the one this database was made with.*MUSTER_MASTER_KEY/,
  );
});

test('a database with data and no master key refuses to start, and says what to do', async () => {
  await sealed();
  await rm(join(dataDir, 'master-key'));
  await assert.rejects(sealed(), /master-key is gone.*backup/);
  await assert.rejects(
    sealed({ DATABASE_URL: 'postgres://db.example/muster' }),
    /must be given: set MUSTER_MASTER_KEY/,
  );
});

test('a master key of another length is refused without being shown', async () => {
  await assert.rejects(sealed({ MUSTER_MASTER_KEY: 'c2hvcnQ=' }), (error: Error) => {
    assert.match(error.message, /MUSTER_MASTER_KEY: wanted 32 bytes as base64, got 5 bytes/);
    assert.ok(!error.message.includes('c2hvcnQ='));
    return true;
  });
});

const accessKeys = () => createAccessKeys(db, createKeyring(Buffer.alloc(32, 1)));
const ensure = (given: Record<string, string> = {}) => ensureFirstKey(db, accessKeys(), NOW, settings(given));

test('the first start makes one access key and writes it down for its owner alone', async () => {
  const path = await ensure();
  assert.equal(path, join(dataDir, 'credentials'));
  assert.equal(await modeOf('credentials'), 0o600);
  const text = await readFile(path, 'utf8');
  const [, id, secret] =
    /^\[default\]\naws_access_key_id = (AKIA\w{16})\naws_secret_access_key = (\S{40})\n$/.exec(text) ?? [];
  const key = await accessKeys().find(NOW, id!);
  assert.deepEqual([key?.secret, key?.principal], [secret, 'arn:aws:iam::123456789012:user/admin']);
  await ensure();
  assert.equal(await readFile(path, 'utf8'), text);
});

test('a key given at the first start becomes the administrator’s; half a pair is refused', async () => {
  await assert.rejects(ensure({ AWS_ACCESS_KEY_ID: 'AKIAGIVEN' }), /go together/);
  await ensure({ AWS_ACCESS_KEY_ID: 'AKIAGIVEN', AWS_SECRET_ACCESS_KEY: 'given-secret' });
  assert.equal((await accessKeys().find(NOW, 'AKIAGIVEN'))?.secret, 'given-secret');
});

test('of nodes that start at once on an empty database one makes the key', async () => {
  const dirs = await Promise.all(Array.from({ length: 4 }, () => mkdtemp(join(root, 'node-'))));
  const paths = await Promise.all(
    dirs.map((dir) => ensureFirstKey(db, accessKeys(), NOW, settings({ MUSTER_DATA_DIR: dir }))),
  );
  assert.equal(paths.filter((path) => path !== undefined).length, 1);
});

test('scaled time is refused with DATABASE_URL before anything is touched', async () => {
  const given = { DATABASE_URL: 'postgres://127.0.0.1:1/none', MUSTER_TIME_SCALE: '60' };
  await assert.rejects(startMuster({ settings: settings(given), log: keptLog() }), /MUSTER_TIME_SCALE_FORCE=1/);
});
