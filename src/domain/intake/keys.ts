import { hash, randomBytes } from 'node:crypto';
import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { toBase32 } from '#kernel/base32';
import { after, MINUTE } from '#kernel/clock';
import { newId } from '#kernel/ids';
import { invalid, notFound, Refusal } from '#kernel/refusal';
import { type Keyring, sameSecret } from '#kernel/seal';
import type { Db, Queries, Tx } from '#storage/db';
import { type KeyRow, keysSql } from './keys.sql.ts';
import { checkMapping, type Mapping } from './mapping.ts';
import { type Source, type SourceName, sourceNamed } from './source.ts';

/** What lets another system bring alerts and read its own back, without the key itself. It can do nothing else. */
export interface IntakeKey {
  id: string;
  account: string;
  /** Where its events come in. */
  region: string;
  source: SourceName;
  /** Which sender of that source: alerts are told apart by it. */
  name: string;
  /** How its payload becomes alerts, where that is the user's own. */
  mapping?: Mapping;
  /** What it brings must be signed. */
  isSigned: boolean;
  /** Whom it acts as. */
  principal: string;
  createdAt: Date;
  createdBy: string;
  /** To the minute. */
  lastUsedAt?: Date;
  revokedAt?: Date;
}

export interface NewIntakeKey {
  source: string;
  /** `default` unless given. */
  name?: string;
  mapping?: Mapping;
  /** With what the sender signs. */
  signingSecret?: string;
}

/** A key that was shown. */
export interface ShownKey extends IntakeKey {
  /** With what its sender signs; absent: it signs nothing. */
  signingSecret?: string;
}

export interface IntakeKeys {
  /**
   * Makes a key for the actor's account and region. `secret` is the key, told this once: only its hash is stored. Refuses
   * (validation) a source that there is not, a mapping or secret that the source does not take or that is wrong, and (quotaExceeded) more than 200 keys that are not revoked.
   */
  create(tx: Tx, now: Date, actor: Actor, key: NewIntakeKey): Promise<{ key: IntakeKey; secret: string }>;
  get(on: Queries, account: string, id: string): Promise<IntakeKey>;
  /** Newest first, the revoked ones included; `before` is the last id seen. */
  list(on: Queries, page: { account: string; limit: number; before?: string }): Promise<IntakeKey[]>;
  /** Within two seconds it is refused on every node. */
  revoke(tx: Tx, now: Date, account: string, id: string): Promise<IntakeKey>;
  /** The key whose text this is. Refuses (unauthenticated) one that is unknown or revoked, without repeating it. */
  identify(now: Date, text: string): Promise<ShownKey>;
}

export const DEFAULT_NAME = 'default';
/** Small letters and digits, so that a key is good in an address of a mail, too; the letters in front let scanners know it. */
const KEY = /^mik[a-z2-7]{52}$/;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const MOST = 200;
/** How exactly a key's last use is known: it costs a write. */
const USE_MS = MINUTE;
/** Keys are asked for with every alert. */
const REMEMBERED_MS = 2_000;
const REMEMBERED_KEYS = 1_000;

export function createIntakeKeys(db: Db, keyring: Keyring): IntakeKeys {
  const remembered = new Map<string, Remembered>();

  async function find(now: Date, digest: Buffer): Promise<Remembered | undefined> {
    const name = digest.toString('latin1');
    const known = remembered.get(name);
    if (known && known.until > now.getTime()) return known;
    const row = await db.first(keysSql.find, [digest]);
    remembered.delete(name);
    // What is not known is not remembered: anybody can make up keys.
    if (!row) return undefined;
    if (!row.revoked_at) await used(now, row);
    if (remembered.size >= REMEMBERED_KEYS) remembered.clear();
    const sealed = row.signing_secret;
    const secret = sealed ? { signingSecret: keyring.open(sealed, context(row.id)) } : {};
    const found = { row, key: { ...toKey(row), ...secret }, until: now.getTime() + REMEMBERED_MS };
    remembered.set(name, found);
    return found;
  }

  async function used(now: Date, row: KeyRow): Promise<void> {
    const before = after(now, -USE_MS);
    if (!row.last_used_at || row.last_used_at < before) await db.rows(keysSql.used, [row.id, now, before]);
  }

  return {
    async create(tx, now, actor, { source, name = DEFAULT_NAME, mapping, signingSecret }) {
      const known = sourceNamed(source);
      if (!NAME.test(name)) throw badName(name);
      checkExtras(known, mapping, signingSecret);
      const { count } = (await tx.first(keysSql.count, [actor.account]))!;
      if (count >= MOST) throw tooMany(actor.account);
      const secret = `mik${toBase32(randomBytes(32))}`;
      const { account, region, principal } = actor;
      const id = newId(now);
      const map = mapping === undefined ? null : JSON.stringify(mapping);
      const sealed = signingSecret === undefined ? null : keyring.seal(signingSecret, context(id));
      const values = [id, account, region, known.name, name, hashOf(secret), map, sealed, now, principal];
      const row = await tx.first(keysSql.insert, values);
      return { key: toKey(row!), secret };
    },
    async get(on, account, id) {
      return toKey(there(await on.first(keysSql.get, [account, id]), id));
    },
    async list(on, { account, limit, before }) {
      return (await on.rows(keysSql.list, [account, before ?? null, limit])).map(toKey);
    },
    async revoke(tx, now, account, id) {
      const row = there(await tx.first(keysSql.revoke, [account, id, now]), id);
      tx.afterCommit(() => remembered.delete(row.hash.toString('latin1')));
      return toKey(row);
    },
    async identify(now, text) {
      if (!KEY.test(text)) throw refused('it has not the form mik… with 55 letters and digits');
      const digest = hashOf(text);
      const found = await find(now, digest);
      // The same work for an unknown key: how long a refusal takes tells nothing.
      const genuine = sameSecret(digest, found?.row.hash ?? Buffer.alloc(32));
      if (!found || !genuine) throw refused('it is not known here');
      const { revokedAt } = found.key;
      if (revokedAt) throw refused(`it was revoked at ${revokedAt.toISOString()}`);
      return found.key;
    },
  };
}

interface Remembered {
  row: KeyRow;
  key: ShownKey;
  until: number;
}

const context = (id: string) => `intake-key/${id}`;

/** Mapping and secret are for the sources that have them. */
function checkExtras(source: Source, mapping: Mapping | undefined, signingSecret: string | undefined): void {
  const unwanted = (field: string) => {
    const message = `${field}: wanted none with the source ${source.name}, got one`;
    return invalid(message, { name: field, message });
  };
  if (mapping !== undefined && !source.mapped) throw unwanted('mapping');
  if (signingSecret !== undefined && !source.signed) throw unwanted('signingSecret');
  if (mapping !== undefined) checkMapping(mapping);
}

const hashOf = (secret: string) => hash('sha256', secret, 'buffer');

function refused(why: string): Refusal {
  return new Refusal('unauthenticated', `The intake key is refused: ${why}. Make one with: muster intake create-key`);
}

function badName(name: string): Refusal {
  const message = `name: wanted 1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first, got ${JSON.stringify(name.slice(0, 100))}`;
  return invalid(message, { name: 'name', message });
}

function there(row: KeyRow | undefined, id: string): KeyRow {
  if (!row) throw notFound('INTAKE_KEY', id);
  return row;
}

function tooMany(account: string): Refusal {
  const message = `An account has ${MOST} intake keys at most that are not revoked. Revoke some first.`;
  return new Refusal('quotaExceeded', message, { resourceType: 'INTAKE_KEY', resourceId: account });
}

function toKey(row: KeyRow): IntakeKey {
  return {
    id: row.id,
    account: row.account,
    region: row.region,
    source: row.source as SourceName,
    name: row.name,
    ...(row.mapping ? { mapping: row.mapping as Mapping } : {}),
    isSigned: row.signing_secret !== null,
    principal: arns.user(row.account, `intake/${row.source}/${row.name}`),
    createdAt: row.created_at,
    createdBy: row.created_by,
    ...(row.last_used_at ? { lastUsedAt: row.last_used_at } : {}),
    ...(row.revoked_at ? { revokedAt: row.revoked_at } : {}),
  };
}
