import { after, DAY, HOUR } from '#kernel/clock';
import type { Db, Queries, Tx } from '#storage/db';
import type { DueWork, Job } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
import { alertsSql } from './alerts.sql.ts';

const QUEUE = 'housekeeping.alerts';
const KEY = 'all';
/** What was neither news nor heard of for so long is forgotten: if it comes, it is news. */
const REMEMBERED_MS = 30 * DAY;
/** Rows that one transaction forgets; what is more goes a minute later. */
const MOST = 5_000;
const MORE_MS = 60_000;

/** Forgets alerts that nobody sends any more, every hour, on whichever node is free. */
export function alertHousekeeping(db: Db, due: DueWork, now: () => Date) {
  const next = (inMs: number) => ({
    ...{ queue: QUEUE, key: KEY, account: '', runAt: after(now(), inMs), priority: 5, payload: {} },
  });
  return {
    /** Puts the first of the hourly works, at the first start. */
    plan: () => due.ensure(db, now(), next(HOUR)),
    handler: {
      queue: QUEUE,
      concurrency: 1,
      handle: (job: Job) =>
        db.tx(async (tx) => {
          await due.finish(tx, job);
          const forgotten = await tx.rows(alertsSql.forget, [after(now(), -REMEMBERED_MS), MOST]);
          await due.put(tx, now(), [next(forgotten.length === MOST ? MORE_MS : HOUR)]);
        }),
    },
    invariant: {
      name: 'intake.forgetting-not-planned',
      queues: [QUEUE],
      async find(on: Queries, at: Date) {
        const planned = (await workInPlace(on, at, QUEUE, [KEY])).has(KEY);
        return { faults: planned ? [] : [{ key: KEY, account: '', text: 'nothing would forget old alerts' }] };
      },
      async repair(tx: Tx, at: Date) {
        if ((await workInPlace(tx, at, QUEUE, [KEY])).has(KEY)) return undefined;
        await due.put(tx, at, [next(HOUR)]);
        return { account: '', region: '', text: 'the hourly work is planned again' };
      },
    },
  };
}
