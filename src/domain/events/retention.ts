import { DAY, HOUR } from '#kernel/clock';
import { firstIdAt } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { count } from '#kernel/text';
import type { Db } from '#storage/db';
import type { DueWork } from '#storage/due';
import { repeatedWork } from '#storage/repeated';
import { eventsSql } from './events.sql.ts';
import { logLinesSql } from './log-lines.sql.ts';

/** Rows that one transaction forgets. */
const PART = 2_000;

export interface EventRetentionDeps {
  db: Db;
  due: DueWork;
  now: () => Date;
  log: Log;
  /** So many days after an event was taken it is forgotten, with its deliveries and lines; no delivery is tried that long. */
  days: number;
}

/** Every hour forgets old events, what became of them, and what rules wrote to log groups. */
export function eventRetention({ db, due, now, log, days }: EventRetentionDeps) {
  return repeatedWork(db, due, now, {
    queue: 'housekeeping.events',
    everyMs: HOUR,
    invariant: 'events.retention-not-planned',
    lost: 'nothing would forget old events, as MUSTER_RETENTION_EVENTS says',
    async run(tx, at) {
      const before = new Date(at.getTime() - days * DAY);
      const events = await tx.rows(eventsSql.forgetOld, [before, PART]);
      await tx.rows(eventsSql.forgetDeliveriesOf, [JSON.stringify(events)]);
      const lines = await tx.rows(logLinesSql.forget, [firstIdAt(before), PART]);
      const told = `${count(events.length, 'old event')} and ${count(lines.length, 'line')} of log groups were forgotten`;
      if (events.length + lines.length > 0) tx.afterCommit(() => log.info({ days }, told));
      return events.length === PART || lines.length === PART ? 'more' : undefined;
    },
  });
}
