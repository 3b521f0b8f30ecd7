import { MINUTE } from '#kernel/clock';
import { newId } from '#kernel/ids';
import type { Db, Queries, Tx } from './db.ts';
import { type DueRow, dueSql } from './due.sql.ts';
import type { Wake } from './wake.ts';

/** Work to be done at a moment: a timer or a message to send. Written in the transaction that decided it (law 1). */
export interface Due {
  /** Which handler does it; queues are apart per channel and purpose, so that none holds up another. */
  queue: string;
  /** What it is about, e.g. the engagement's id: a second put under the same queue and key replaces the first. */
  key: string;
  account: string;
  runAt: Date;
  /** 1 (most severe) to 5. */
  priority: number;
  payload: unknown;
  requestId?: string;
}

/** Claimed work. It is ours until the lease ends; `token` fences off a late owner. */
export interface Job {
  id: string;
  queue: string;
  key: string;
  account: string;
  /** When it was first due, however often it was tried since. */
  dueAt: Date;
  priority: number;
  /** 1 at the first try. */
  attempt: number;
  token: number;
  payload: unknown;
  requestId?: string;
}

/** No lease is longer: one that ends later has been tampered with, or its clock was wrong, and counts for nothing. */
export const LONGEST_LEASE_MS = MINUTE;

const longestLease = (now: Date) => new Date(now.getTime() + LONGEST_LEASE_MS);

/** Another node has taken the work over, or it was cancelled or replaced: whatever we did of it must roll back. */
export class LeaseLost extends Error {
  constructor(job: Job) {
    super(`lease lost: ${job.queue} ${job.key}`);
    this.name = 'LeaseLost';
  }
}

export interface DueWork {
  put(tx: Tx, now: Date, work: Due[]): Promise<void>;
  /** Puts work unless some is there under its queue and key. */
  ensure(on: Queries, now: Date, work: Due): Promise<void>;
  /** Removes work not yet done; what is running finds its lease lost. */
  cancel(tx: Tx, queue: string, keys: string[]): Promise<void>;
  /** Lets work wait until `until`, unless it is running or waits longer already. */
  defer(tx: Tx, queue: string, keys: string[], until: Date): Promise<void>;
  /** Makes work due now that would wait longer, unless it is running. */
  hasten(on: Queries, queue: string, keys: string[], now: Date): Promise<void>;
  /** `leaseMs` is a minute at most. */
  claim(now: Date, queue: string, limit: number, leaseMs: number): Promise<Job[]>;
  /** Work done: goes with the transaction that has its effects. Throws LeaseLost when it is no longer ours. */
  finish(tx: Tx, job: Job): Promise<void>;
  /** The same for many: those that are no longer ours are left out of the answer, which has ids. */
  finishAll(tx: Tx, jobs: Job[]): Promise<Set<string>>;
  /** To be tried again at `at`; `error` says why, in words for a person. */
  again(on: Queries, job: Job, at: Date, error: string): Promise<void>;
  /** The same for many. Answers the ids of those that were still ours; the others are left alone. */
  againAll(jobs: Job[], at: Date, error: string): Promise<Set<string>>;
  /** Prolongs leases. Answers the ids that are still ours. */
  renew(jobs: Job[], until: Date): Promise<Set<string>>;
  /** Hands claimed work back, as if it had not been tried. */
  release(jobs: Job[]): Promise<void>;
  /** Queue → when its next work is due (or its lease ends). Queues without work are left out. */
  nextDue(now: Date, queues: string[]): Promise<Map<string, Date>>;
}

export function createDueWork(db: Db, wake: Wake, node: string): DueWork {
  return {
    async put(tx, now, work) {
      if (work.length === 0) return;
      const rows = work.map((due) => ({
        id: newId(now),
        queue: due.queue,
        key: due.key,
        account: due.account,
        run_at: due.runAt,
        priority: due.priority,
        payload: due.payload,
        request_id: due.requestId,
      }));
      await tx.rows(dueSql.put, [JSON.stringify(rows)]);
      tx.afterCommit(() => wake.tell(soonest(work)));
    },
    async ensure(on, now, { queue, key, account, runAt, priority, payload }) {
      await on.rows(dueSql.ensure, [newId(now), queue, key, account, runAt, priority, JSON.stringify(payload)]);
    },
    async cancel(tx, queue, keys) {
      if (keys.length > 0) await tx.rows(dueSql.cancel, [queue, keys]);
    },
    async defer(tx, queue, keys, until) {
      if (keys.length > 0) await tx.rows(dueSql.defer, [queue, keys, until]);
    },
    async hasten(on, queue, keys, now) {
      if (keys.length > 0) await on.rows(dueSql.hasten, [queue, keys, now]);
    },
    async claim(now, queue, limit, leaseMs) {
      const until = new Date(now.getTime() + leaseMs);
      const rows = await db.rows(dueSql.claim, [queue, now, limit, until, node, longestLease(now)]);
      return rows.map(toJob).sort((a, b) => a.priority - b.priority || a.dueAt.getTime() - b.dueAt.getTime());
    },
    async finish(tx, job) {
      if (!(await tx.first(dueSql.finish, [job.id, job.token]))) throw new LeaseLost(job);
    },
    async finishAll(tx, jobs) {
      return new Set((await tx.rows(dueSql.finishAll, [tokens(jobs)])).map((row) => row.id));
    },
    async again(on, job, at, error) {
      if (!(await on.first(dueSql.again, [job.id, job.token, at, error.slice(0, 1000)]))) throw new LeaseLost(job);
    },
    async againAll(jobs, at, error) {
      return new Set((await db.rows(dueSql.againAll, [tokens(jobs), at, error.slice(0, 1000)])).map((row) => row.id));
    },
    async renew(jobs, until) {
      const rows = await db.rows(dueSql.renew, [tokens(jobs), until]);
      return new Set(rows.map((row) => row.id));
    },
    async release(jobs) {
      if (jobs.length > 0) await db.rows(dueSql.release, [tokens(jobs)]);
    },
    async nextDue(now, queues) {
      return new Map(
        (await db.rows(dueSql.next, [queues, now, longestLease(now)])).map((row) => [row.queue, row.next]),
      );
    },
  };
}

/** How much waits, by queue, and since when the oldest is due. */
export const dueBacklog = (on: Queries, now: Date) => on.rows(dueSql.backlog, [now]);

/** Queue → when the first of its new work is due. */
function soonest(work: Due[]): Map<string, Date> {
  const first = new Map<string, Date>();
  for (const { queue, runAt } of work) {
    const known = first.get(queue);
    if (!known || runAt < known) first.set(queue, runAt);
  }
  return first;
}

const tokens = (jobs: Job[]) => JSON.stringify(jobs.map(({ id, token }) => ({ id, token })));

function toJob(row: DueRow): Job {
  return {
    id: row.id,
    queue: row.queue,
    key: row.key,
    account: row.account,
    dueAt: row.due_at,
    priority: row.priority,
    attempt: row.attempt,
    token: row.token,
    payload: row.payload,
    ...(row.request_id ? { requestId: row.request_id } : {}),
  };
}
