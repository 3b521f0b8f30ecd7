import type { Actor } from '#kernel/actor';
import { isUuid } from '#kernel/ids';
import { Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { take } from './apply.ts';
import type { NewExecution } from './beginning.ts';
import type { Signal } from './execution.ts';
import { executionsSql } from './executions.sql.ts';
import { listsSql } from './lists.sql.ts';
import { type AnyStep, type ExecutionQuery, listExecutions, listSteps, type StepQuery } from './lists.ts';
import type { ExecutionRecord } from './record.ts';
import type { RunbookRooms } from './rooms.ts';
import { toRecord } from './rows.ts';
import { start } from './start.ts';

export interface ExecutionRef {
  account: string;
  region: string;
  id: string;
}

/** How many steps have begun, and what those came to that are over. */
export interface StepCounts {
  total: number;
  success: number;
  failed: number;
  cancelled: number;
  timedOut: number;
}

export interface Executions {
  /** Refused, in AWS's codes: unknown documents, wrong parameters, roles that cannot be taken. */
  start(tx: Tx, now: Date, actor: Actor, given: NewExecution): Promise<ExecutionRecord>;
  get(on: Queries, ref: ExecutionRef): Promise<ExecutionRecord>;
  /** The newest first. */
  list(on: Queries, query: ExecutionQuery): Promise<ExecutionRecord[]>;
  /** In the order in which they began, then those that have not. */
  steps(on: Queries, record: ExecutionRecord, query: StepQuery): Promise<AnyStep[]>;
  counts(on: Queries, ref: Pick<ExecutionRef, 'id'>): Promise<StepCounts>;
  /** Refused where nothing waits for it. */
  signal(tx: Tx, now: Date, actor: Actor, ref: ExecutionRef, signal: Signal): Promise<void>;
  /** Refused where it is over. `Cancel` goes the way that the step at work names for it; `Complete` ends it as done. */
  stop(tx: Tx, now: Date, actor: Actor, ref: ExecutionRef, how: 'Cancel' | 'Complete'): Promise<void>;
}

export function createExecutions(rooms: RunbookRooms): Executions {
  return {
    start: (tx, now, actor, given) => start(tx, now, rooms, actor, given),
    get,
    list: listExecutions,
    steps: listSteps,
    async counts(on, { id }) {
      const { timed_out: timedOut, ...counts } = (await on.first(listsSql.stepCounts, [id]))!;
      return { ...counts, timedOut };
    },
    async signal(tx, now, actor, ref, signal) {
      await get(tx, ref);
      await take(tx, now, rooms, ref.id, { kind: 'signalled', by: actor.principal, signal });
    },
    async stop(tx, now, actor, ref, how) {
      await get(tx, ref);
      await take(tx, now, rooms, ref.id, { kind: 'stopped', by: actor.principal, how });
    },
  };
}

async function get(on: Queries, { account, region, id }: ExecutionRef): Promise<ExecutionRecord> {
  const row = isUuid(id) ? await on.first(executionsSql.find, [account, region, id]) : undefined;
  if (row) return toRecord(row);
  const message = `Automation execution ${id} does not exist in ${region}; list those that do with DescribeAutomationExecutions.`;
  throw new Refusal('notFound', message, {
    ...{ code: 'AutomationExecutionNotFoundException', resourceType: 'AUTOMATION_EXECUTION', resourceId: id },
  });
}
