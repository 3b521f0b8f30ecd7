import type { Db, Queries, Tx } from '#storage/db';
import type { Due, DueWork, Job } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
import { toSilence } from './rows.ts';
import type { Silence } from './silence.ts';
import { type SilenceRow, silencedSql, silencesSql } from './silences.sql.ts';

/** Silences that end, each under its id. */
export const SILENCE_QUEUE = 'silences.end';
/** People wait to hear of what was silenced: before all but what is most severe. */
const PRIORITY = 2;
/** Incidents that are decided on in one transaction. */
const TOGETHER = 50;
/** Silences in one look. */
const PART = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Who decides what becomes of incidents when the silence is over in which they were opened. */
export interface SilencedIncidents {
  /** Releases these incidents (`Silences.release`) and decides on each afresh (law 5), in the caller's transaction. */
  silenceOver(tx: Tx, now: Date, silence: Silence, incidentIds: string[]): Promise<void>;
}

export const endWork = ({ id, account }: Pick<SilenceRow, 'id' | 'account'>, runAt: Date, requestId?: string): Due => ({
  ...{ queue: SILENCE_QUEUE, key: id, account, runAt, priority: PRIORITY, payload: {} },
  ...(requestId ? { requestId } : {}),
});

export interface EndDeps {
  db: Db;
  due: DueWork;
  now: () => Date;
  incidents: SilencedIncidents;
}

/**
 * Ends a silence. First it is over, under its lock, which waits for whoever still opens incidents in it; then what it holds is
 * decided on, so many at a time.
 */
export function silenceEndHandler({ db, due, now, incidents }: EndDeps) {
  const handle = (job: Job): Promise<void> =>
    db.tx(async (tx) => {
      const at = now();
      const row = await tx.first(silencesSql.lockById, [job.key]);
      if (row?.over_at || !row) return goOn(tx, at, job, row);
      await due.finish(tx, job);
      const isOver = row.ends_at <= at;
      if (isOver) await tx.rows(silencesSql.over, [row.id, at]);
      await due.put(tx, at, [endWork(row, isOver ? at : row.ends_at, job.requestId)]);
    });
  /** Nothing is added any more, so that only who releases the same incidents meanwhile has to be waited for. */
  async function goOn(tx: Tx, at: Date, job: Job, row: SilenceRow | undefined): Promise<void> {
    const held = row ? await tx.rows(silencedSql.heldBy, [row.id, TOGETHER]) : [];
    if (row && held.length > 0) {
      const ids = held.map(({ incident_id }) => incident_id);
      await incidents.silenceOver(tx, at, toSilence(row, at), ids);
    }
    await due.finish(tx, job);
    if (row && held.length === TOGETHER) return due.put(tx, at, [endWork(row, at, job.requestId)]);
    if (row) await tx.rows(silencesSql.settle, [row.id, at]);
  }
  return { queue: SILENCE_QUEUE, concurrency: 4, handle };
}

/** Every silence that is not over, and every one that still holds incidents, has the timer that ends it. */
export function silenceInvariant(due: DueWork) {
  return {
    name: 'silences.without-end',
    queues: [SILENCE_QUEUE],
    async find(on: Queries, now: Date, after: string | undefined) {
      const rows = await on.rows(silencesSql.waiting, [after ?? FIRST, PART]);
      const ids = rows.map(({ id }) => id);
      const timed = await workInPlace(on, now, SILENCE_QUEUE, ids);
      const faults = rows.filter(({ id }) => !timed.has(id)).map(faultOf);
      const last = rows.length === PART ? ids.at(-1) : undefined;
      return { faults, ...(last ? { next: last } : {}) };
    },
    /** Sets its timer again: for its end, or for now where that is over. */
    async repair(tx: Tx, now: Date, { key }: { key: string }) {
      const row = await tx.first(silencesSql.lockById, [key]);
      if (!row || row.settled_at || (await workInPlace(tx, now, SILENCE_QUEUE, [key])).has(key)) return undefined;
      const over = row.over_at !== null || row.ends_at <= now;
      await due.put(tx, now, [endWork(row, over ? now : row.ends_at)]);
      return { account: row.account, region: '', text: `the end of silence ${key} is planned again` };
    },
  };
}

const faultOf = ({ id, account, ends_at }: SilenceRow) => ({
  key: id,
  account,
  text: `silence ${id} (until ${ends_at.toISOString()}) has no timer: it would hold what it silenced for ever`,
});
