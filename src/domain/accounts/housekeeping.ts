import { HOUR } from '#kernel/clock';
import type { Db } from '#storage/db';
import type { DueWork } from '#storage/due';
import { repeatedWork } from '#storage/repeated';
import { expireTokens } from './idempotency.ts';

/** Forgets tokens that are over a day old, every hour, on whichever node is free. */
export const tokenExpiry = (db: Db, due: DueWork, now: () => Date) =>
  repeatedWork(db, due, now, {
    queue: 'accounts.expire-tokens',
    everyMs: HOUR,
    invariant: 'accounts.expiry-not-planned',
    lost: 'nothing would forget old idempotency tokens',
    run: async (tx, at) => void (await expireTokens(tx, at)),
  });
