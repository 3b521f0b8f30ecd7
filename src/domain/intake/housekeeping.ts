import { after, DAY, HOUR } from '#kernel/clock';
import type { Db } from '#storage/db';
import type { DueWork } from '#storage/due';
import { repeatedWork } from '#storage/repeated';
import { alertsSql } from './alerts.sql.ts';

/** What was neither news nor heard of for so long is forgotten: if it comes, it is news. */
const REMEMBERED_MS = 30 * DAY;
/** Rows that one transaction forgets. */
const PART = 5_000;

/** Forgets alerts that nobody sends any more, every hour, on whichever node is free. */
export function alertHousekeeping(db: Db, due: DueWork, now: () => Date) {
  return repeatedWork(db, due, now, {
    queue: 'housekeeping.alerts',
    everyMs: HOUR,
    invariant: 'intake.forgetting-not-planned',
    lost: 'nothing would forget old alerts',
    async run(tx, at) {
      const forgotten = await tx.rows(alertsSql.forget, [after(at, -REMEMBERED_MS), PART]);
      return forgotten.length === PART ? 'more' : undefined;
    },
  });
}
