import { createHash } from 'node:crypto';
import { DAY } from '#kernel/clock';
import { Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { idempotencySql } from './idempotency.sql.ts';

export interface TokenUse {
  account: string;
  region: string;
  /** `service:Operation`. */
  operation: string;
  token: string;
  /** The rest of the request; the same token with another one is refused. */
  request: unknown;
}

/** How long a token is remembered. */
const TOKEN_LIFETIME_MS = DAY;

/**
 * Runs `work` once for a token: a repetition within a day gets the first answer, in the transaction that made it
 * (aws-behaviour.md 1.1). A repetition at the same time waits for the first.
 */
export async function once<T>(tx: Tx, now: Date, use: TokenUse, work: () => Promise<T>): Promise<T> {
  const { account, token } = use;
  const operation = operationOf(use);
  const hash = hashOf(use);
  const expired = new Date(now.getTime() - TOKEN_LIFETIME_MS);
  if (await tx.first(idempotencySql.claim, [account, operation, token, hash, now, expired])) {
    const result = await work();
    await tx.rows(idempotencySql.keep, [account, operation, token, JSON.stringify(result ?? null)]);
    return result;
  }
  const known = (await tx.first(idempotencySql.find, [account, operation, token]))!;
  if (known.request_hash.equals(hash)) return (known.result ?? undefined) as T;
  throw new Refusal(
    'conflict',
    `The token ${JSON.stringify(token)} was used for another request. Use a new token for each request.`,
    { retryAfter: Math.ceil((known.created_at.getTime() - expired.getTime()) / 1_000) },
  );
}

/** Whether `once` would answer this request from its memory. */
export async function isRemembered(on: Queries, now: Date, use: TokenUse): Promise<boolean> {
  const known = await on.first(idempotencySql.find, [use.account, operationOf(use), use.token]);
  return (
    known !== undefined &&
    now.getTime() - known.created_at.getTime() <= TOKEN_LIFETIME_MS &&
    known.request_hash.equals(hashOf(use))
  );
}

/** A Region's operations know nothing of another's, and so nothing of its tokens. */
const operationOf = ({ region, operation }: TokenUse) => `${region}/${operation}`;

const hashOf = ({ request }: TokenUse) => createHash('sha256').update(JSON.stringify(request, sorted)).digest();

/** Members in the order of their names: two spellings of one request are one request. */
function sorted(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export async function expireTokens(tx: Tx, now: Date): Promise<void> {
  await tx.rows(idempotencySql.expire, [new Date(now.getTime() - TOKEN_LIFETIME_MS)]);
}
