import { MINUTE } from '#kernel/clock';
import type { Queries, Tx } from './db.ts';
import { LONGEST_LEASE_MS } from './due.ts';
import { dueAuditSql, type PlacedRow } from './due-audit.sql.ts';

/**
 * How due work may stand. A lease is seconds long and a back-off at most five minutes: what nobody can claim for longer than
 * that has been tampered with, or its clock was wrong when it was written.
 */
const LONGEST_BACKOFF_MS = 6 * MINUTE;
/** Found in one look at most; the rest with the next. */
const LIMIT = 100;

/** Work that nobody can claim in time. */
export type Astray = PlacedRow;

const bounds = (now: Date) => [
  new Date(now.getTime() + LONGEST_LEASE_MS),
  new Date(now.getTime() + LONGEST_BACKOFF_MS),
];

/** Work of these queues whose lease or wait lies further in the future than any can; at most 100. */
export const astrayWork = (on: Queries, now: Date, queues: string[]): Promise<Astray[]> =>
  on.rows(dueAuditSql.astray, [queues, ...bounds(now), LIMIT]);

/** Those of `keys` whose work is there and can be claimed when it is due. */
export async function workInPlace(on: Queries, now: Date, queue: string, keys: string[]): Promise<Set<string>> {
  const rows = await on.rows(dueAuditSql.inPlace, [queue, ...bounds(now), keys]);
  return new Set(rows.map((row) => row.key));
}

/** Makes work that stands astray due now; false where it does not stand so any more. */
export async function freeWork(tx: Tx, now: Date, { id, queue }: Pick<Astray, 'id' | 'queue'>): Promise<boolean> {
  return (await tx.first(dueAuditSql.free, [id, ...bounds(now), queue, now])) !== undefined;
}

/** The queues in which anything waits. */
export const queuesInUse = async (on: Queries): Promise<string[]> =>
  (await on.rows(dueAuditSql.queues)).map((row) => row.queue);
