import { HOUR } from '#kernel/clock';
import type { Db } from '#storage/db';
import type { DueWork, Job } from '#storage/due';
import { expireTokens } from './idempotency.ts';

const QUEUE = 'accounts.expire-tokens';
const KEY = 'all';

/** Forgets tokens that are over a day old, every hour, on whichever node is free. */
export function tokenExpiry(db: Db, due: DueWork, now: () => Date) {
  const next = () => ({
    queue: QUEUE,
    key: KEY,
    account: '',
    runAt: new Date(now().getTime() + HOUR),
    priority: 5,
    payload: {},
  });
  return {
    /** Puts the first of the hourly works, at the first start. */
    plan: () => due.ensure(db, now(), next()),
    handler: {
      queue: QUEUE,
      concurrency: 1,
      handle: (job: Job) =>
        db.tx(async (tx) => {
          await due.finish(tx, job);
          await expireTokens(tx, now());
          await due.put(tx, now(), [next()]);
        }),
    },
  };
}
