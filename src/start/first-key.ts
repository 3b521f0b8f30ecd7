import { resolve } from 'node:path';
import { type AccessKeys, newKeyPair } from '#domain/access';
import { arns } from '#kernel/arn';
import type { Db } from '#storage/db';
import type { Settings } from '../settings.ts';
import { writeSecret } from './data-dir.ts';

/** The first administrator's access key, in the form that `aws` reads. */
const FILE = 'credentials';

/**
 * At the first start, makes the administrator's access key (or takes the one given in the environment) and writes it to the
 * data directory. Answers the file's path, also at later starts.
 */
export async function ensureFirstKey(db: Db, accessKeys: AccessKeys, now: Date, settings: Settings): Promise<string> {
  const path = resolve(settings.MUSTER_DATA_DIR, FILE);
  if (await accessKeys.any(db)) return path;
  const pair = givenPair(settings) ?? newKeyPair();
  const account = settings.MUSTER_ACCOUNT_ID;
  // The file first: a key that is stored and not written down would be lost to its owner.
  await writeSecret(settings.MUSTER_DATA_DIR, FILE, credentialsFile(pair));
  const key = { ...pair, account, principal: arns.user(account, 'admin') };
  await db.tx((tx) => accessKeys.create(tx, now, key));
  return path;
}

function givenPair({ AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret }: Settings) {
  if (!id && !secret) return undefined;
  if (!id || !secret)
    throw new Error(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together: give both for the first key, or neither.',
    );
  return { id, secret };
}

function credentialsFile({ id, secret }: { id: string; secret: string }): string {
  return `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
}
