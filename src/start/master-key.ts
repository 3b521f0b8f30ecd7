import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createKeyring, type Keyring } from '#kernel/seal';
import type { Db } from '#storage/db';
import { statement } from '#storage/statement';
import type { Settings } from '../settings.ts';
import { readData, writeSecret } from './data-dir.ts';

const FILE = 'master-key';
const CHECK = 'master-key-check';

const metaSql = {
  get: statement<{ value: Buffer }>('start.getMeta', 'select m.value from meta m where m.key = $1'),
  put: statement('start.putMeta', 'insert into meta (key, value) values ($1, $2) on conflict do nothing'),
};

/**
 * The keyring of this database. A key that does not open what the database holds refuses to start: going on would make
 * every stored secret, link and code unreadable. The first start makes one.
 */
export async function openKeyring(db: Db, settings: Settings): Promise<Keyring> {
  const given = await givenKey(settings);
  const sealed = (await db.first(metaSql.get, [CHECK]))?.value;
  if (!given && sealed) throw new Error(missingKey(settings));
  const key = given ?? (await makeKey(settings.MUSTER_DATA_DIR));
  const keyring = createKeyring(key);
  // Two nodes may start at once on an empty database: whichever is first fixes the key for both.
  if (!sealed) await db.rows(metaSql.put, [CHECK, keyring.seal('muster', CHECK)]);
  const fixed = sealed ?? (await db.first(metaSql.get, [CHECK]))!.value;
  if (!opens(keyring, fixed)) {
    throw new Error(
      'The master key is not the one this database was made with. Give the right one in MUSTER_MASTER_KEY or MUSTER_MASTER_KEY_FILE.',
    );
  }
  return keyring;
}

async function givenKey(settings: Settings): Promise<Buffer | undefined> {
  if (settings.MUSTER_MASTER_KEY) return decode(settings.MUSTER_MASTER_KEY, 'MUSTER_MASTER_KEY');
  if (settings.MUSTER_MASTER_KEY_FILE) {
    return decode(
      await readFile(settings.MUSTER_MASTER_KEY_FILE, 'utf8'),
      `MUSTER_MASTER_KEY_FILE (${settings.MUSTER_MASTER_KEY_FILE})`,
    );
  }
  const kept = await readData(settings.MUSTER_DATA_DIR, FILE);
  return kept === undefined ? undefined : decode(kept, `${settings.MUSTER_DATA_DIR}/${FILE}`);
}

function decode(text: string, where: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== 32)
    throw new Error(
      `${where}: wanted 32 bytes as base64, got ${key.length} bytes. Make one with: openssl rand -base64 32`,
    );
  return key;
}

async function makeKey(dataDir: string): Promise<Buffer> {
  const key = randomBytes(32);
  await writeSecret(dataDir, FILE, `${key.toString('base64')}\n`);
  return key;
}

function opens(keyring: Keyring, sealed: Buffer): boolean {
  try {
    return keyring.open(sealed, CHECK) === 'muster';
  } catch {
    // Sealed by another key: the caller says what to do.
    return false;
  }
}

function missingKey(settings: Settings): string {
  if (settings.DATABASE_URL) {
    return 'This database holds data, so its master key must be given: set MUSTER_MASTER_KEY or MUSTER_MASTER_KEY_FILE to the one it was made with (every node has the same).';
  }
  return `The master key ${settings.MUSTER_DATA_DIR}/${FILE} is gone, and stored secrets cannot be read without it. Put it back from a backup, or give it in MUSTER_MASTER_KEY.`;
}
