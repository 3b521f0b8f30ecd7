import { randomBytes } from 'node:crypto';
import type { Keyring } from '#kernel/seal';
import type { Db, Queries, Tx } from '#storage/db';
import { accessSql, type KeyRow } from './access.sql.ts';

export interface AccessKey {
  id: string;
  secret: string;
  account: string;
  /** The principal's ARN. */
  principal: string;
}

export interface AccessKeys {
  /** An enabled key. Remembered for 2 s, so that a disabled one is refused within that time on every node. */
  find(now: Date, id: string): Promise<AccessKey | undefined>;
  /** Whether any key exists; none: this is the first start. */
  any(on: Queries): Promise<boolean>;
  /** Answers whether it was made: of two nodes that start at once, one makes it. */
  create(tx: Tx, now: Date, key: AccessKey): Promise<boolean>;
}

const REMEMBERED_MS = 2_000;
const REMEMBERED_KEYS = 1_000;

export function createAccessKeys(db: Db, keyring: Keyring): AccessKeys {
  const remembered = new Map<string, { key: AccessKey | undefined; until: number }>();
  return {
    async find(now, id) {
      const known = remembered.get(id);
      if (known && known.until > now.getTime()) return known.key;
      const row = await db.first(accessSql.find, [id]);
      const key = row && !row.disabled_at ? open(keyring, row) : undefined;
      if (remembered.size >= REMEMBERED_KEYS) remembered.clear();
      remembered.set(id, { key, until: now.getTime() + REMEMBERED_MS });
      return key;
    },
    any: async (on) => (await on.first(accessSql.any)) !== undefined,
    async create(tx, now, { id, secret, account, principal }) {
      return (
        (await tx.first(accessSql.insert, [id, account, principal, keyring.seal(secret, context(id)), now])) !==
        undefined
      );
    },
  };
}

const context = (id: string) => `access-key/${id}`;

function open(keyring: Keyring, { id, account, principal, secret }: KeyRow): AccessKey {
  return { id, account, principal, secret: keyring.open(secret, context(id)) };
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new pair in AWS's form: 20 characters beginning AKIA, and 40 of secret (240 random bits). */
export function newKeyPair(): { id: string; secret: string } {
  const id = `AKIA${[...randomBytes(16)].map((byte) => ALPHABET[byte % 32]).join('')}`;
  return { id, secret: randomBytes(30).toString('base64') };
}
