import type { Actor } from '#kernel/actor';
import { newId } from '#kernel/ids';
import type { Tx } from '#storage/db';
import { decideAll } from './apply.ts';
import { insert, type NewExecution, recordOf } from './beginning.ts';
import type { ExecutionRecord } from './record.ts';
import type { RunbookRooms } from './rooms.ts';

/** Starts a runbook. Refused, in AWS's codes, where it is unknown, its parameters are wrong, or its role cannot be taken. */
export async function start(
  tx: Tx,
  now: Date,
  rooms: RunbookRooms,
  actor: Actor,
  { callerRole, ...given }: NewExecution,
): Promise<ExecutionRecord> {
  const { account, region, principal, requestId } = actor;
  const caller = { account, region, principal, ...(callerRole ? { roleArn: callerRole } : {}) };
  const about = { id: newId(now), depth: 0, caller, requestId, executedBy: principal };
  const record = await recordOf(tx, now, rooms, { ...given, ...about });
  await insert(tx, record);
  const run = { execution: record.execution, steps: new Map() };
  return decideAll(tx, now, rooms, { record, run, taken: 0 }, { kind: 'started' });
}
