import { resolve } from 'node:path';
import { type AccessKeys, newKeyPair } from '#domain/access';
import { arns } from '#kernel/arn';
import type { Db } from '#storage/db';
import { statement } from '#storage/statement';
import type { Settings } from '../settings.ts';
import { readData, writeSecret } from './data-dir.ts';

/** The first administrator's access key, in the form that `aws` reads. */
const FILE = 'credentials';

/** Of the nodes that start at once on an empty database, one makes the key: the one that writes this row. */
const claimFirstKey = statement<{ key: string }>(
  'start.claimFirstKey',
  "insert into meta (key, value) values ('first-key', convert_to($1, 'UTF8')) on conflict do nothing returning key",
);

/**
 * At the first start, makes the administrator's access key (or takes the one given in the environment) and writes it to the
 * data directory. Answers the file's path, also at later starts; undefined on a node that did not make the key.
 */
export async function ensureFirstKey(
  db: Db,
  accessKeys: AccessKeys,
  now: Date,
  settings: Settings,
): Promise<string | undefined> {
  const path = resolve(settings.MUSTER_DATA_DIR, FILE);
  if (!(await accessKeys.any(db))) await makeFirstKey(db, accessKeys, now, settings);
  return (await readData(settings.MUSTER_DATA_DIR, FILE)) === undefined ? undefined : path;
}

async function makeFirstKey(db: Db, accessKeys: AccessKeys, now: Date, settings: Settings): Promise<void> {
  const pair = givenPair(settings) ?? newKeyPair();
  const account = settings.MUSTER_ACCOUNT_ID;
  const key = { ...pair, account, principal: arns.user(account, 'admin') };
  await db.tx(async (tx) => {
    if (!(await tx.first(claimFirstKey, [pair.id]))) return;
    await accessKeys.create(tx, now, key);
    // Before the commit: a key that is stored and not written down would be lost to its owner.
    await writeSecret(settings.MUSTER_DATA_DIR, FILE, credentialsFile(pair));
  });
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
