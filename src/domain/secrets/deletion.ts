import type { Db, Queries, Tx } from '#storage/db';
import type { DueWork, Job } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
import { secretsSql } from './secrets.sql.ts';

/** Deletion when the recovery window is over: due work, planned with the request and taken back with a restoration. */

const QUEUE = 'secrets.delete';
const PRIORITY = 5;
/** Secrets in one look. */
const PART = 1_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface Doomed {
  id: string;
  account: string;
}

export const planDeletion = (tx: Tx, due: DueWork, now: Date, { id, account }: Doomed, runAt: Date) =>
  due.put(tx, now, [{ queue: QUEUE, key: id, account, runAt, priority: PRIORITY, payload: {} }]);

export const cancelDeletion = (tx: Tx, due: DueWork, { id }: Pick<Doomed, 'id'>) => due.cancel(tx, QUEUE, [id]);

/** Deletes a secret with all that belongs to it, if its window is over and it was not restored. */
export function deletionHandler(db: Db, due: DueWork, now: () => Date) {
  return {
    queue: QUEUE,
    concurrency: 1,
    handle: (job: Job) =>
      db.tx(async (tx) => {
        await tx.first(secretsSql.lockById, [job.key]);
        const row = await tx.first(secretsSql.byId, [job.key]);
        await due.finish(tx, job);
        if (!row?.delete_after) return;
        if (row.delete_after > now()) return planDeletion(tx, due, now(), row, row.delete_after);
        await tx.rows(secretsSql.delete, [row.id]);
      }),
  };
}

/** Every secret that is scheduled for deletion has work that will delete it. */
export function deletionInvariant(due: DueWork) {
  return {
    name: 'secrets.deletion-not-planned',
    queues: [QUEUE],
    async find(on: Queries, now: Date, after: string | undefined) {
      const rows = await on.rows(secretsSql.scheduled, [after ?? FIRST, PART]);
      const ids = rows.map(({ id }) => id);
      const planned = await workInPlace(on, now, QUEUE, ids);
      const faults = rows
        .filter(({ id }) => !planned.has(id))
        .map(({ id, account }) => ({
          key: id,
          account,
          text: `nothing would delete the secret ${id} when its time comes`,
        }));
      const last = ids.at(-1);
      return { faults, ...(rows.length === PART && last ? { next: last } : {}) };
    },
    async repair(tx: Tx, now: Date, { key }: { key: string }) {
      await tx.first(secretsSql.lockById, [key]);
      const row = await tx.first(secretsSql.byId, [key]);
      if (!row?.delete_after || (await workInPlace(tx, now, QUEUE, [key])).has(key)) return undefined;
      await planDeletion(tx, due, now, row, row.delete_after);
      const text = `the deletion of ${row.name} is planned again`;
      return { account: row.account, region: row.region, text };
    },
  };
}
