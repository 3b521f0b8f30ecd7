import { after, DAY, HOUR } from '#kernel/clock';
import type { Db, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { repeatedWork } from '#storage/repeated';
import { groupsSql, signalsSql } from './signals.sql.ts';

/** How long a signal is remembered after it fired last. */
const REMEMBERED_MS = 90 * DAY;
/** Rows that one transaction forgets. */
const PART = 1_000;

/** Every hour forgets signals that have not fired for long, and windows that are over. */
export function signalHousekeeping(db: Db, due: DueWork, now: () => Date) {
  return repeatedWork(db, due, now, {
    queue: 'housekeeping.signals',
    everyMs: HOUR,
    invariant: 'signals.forgetting-not-planned',
    lost: 'nothing would forget signals that have not fired for long',
    async run(tx: Tx, at: Date) {
      const signals = await tx.rows(signalsSql.forget, [after(at, -REMEMBERED_MS), PART]);
      const groups = await tx.rows(groupsSql.forget, [after(at, -DAY), PART]);
      return Math.max(signals.length, groups.length) === PART ? 'more' : undefined;
    },
  });
}
