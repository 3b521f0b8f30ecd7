import type { Queries, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
import { take } from './apply.ts';
import { executionsSql } from './executions.sql.ts';
import { invariantsSql, type LiveRow } from './invariants.sql.ts';
import { placeOf } from './places.ts';
import type { RunbookRooms } from './rooms.ts';
import { toRecord } from './rows.ts';
import { ACTION_QUEUES, actionWork, INPUT_QUEUE, TIMER_QUEUE } from './work.ts';

const PART = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** What a step may wait for by name: a person, or another execution. Everything else has something due. */
const NAMED: ReadonlySet<string> = new Set(['approval', 'resume', 'unknown', 'child']);

/** Every execution that is not over has something due, or waits for somebody. */
export function executionInvariant(rooms: RunbookRooms) {
  return {
    name: 'runbooks.stands-still',
    queues: [TIMER_QUEUE, INPUT_QUEUE, ...ACTION_QUEUES],
    async find(on: Queries, now: Date, after: string | undefined) {
      const rows = await on.rows(invariantsSql.live, [after ?? FIRST, PART]);
      const still = await standingStill(on, now, rows);
      const last = rows.length === PART ? rows.at(-1)?.id : undefined;
      return { faults: still.map(faultOf), ...(last ? { next: last } : {}) };
    },
    async repair(tx: Tx, now: Date, { key }: { key: string }) {
      const row = await tx.first(invariantsSql.lockLive, [key]);
      const [still] = row ? await standingStill(tx, now, [row]) : [];
      if (!still) return undefined;
      await actAgain(tx, now, rooms, still);
      const record = await take(tx, now, rooms, key, { kind: 'woken' });
      if (!record) return undefined;
      const { account, region } = record.execution;
      return { account, region, text: `execution ${key} of ${record.documentName} is looked at again` };
    },
  };
}

const faultOf = ({ id, account, request_id: requestId }: LiveRow) => ({
  ...{ key: id, account, requestId },
  text: `execution ${id} is not over, and nothing would go on with it`,
});

async function standingStill(on: Queries, now: Date, rows: readonly LiveRow[]): Promise<LiveRow[]> {
  const unnamed = rows.filter(({ waits, is_held: isHeld }) => !isHeld && !NAMED.has(waits ?? ''));
  const timed = await workInPlace(on, now, TIMER_QUEUE, ids(unnamed, 'id'));
  const untimed = unnamed.filter(({ id, is_acting: isActing }) => isActing || !timed.has(id));
  const steps = ids(untimed, 'step_id');
  const acting = await Promise.all(ACTION_QUEUES.map((queue) => workInPlace(on, now, queue, steps)));
  return untimed.filter(({ step_id: step }) => step === null || !acting.some((placed) => placed.has(step)));
}

const ids = (rows: readonly LiveRow[], member: 'id' | 'step_id'): string[] => rows.flatMap((row) => row[member] ?? []);

/** An attempt that nobody makes any more is made again, under its token. */
async function actAgain(
  tx: Tx,
  now: Date,
  { due, actions }: Pick<RunbookRooms, 'actions'> & { due: DueWork },
  still: LiveRow,
) {
  const row = await tx.first(executionsSql.lock, [still.id]);
  const { path, attempt } = still;
  if (!row || !still.is_acting || path === null || attempt === null) return;
  const action = actions.get(placeOf(row.runbook, path).step.action);
  if (action) await due.put(tx, now, [actionWork(toRecord(row), action.queue, { path, attempt }, now)]);
}
