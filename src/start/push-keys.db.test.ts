import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createKeyring } from '#kernel/seal';
import { openDb } from '#storage/db';
import { statement } from '#storage/statement';
import { type TestDatabase, testDatabase } from '#test/kit/postgres';
import { openPushKeys } from './push-keys.ts';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.drop());

const stored = statement<{ value: Buffer }>('test.pushKeys', "select m.value from meta m where m.key = 'push-keys'");

test('nodes that start at once have one pair of keys, which the next start finds; the private one is sealed', async () => {
  const db = openDb(database.connection, { max: 4 });
  const keyring = createKeyring(randomBytes(32));
  const started = await Promise.all(Array.from({ length: 4 }, () => openPushKeys(db, keyring)));
  const [first, ...others] = [...started, await openPushKeys(db, keyring)].map(({ publicKey, privateKey }) => {
    return { publicKey, d: privateKey.export({ format: 'jwk' }).d! };
  });
  for (const other of others) assert.deepEqual(other, first);
  assert.equal(Buffer.from(first!.publicKey, 'base64url').length, 65);
  const { value } = (await db.first(stored))!;
  assert.ok(!value.includes(first!.d) && !value.includes(Buffer.from(first!.d, 'base64url')));
  await assert.rejects(openPushKeys(db, createKeyring(randomBytes(32))), 'another master key does not open them');
  await db.close();
});
