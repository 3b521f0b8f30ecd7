import type { Clock } from '#kernel/clock';
import type { Db } from '#storage/db';
import type { DueWork, Job } from '#storage/due';

/** What a handler works with. */
export interface HandlerContext {
  db: Db;
  due: DueWork;
  clock: Clock;
  /** Aborted when the lease is lost or the node has to stop: give up what is under way outside. */
  signal: AbortSignal;
}

/**
 * Does the due work of one queue. It must end the job in the transaction that holds its effects (`due.finish`, or
 * `due.again`), and must bear being run a second time for the same job: work is done at least once.
 */
export interface Handler {
  queue: string;
  /** How many jobs of this queue a node runs at once. */
  concurrency: number;
  /** It may run for minutes while nothing happens: a node that stops breaks it off at once, and does not wait for it. */
  stays?: boolean;
  handle(job: Job, context: HandlerContext): Promise<void>;
}
