import { DAY, HOUR } from '#kernel/clock';
import type { Log } from '#kernel/log';
import { count } from '#kernel/text';
import type { Db, Tx } from '#storage/db';
import { repeatedWork } from '#storage/repeated';
import { incidentArn } from './incident.ts';
import { relatedItemsSql } from './related-items.sql.ts';
import { type OverRow, retentionSql } from './retention.sql.ts';
import type { StartRooms } from './start.ts';

/** Incidents of which the contents go in one transaction. */
const PART = 20;

/** An incident of which nothing but the hashes of its timeline is kept any more. */
export interface Forgotten {
  account: string;
  arn: string;
  /** When it was resolved or deleted. */
  overAt: Date;
}

export interface RetentionDeps {
  db: Db;
  now: () => Date;
  log: Log;
  /** So many days after an incident was resolved or deleted its contents go; 0: never. */
  days: number;
  rooms: StartRooms;
  /** Keeps in the audit trail that it was done, in its transaction (law 8). */
  record(tx: Tx, now: Date, forgotten: Forgotten, days: number): Promise<void>;
}

/** Every hour removes what is known of incidents that have been over for longer than is wanted. The hashes stay. */
export function incidentRetention({ db, now, log, days, rooms, record }: RetentionDeps) {
  return repeatedWork(db, rooms.due, now, {
    queue: 'housekeeping.incidents',
    everyMs: HOUR,
    invariant: 'incidents.retention-not-planned',
    lost: 'nothing would remove the contents of old incidents, as MUSTER_RETENTION_INCIDENTS says',
    enabled: days > 0,
    async run(tx, at) {
      const before = new Date(at.getTime() - days * DAY);
      const resolved = await tx.rows(retentionSql.lockResolved, [before, PART]);
      const rows = [...resolved, ...(await tx.rows(retentionSql.lockDeleted, [before, PART - resolved.length]))];
      for (const [account, own] of Map.groupBy(rows, (row) => row.account)) await forget(tx, at, rooms, account, own);
      for (const row of rows) {
        await record(tx, at, { account: row.account, arn: arnOf(row), overAt: row.over_at }, days);
      }
      const told = `the contents of ${count(rows.length, 'old incident')} were removed; the hashes of their timelines stay`;
      if (rows.length > 0) tx.afterCommit(() => log.info({ incidents: rows.length, days }, told));
      return rows.length === PART ? 'more' : undefined;
    },
  });
}

const arnOf = ({ account, plan_name: planName, id }: OverRow) => incidentArn({ account, planName, id });

/** Those above before those below, in everybody's order of locks: incidents are locked, then engagements, then timelines. */
async function forget(tx: Tx, now: Date, rooms: StartRooms, account: string, rows: OverRow[]): Promise<void> {
  const ids = rows.map(({ id }) => id).sort();
  await rooms.silences.forget(tx, ids);
  await rooms.signals.forget(tx, account, ids);
  await rooms.engagements.forget(tx, account, rows.map(arnOf));
  await tx.rows(relatedItemsSql.removeAllOf, [account, ids]);
  await tx.rows(retentionSql.removeIncidents, [account, ids]);
  await tx.rows(retentionSql.removeDeleted, [account, ids]);
  await rooms.timeline.forget(
    tx,
    now,
    ids.map((incidentId) => ({ account, incidentId })),
  );
  await rooms.watcher()?.forgotten(tx, account, ids);
}
