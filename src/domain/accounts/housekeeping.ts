import { HOUR } from '#kernel/clock';
import type { Db, Queries, Tx } from '#storage/db';
import type { DueWork, Job } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
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
    /** The hourly work is planned, always: what was lost is put again. */
    invariant: {
      name: 'accounts.expiry-not-planned',
      queues: [QUEUE],
      async find(on: Queries, at: Date) {
        const planned = (await workInPlace(on, at, QUEUE, [KEY])).has(KEY);
        return {
          faults: planned ? [] : [{ key: KEY, account: '', text: 'nothing would forget old idempotency tokens' }],
        };
      },
      async repair(tx: Tx, at: Date) {
        if ((await workInPlace(tx, at, QUEUE, [KEY])).has(KEY)) return undefined;
        await due.put(tx, at, [next()]);
        return { account: '', region: '', text: 'the hourly work is planned again' };
      },
    },
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
