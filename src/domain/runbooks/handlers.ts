import { Refusal } from '#kernel/refusal';
import type { Db } from '#storage/db';
import type { Job } from '#storage/due';
import { take } from './apply.ts';
import type { Input } from './execution.ts';
import { executionsSql } from './executions.sql.ts';
import type { RunbookRooms } from './rooms.ts';
import { INPUT_QUEUE, TIMER_QUEUE } from './work.ts';

export interface RunbookDeps extends RunbookRooms {
  db: Db;
  now: () => Date;
}

/** Executions decided at once on a node: each is a transaction of its own. */
const CONCURRENCY = 4;

/** What waited for a moment is decided on now. */
export function timerHandler(deps: RunbookDeps) {
  const handle = (job: Job): Promise<void> =>
    deps.db.tx(async (tx) => {
      await take(tx, deps.now(), deps, job.key, { kind: 'woken' }, () => deps.due.finish(tx, job));
    });
  return { queue: TIMER_QUEUE, concurrency: CONCURRENCY, handle };
}

/** What others sent to an execution: that its child is over, that it is to end. */
export function inputHandler(deps: RunbookDeps) {
  const handle = (job: Job): Promise<void> =>
    deps.db.tx(async (tx) => {
      const { executionId, input } = job.payload as { executionId: string; input: Input };
      const now = deps.now();
      const owned = () => deps.due.finish(tx, job);
      try {
        await take(tx, now, deps, executionId, input, owned);
      } catch (error) {
        // It has come to its end meanwhile: there is nothing to stop.
        if (error instanceof Refusal && input.kind === 'stopped') return;
        throw error;
      }
      if (job.key.endsWith('/alarm')) await tx.rows(executionsSql.alarmed, [executionId]);
    });
  return { queue: INPUT_QUEUE, concurrency: CONCURRENCY, handle };
}
