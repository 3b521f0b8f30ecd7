import type { Queries } from '#storage/db';
import type { Status, StepExecution } from './execution.ts';
import { listsSql } from './lists.sql.ts';
import { stepExecutionId } from './places.ts';
import type { ExecutionRecord } from './record.ts';
import { toRecord, toStep } from './rows.ts';

/** Which executions are wanted: those to which all of what is given applies. */
export interface ExecutionQuery {
  account: string;
  region: string;
  /** The last one seen. */
  after?: { startedAt: Date; id: string };
  limit: number;
  namePrefixes?: readonly string[];
  statuses?: readonly string[];
  ids?: readonly string[];
  parentIds?: readonly string[];
  actions?: readonly string[];
  startedBefore?: Date;
  startedAfter?: Date;
  tagKeys?: readonly string[];
  incidentArn?: string;
}

export interface StepQuery {
  limit: number;
  /** The place of the last one seen. */
  after?: number;
  isReversed?: boolean;
  startedBefore?: Date;
  startedAfter?: Date;
  statuses?: readonly string[];
  ids?: readonly string[];
  names?: readonly string[];
  actions?: readonly string[];
  /** StepExecutionIds of loops. */
  loopIds?: readonly string[];
  iterations?: readonly string[];
  values?: readonly string[];
}

/** A step that has not begun. */
export type PendingStep = Pick<StepExecution, 'path' | 'ordinal' | 'name' | 'action'> & { status: 'Pending' };
export type AnyStep = StepExecution | PendingStep;

/** Steps that have not begun come after all that have, in the order of the runbook. */
const PENDING_FROM = 1_000_000;

export async function listExecutions(on: Queries, query: ExecutionQuery): Promise<ExecutionRecord[]> {
  const { account, region, after, namePrefixes, startedBefore, startedAfter } = query;
  const prefixes = namePrefixes?.map((prefix) => `${prefix.replaceAll(/[\\%_]/g, '\\$&')}%`);
  const rows = await on.rows(listsSql.executions, [
    ...[account, region, after?.startedAt ?? null, after?.id ?? null, prefixes ?? null, query.statuses ?? null],
    ...[query.ids ?? null, query.parentIds ?? null, query.actions ?? null, startedBefore ?? null, startedAfter ?? null],
    ...[query.tagKeys ?? null, query.incidentArn ?? null, query.limit],
  ]);
  return rows.map(toRecord);
}

/** Steps in the order in which they began, then those that have not. */
export async function listSteps(on: Queries, record: ExecutionRecord, query: StepQuery): Promise<AnyStep[]> {
  const { isReversed = false, limit } = query;
  const pending = await pendingSteps(on, record, query);
  const from = query.after ?? (isReversed ? Number.MAX_SAFE_INTEGER : 0);
  if (isReversed) {
    const first = pending
      .filter(({ ordinal }) => ordinal < from)
      .reverse()
      .slice(0, limit);
    return [...first, ...(await begunSteps(on, record, query, Math.min(from, PENDING_FROM), limit - first.length))];
  }
  const begun = await begunSteps(on, record, query, Math.min(from, PENDING_FROM), limit);
  return [...begun, ...pending.filter(({ ordinal }) => ordinal > from)].slice(0, limit);
}

async function begunSteps(on: Queries, record: ExecutionRecord, query: StepQuery, from: number, limit: number) {
  if (limit <= 0) return [];
  const { id } = record.execution;
  const loops = query.loopIds && (await loopPaths(on, id, query.loopIds));
  const statement = query.isReversed ? listsSql.stepsBackwards : listsSql.steps;
  const rows = await on.rows(statement, [
    ...[id, from, limit, query.startedBefore ?? null, query.startedAfter ?? null, query.statuses ?? null],
    ...[query.ids ?? null, query.names ?? null, query.actions ?? null, loops ?? null, query.iterations ?? null],
    query.values ?? null,
  ]);
  return rows.map(toStep);
}

async function loopPaths(on: Queries, id: string, loopIds: readonly string[]): Promise<string[]> {
  const rows = await on.rows(listsSql.steps, [
    ...[id, 0, loopIds.length, null, null, null, loopIds, null, null, null, null, null],
  ]);
  return rows.map(({ path }) => path);
}

async function pendingSteps(on: Queries, { execution }: ExecutionRecord, query: StepQuery): Promise<PendingStep[]> {
  const { loopIds, iterations, values, startedBefore, startedAfter } = query;
  if (loopIds || iterations || values || startedBefore || startedAfter) return [];
  const begun = new Set((await on.rows(listsSql.begun, [execution.id])).map(({ path }) => path));
  const all = execution.runbook.steps.map(
    ({ name, action }, index): PendingStep => ({
      ...{ path: name, ordinal: PENDING_FROM + 1 + index, name, action, status: 'Pending' },
    }),
  );
  const isWanted = (list: readonly string[] | undefined, value: string) => list?.includes(value) ?? true;
  return all.filter(
    ({ path, name, action }) =>
      !begun.has(path) &&
      isWanted(query.names, name) &&
      isWanted(query.actions, action) &&
      isWanted(query.statuses, 'Pending' satisfies Status) &&
      isWanted(query.ids, stepExecutionId(execution.id, path)),
  );
}
