import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { after, MINUTE } from '#kernel/clock';
import { newId, uuidOf } from '#kernel/ids';
import { notFound, Refusal } from '#kernel/refusal';
import { sameSecret } from '#kernel/seal';
import type { Db, Queries, Tx } from '#storage/db';
import { apiTokensSql, type TokenRow } from './api-tokens.sql.ts';

/** What a token may do; `write` includes reading. */
export type Scope = 'read' | 'write';

/** A bearer token of the native API, without its secret. It acts as a principal of its own. */
export interface ApiToken {
  id: string;
  account: string;
  name: string;
  scopes: Scope[];
  /** The principal's ARN. */
  principal: string;
  createdAt: Date;
  createdBy: string;
  /** Absent: it does not expire. */
  expiresAt?: Date;
  /** To the minute. */
  lastUsedAt?: Date;
  revokedAt?: Date;
}

export interface NewApiToken {
  name: string;
  scopes: Scope[];
  expiresAt?: Date;
}

export interface ApiTokens {
  /**
   * Makes a token for the actor's account. `secret` is the bearer text, told this once: only its hash is stored. Refuses
   * (conflict) a name that an unrevoked token has, and (quotaExceeded) more than 200 of these.
   */
  create(tx: Tx, now: Date, actor: Actor, token: NewApiToken): Promise<{ token: ApiToken; secret: string }>;
  get(on: Queries, account: string, id: string): Promise<ApiToken>;
  /** Newest first, the revoked ones included; `before` is the last id seen. */
  list(on: Queries, page: { account: string; limit: number; before?: string }): Promise<ApiToken[]>;
  /** From this commit on it is refused on every node. */
  revoke(tx: Tx, now: Date, account: string, id: string): Promise<ApiToken>;
  /** The token whose bearer text this is. Refuses (unauthenticated) one that is unknown, expired or revoked. */
  identify(now: Date, bearer: string): Promise<ApiToken>;
}

const MOST = 200;
/** How exactly a token's last use is known: it costs a write. */
const USE_MS = MINUTE;

export function createApiTokens(db: Db): ApiTokens {
  return {
    async create(tx, now, actor, { name, scopes, expiresAt }) {
      const { count } = (await tx.first(apiTokensSql.count, [actor.account]))!;
      if (count >= MOST) throw tooMany(actor.account);
      const id = newId(now);
      const secret = randomBytes(32);
      const values = [id, actor.account, name, hashOf(secret), scopes, now, actor.principal, expiresAt ?? null];
      const row = await tx.first(apiTokensSql.insert, values);
      if (!row) throw taken(name);
      return { token: toToken(row), secret: bearerText(id, secret) };
    },
    async get(on, account, id) {
      return toToken(known(await on.first(apiTokensSql.get, [account, id]), id));
    },
    async list(on, { account, limit, before }) {
      return (await on.rows(apiTokensSql.list, [account, before ?? null, limit])).map(toToken);
    },
    async revoke(tx, now, account, id) {
      return toToken(known(await tx.first(apiTokensSql.revoke, [account, id, now]), id));
    },
    async identify(now, bearer) {
      const { id, secret } = parseBearer(bearer);
      const row = await db.first(apiTokensSql.find, [id]);
      // The same work for an unknown token: how long a refusal takes tells nothing of which ids exist.
      const genuine = sameSecret(hashOf(secret), row?.hash ?? Buffer.alloc(32));
      if (!row || !genuine) throw refused('it is not known here');
      if (row.revoked_at) throw refused(`it was revoked at ${row.revoked_at.toISOString()}`);
      if (row.expires_at && row.expires_at <= now) throw refused(`it expired at ${row.expires_at.toISOString()}`);
      if (!row.last_used_at || row.last_used_at < after(now, -USE_MS)) {
        await db.rows(apiTokensSql.used, [id, now, after(now, -USE_MS)]);
      }
      return toToken(row);
    },
  };
}

const hashOf = (secret: Uint8Array) => createHash('sha256').update(secret).digest();

/** `muster_<id>_<secret>`: the word in front lets scanners for leaked secrets know it. */
const bearerText = (id: string, secret: Buffer) => `muster_${id.replaceAll('-', '')}_${secret.toString('base64url')}`;

function parseBearer(text: string): { id: string; secret: Buffer } {
  const [, id, secret] = /^muster_([0-9a-f]{32})_([\w-]{43})$/.exec(text) ?? [];
  if (!id || !secret) throw refused('it has not the form muster_…_…');
  const bytes = Buffer.from(secret, 'base64url');
  // The last character has bits that decide nothing: of all texts for these bytes only the one that was given out is taken.
  if (bytes.toString('base64url') !== secret) throw refused('it is not known here');
  return { id: uuidOf(Buffer.from(id, 'hex')), secret: bytes };
}

function refused(why: string): Refusal {
  const message = `The bearer token is refused: ${why}. Make one with: muster tokens create`;
  return new Refusal('unauthenticated', message);
}

function known(row: TokenRow | undefined, id: string): TokenRow {
  if (!row) throw notFound('API_TOKEN', id);
  return row;
}

function taken(name: string): Refusal {
  const message = `A token named ${name} exists already. Take another name, or revoke that one first.`;
  return new Refusal('conflict', message, { resourceType: 'API_TOKEN', resourceId: name });
}

function tooMany(account: string): Refusal {
  const message = `An account has ${MOST} tokens at most that are not revoked. Revoke some first.`;
  return new Refusal('quotaExceeded', message, { resourceType: 'API_TOKEN', resourceId: account });
}

function toToken(row: TokenRow): ApiToken {
  return {
    id: row.id,
    account: row.account,
    name: row.name,
    scopes: row.scopes as Scope[],
    principal: arns.user(row.account, `tokens/${row.name}`),
    createdAt: row.created_at,
    createdBy: row.created_by,
    ...(row.expires_at ? { expiresAt: row.expires_at } : {}),
    ...(row.last_used_at ? { lastUsedAt: row.last_used_at } : {}),
    ...(row.revoked_at ? { revokedAt: row.revoked_at } : {}),
  };
}
