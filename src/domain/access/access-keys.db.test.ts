import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createKeyring } from '#kernel/seal';
import { type Db, openDb } from '#storage/db';
import { statement } from '#storage/statement';
import { type TestDatabase, testDatabase } from '#test/kit/postgres';
import { createAccessKeys, newKeyPair } from './access-keys.ts';

const T0 = new Date('2026-01-02T03:10:00.000Z');
const at = (ms: number) => new Date(T0.getTime() + ms);
const stored = statement<{ secret: Buffer }>('test.secret', 'select k.secret from access_keys k where k.id = $1');
const disable = statement('test.disable', 'update access_keys set disabled_at = $2 where id = $1');
const swap = statement(
  'test.swap',
  'update access_keys k set secret = (select o.secret from access_keys o where o.id = $2) where k.id = $1',
);
const keyring = createKeyring(Buffer.alloc(32, 7));

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

async function made() {
  const key = { ...newKeyPair(), account: '123456789012', principal: 'arn:aws:iam::123456789012:user/admin' };
  const keys = createAccessKeys(db, keyring);
  assert.equal(await db.tx((tx) => keys.create(tx, T0, key)), true);
  return { key, keys };
}

test('a key is found as it was made, and its secret is not in the database', async () => {
  const { key, keys } = await made();
  assert.deepEqual(await keys.find(T0, key.id), key);
  const { secret } = (await db.first(stored, [key.id]))!;
  assert.ok(!secret.includes(Buffer.from(key.secret)));
  assert.equal(await keys.any(db), true);
});

test('a second key under the same id is not made', async () => {
  const { key, keys } = await made();
  assert.equal(await db.tx((tx) => keys.create(tx, T0, { ...key, secret: 'other' })), false);
  assert.equal((await createAccessKeys(db, keyring).find(T0, key.id))?.secret, key.secret);
});

test('a disabled key is refused within two seconds, an unknown one at once', async () => {
  const { key, keys } = await made();
  await keys.find(T0, key.id);
  await db.rows(disable, [key.id, T0]);
  assert.equal(await keys.find(at(2_000), key.id), undefined);
  assert.equal(await keys.find(T0, 'AKIANEVERMADE'), undefined);
});

test('a sealed secret opens for its own key only, and with the right master key only', async () => {
  const [one, two] = [await made(), await made()];
  await db.rows(swap, [one.key.id, two.key.id]);
  await assert.rejects(one.keys.find(T0, one.key.id));
  await assert.rejects(createAccessKeys(db, createKeyring(Buffer.alloc(32, 8))).find(T0, two.key.id));
});

test('a new pair has the form that clients know', () => {
  const { id, secret } = newKeyPair();
  assert.match(id, /^AKIA[A-Z2-7]{16}$/);
  assert.match(secret, /^[A-Za-z0-9+/]{40}$/);
});
