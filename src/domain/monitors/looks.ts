import type { Log } from '#kernel/log';
import type { Db, Queries, Tx } from '#storage/db';
import type { Due, DueWork, Job } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
import { alertOf, dueAt, judge, type Monitor } from './monitor.ts';
import { type MonitorRow, monitorsSql, toMonitor } from './monitors.sql.ts';

/** When the beat of a monitor has to be there, under its id. */
export const MONITOR_QUEUE = 'monitors.missed';
/** Somebody is to be paged for it. */
const PRIORITY = 2;
const PART = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

export const monitorWork = ({ id, account }: Pick<Monitor, 'id' | 'account'>, runAt: Date): Due => ({
  ...{ queue: MONITOR_QUEUE, key: id, account, runAt, priority: PRIORITY, payload: {} },
});

/** Tells of a monitor: puts the event on the bus and, where one is named, starts the response plan. In the caller's transaction. */
export type TellOfMonitor = (tx: Tx, now: Date, monitor: Monitor, event: ReturnType<typeof alertOf>) => Promise<void>;

export interface MissedDeps {
  db: Db;
  due: DueWork;
  log: Log;
  now: () => Date;
  tell: TellOfMonitor;
}

/** Looks whether a beat came in time. A beat moves no timer: the look finds it, and waits on. */
export function missedHandler({ db, due, log, now, tell }: MissedDeps) {
  const handle = (job: Job): Promise<void> =>
    db.tx(async (tx) => {
      const at = now();
      const row = await tx.first(monitorsSql.lockById, [job.key]);
      await due.finish(tx, job);
      if (!row) return;
      const monitor = toMonitor(row);
      const verdict = judge(at, monitor, job.dueAt);
      if (verdict.kind === 'nothing') return;
      if (verdict.kind === 'wait') {
        if (verdict.away) log.warn({ monitor: monitor.name }, AWAY);
        return due.put(tx, at, [monitorWork(monitor, verdict.until)]);
      }
      await tx.rows(monitorsSql.setBeat, [monitor.id, 'missing', null, at]);
      await tell(tx, at, monitor, alertOf(at, { ...monitor, missedAt: at }, 'Firing'));
    });
  return { queue: MONITOR_QUEUE, concurrency: 4, handle };
}

const AWAY = 'Muster was away when a beat was to come; it is waited for once more';

/** Every monitor that is heard has work that looks at it. */
export function monitorInvariant(due: DueWork) {
  return {
    name: 'monitors.look-not-planned',
    queues: [MONITOR_QUEUE],
    async find(on: Queries, now: Date, after: string | undefined) {
      const rows = await on.rows(monitorsSql.heard, [after ?? FIRST, PART]);
      const ids = rows.map(({ id }) => id);
      const planned = await workInPlace(on, now, MONITOR_QUEUE, ids);
      const last = rows.length === PART ? ids.at(-1) : undefined;
      return { faults: rows.filter(({ id }) => !planned.has(id)).map(faultOf), ...(last ? { next: last } : {}) };
    },
    async repair(tx: Tx, now: Date, { key }: { key: string }) {
      const row = await tx.first(monitorsSql.lockById, [key]);
      if (row?.status !== 'heard' || !row.last_beat_at) return undefined;
      if ((await workInPlace(tx, now, MONITOR_QUEUE, [key])).has(key)) return undefined;
      const until = dueAt(toMonitor(row), row.last_beat_at);
      await due.put(tx, now, [monitorWork(row, until > now ? until : now)]);
      return {
        account: row.account,
        region: row.region,
        text: `the look at heartbeat monitor ${row.name} is planned again`,
      };
    },
  };
}

const faultOf = ({ id, account, name }: MonitorRow) => ({
  key: id,
  account,
  text: `nothing would notice that heartbeat monitor ${name} misses a beat`,
});
