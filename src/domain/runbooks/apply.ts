import { Refusal } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import { startChild } from './children.ts';
import { decide } from './decide.ts';
import type { Decision, Effect, Input, Run } from './execution.ts';
import { executionsSql } from './executions.sql.ts';
import { childId } from './places.ts';
import type { ExecutionRecord } from './record.ts';
import type { RunbookRooms } from './rooms.ts';
import { currentOf, stateOf, stepRow, toRecord, toRun } from './rows.ts';
import { actionWork, inputWork, TIMER_QUEUE, timerWork } from './work.ts';

/**
 * Lets an input come to an execution: locks it, decides, keeps what was decided with the input, and puts what follows, all in the
 * caller's transaction. `owned` runs under the lock before anything is decided. Throws the refusal of a signal that cannot be.
 */
export async function take(
  tx: Tx,
  now: Date,
  rooms: RunbookRooms,
  id: string,
  input: Input,
  owned: () => Promise<void> = async () => {},
): Promise<ExecutionRecord | undefined> {
  const row = await tx.first(executionsSql.lock, [id]);
  await owned();
  if (!row) return undefined;
  const record = toRecord(row);
  const run = toRun(record.execution, await tx.rows(executionsSql.latestSteps, [id]));
  return decideAll(tx, now, rooms, { record, run, taken: row.inputs_taken }, input);
}

interface Case {
  record: ExecutionRecord;
  run: Run;
  /** Inputs that were kept. */
  taken: number;
}

/** Decides, and decides again on what came of it at once. */
export async function decideAll(
  tx: Tx,
  now: Date,
  rooms: RunbookRooms,
  { record, run, taken }: Case,
  first: Input,
): Promise<ExecutionRecord> {
  const inputs = [first];
  let present = { record, run, taken };
  for (let input = inputs.shift(); input !== undefined; input = inputs.shift()) {
    const decision = decide(now, present.run, input, { action: (name) => rooms.actions.get(name) });
    if (decision.refused) throw refusalOf(decision.refused);
    const next = {
      record: { ...present.record, execution: decision.next.execution },
      run: decision.next,
      taken: present.taken + 1,
    };
    if (decision.next === present.run && decision.effects.length === 0) continue;
    await save(tx, now, present, decision, input);
    inputs.push(...(await follow(tx, now, rooms, next.record, decision)));
    await tell(tx, now, rooms, present, next.record, decision);
    present = next;
  }
  return present.record;
}

const refusalOf = ({ code, message }: NonNullable<Decision['refused']>): Refusal =>
  new Refusal('validation', message, { code });

async function save(tx: Tx, now: Date, { record, taken }: Case, decision: Decision, input: Input): Promise<void> {
  const { execution, steps } = decision.next;
  const { name = null, action = null } = currentOf(decision.next);
  const values = [execution.status, JSON.stringify(stateOf(execution)), JSON.stringify(execution.outputs ?? {})];
  const told = [execution.failureMessage ?? null, name, action, execution.endedAt ?? null];
  await tx.rows(executionsSql.save, [record.execution.id, ...values, ...told]);
  const changed = [...decision.changed].map((path) => stepRow(execution.id, steps.get(path)!));
  if (changed.length > 0) await tx.rows(executionsSql.saveSteps, [execution.id, JSON.stringify(changed)]);
  await tx.rows(executionsSql.keepInput, [execution.id, taken, now, JSON.stringify(input), decision.why]);
}

/** Puts what is to be done; answers what came of it at once. */
async function follow(
  tx: Tx,
  now: Date,
  rooms: RunbookRooms,
  record: ExecutionRecord,
  { effects, next }: Decision,
): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const effect of effects) {
    const input = await effectOf(tx, now, rooms, record, next, effect);
    if (input) inputs.push(input);
  }
  return inputs;
}

async function effectOf(
  tx: Tx,
  now: Date,
  rooms: RunbookRooms,
  record: ExecutionRecord,
  { steps }: Run,
  effect: Effect,
): Promise<Input | undefined> {
  const { due } = rooms;
  const { id } = record.execution;
  const queueOf = (path: string) => rooms.actions.get(steps.get(path)!.action);
  switch (effect.kind) {
    case 'act': {
      const { path, attempt, runAt } = effect;
      return void (await due.put(tx, now, [actionWork(record, queueOf(path)!.queue, { path, attempt }, runAt)]));
    }
    case 'stopActing': {
      const { path, attempt } = effect;
      const action = queueOf(path);
      if (!action) return undefined;
      await due.cancel(tx, action.queue, [actionWork(record, action.queue, { path, attempt }, now).key]);
      if (action.cancel)
        await due.put(tx, now, [actionWork(record, action.queue, { path, attempt, isCancel: true }, now)]);
      return undefined;
    }
    case 'wakeAt':
      if (effect.at) await due.put(tx, now, [timerWork(record, effect.at)]);
      else await due.cancel(tx, TIMER_QUEUE, [id]);
      return undefined;
    case 'startChild':
      return startChild(tx, now, rooms, record, effect);
    case 'stopChild': {
      const child = childId(id, effect.path, effect.attempt);
      const input: Input = {
        kind: 'stopped',
        by: record.executedBy,
        how: 'Cancel',
        reason: `execution ${id}, which started it`,
      };
      return void (await due.put(tx, now, [inputWork(record, child, 'parent', input, now)]));
    }
    case 'askApproval':
      return void (await rooms.askApproval(tx, now, record, steps.get(effect.path)!));
    case 'ended':
      return void (await tellParent(tx, now, rooms, record));
    case 'tell':
      return undefined;
  }
}

/** An execution's end is an input of the one that started it. */
async function tellParent(tx: Tx, now: Date, { due }: RunbookRooms, record: ExecutionRecord): Promise<void> {
  const { execution, parent } = record;
  if (!parent) return;
  const { path = '', attempt = 0 } = parent;
  const { id: executionId, status, outputs = {}, failureMessage } = execution;
  const about = { kind: 'child' as const, path, attempt, executionId, status, outputs };
  const input: Input = { ...about, ...(failureMessage ? { message: failureMessage } : {}) };
  await due.put(tx, now, [inputWork(record, parent.executionId, executionId, input, now)]);
}

async function tell(
  tx: Tx,
  now: Date,
  rooms: RunbookRooms,
  was: Case,
  record: ExecutionRecord,
  decision: Decision,
): Promise<void> {
  const told = decision.effects.flatMap((effect) => (effect.kind === 'tell' ? [effect.text] : []));
  const changed = [...decision.changed].map((path) => decision.next.steps.get(path)!);
  const steps = changed.filter(({ path, status }) => was.run.steps.get(path)?.status !== status);
  const isFirst = was.taken === 0;
  if (!isFirst && was.record.execution.status === record.execution.status && steps.length + told.length === 0) return;
  const change = { record, steps, told, ...(isFirst ? {} : { was: was.record.execution.status }) };
  for (const observer of rooms.observers()) await observer.changed(tx, now, change);
}
