import { createPrivateKey, createPublicKey, generateKeyPairSync, type webcrypto } from 'node:crypto';
import type { Keyring } from '#kernel/seal';
import type { PushKeys } from '#providers/push';
import type { Db } from '#storage/db';
import { statement } from '#storage/statement';

const NAME = 'push-keys';

const pushKeysSql = {
  get: statement<{ value: Buffer }>('start.getPushKeys', 'select m.value from meta m where m.key = $1'),
  put: statement('start.putPushKeys', 'insert into meta (key, value) values ($1, $2) on conflict do nothing'),
};

/**
 * Our own keys for push services: made once for a database and kept, since browsers are subscribed with them and no other sends
 * to them. The private one is sealed with the master key.
 */
export async function openPushKeys(db: Db, keyring: Keyring): Promise<PushKeys> {
  const kept = (await db.first(pushKeysSql.get, [NAME]))?.value;
  // Two nodes may start at once on an empty database: whichever is first fixes the keys for both.
  if (!kept) await db.rows(pushKeysSql.put, [NAME, keyring.seal(JSON.stringify(madeKey()), NAME)]);
  const sealed = kept ?? (await db.first(pushKeysSql.get, [NAME]))!.value;
  const jwk = JSON.parse(keyring.open(sealed, NAME)) as webcrypto.JsonWebKey;
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  const { x, y } = createPublicKey(privateKey).export({ format: 'jwk' });
  const point = [Buffer.of(4), Buffer.from(x!, 'base64url'), Buffer.from(y!, 'base64url')];
  return { publicKey: Buffer.concat(point).toString('base64url'), privateKey };
}

const madeKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
