import type { Queries, Tx } from '#storage/db';
import type { Job } from '#storage/due';
import { patiently } from '#storage/patiently';
import type { Action, ActionCall, ActionOutcome } from './action.ts';
import { take } from './apply.ts';
import type { StepExecution } from './execution.ts';
import { executionsSql } from './executions.sql.ts';
import type { RunbookDeps } from './handlers.ts';
import { stepExecutionId, tokenOf } from './places.ts';
import type { ExecutionRecord } from './record.ts';
import { toRecord, toStep } from './rows.ts';
import type { ActionWork } from './work.ts';

/** Attempts that a node makes at once, by queue. */
const HANDS = { 'runbooks.calls': 16, 'runbooks.scripts': 2 } as const;

/** What runs without a role has no power of its own, and no caller's either. */
const POWERLESS = 'aws:executeScript';

/**
 * Makes attempts outside. That one begins is committed before, what came of it together with what follows. Where a node died in
 * between, the action says whether it is made again under its token, or a person is asked.
 */
export function actionHandler(deps: RunbookDeps, queue: Action['queue']) {
  return {
    ...{ queue, concurrency: HANDS[queue], stays: true },
    async handle(job: Job, { signal }: { signal: AbortSignal }): Promise<void> {
      const work = job.payload as ActionWork;
      const made = work.isCancel ? await endOutside(deps, work, signal) : await attempt(deps, job, work, signal);
      if (made === 'nothing') await deps.db.tx((tx) => deps.due.finish(tx, job));
    },
  };
}

async function attempt(
  deps: RunbookDeps,
  job: Job,
  work: ActionWork,
  signal: AbortSignal,
): Promise<'nothing' | 'told'> {
  const { db, due } = deps;
  const { executionId, path, attempt } = work;
  const begun = await db.tx((tx) => tx.first(executionsSql.beginActing, [executionId, path, attempt]));
  const of = begun && (await callOf(deps, db, work));
  if (!of) return 'nothing';
  const { action, call, step } = of;
  // A further look at what goes on changes nothing twice.
  const isUnknown =
    begun.was_acting &&
    call.progress === undefined &&
    action.unknown(call.inputs, call.authority !== undefined) === 'ask';
  if (isUnknown) {
    await db.tx((tx) => settle(tx, { kind: 'unknown', path, attempt }));
    return 'told';
  }
  const outcome = await action.run(db, call, signal);
  // What was broken off in the middle is nothing to be told of: it is made again, or somebody asked.
  if (signal.aborted && outcome.is !== 'done') throw signal.reason;
  await patiently(signal, () =>
    db.tx((tx) => settle(tx, { kind: 'acted', path, attempt, outcome: bounded(step, outcome) })),
  );
  return 'told';

  async function settle(tx: Tx, input: Parameters<typeof take>[4]): Promise<void> {
    await take(tx, deps.now(), deps, executionId, input, () => due.finish(tx, job));
  }
}

/** Characters of an answer that are kept of a failure. */
const LONGEST_RESPONSE = 200_000;

function bounded({ name }: StepExecution, outcome: ActionOutcome): ActionOutcome {
  const { response, ...rest } = outcome as { response?: unknown } & ActionOutcome;
  if (response === undefined || JSON.stringify(response).length <= LONGEST_RESPONSE) return outcome;
  const message = `step ${name} was answered more than ${LONGEST_RESPONSE} characters; ask for less`;
  return rest.is === 'failed'
    ? rest
    : { is: 'failed', failure: { type: 'Action', stage: 'PostVerification', message } };
}

async function endOutside(deps: RunbookDeps, work: ActionWork, signal: AbortSignal): Promise<'nothing'> {
  const of = await callOf(deps, deps.db, work);
  if (of?.action.cancel) await of.action.cancel(deps.db, of.call, signal);
  return 'nothing';
}

interface Called {
  action: Action;
  call: ActionCall;
  step: StepExecution;
}

async function callOf(
  deps: RunbookDeps,
  on: Queries,
  { executionId, path, attempt }: ActionWork,
): Promise<Called | undefined> {
  const row = await on.first(executionsSql.step, [executionId, path]);
  const owner = await on.first(executionsSql.byId, [executionId]);
  const action = row && deps.actions.get(row.action);
  if (!row || !owner || !action) return undefined;
  const step = toStep(row);
  return { action, step, call: callFor(deps.now(), toRecord(owner), { ...step, attempt }, false) };
}

/** One attempt of a step, as whoever makes it gets it. */
function callFor(now: Date, record: ExecutionRecord, step: StepExecution, isDry: boolean): ActionCall {
  const { execution, authority, assumeRole } = record;
  const { path, attempt, deadline, progress } = step;
  const isPowerless = step.action === POWERLESS && assumeRole === undefined;
  return {
    ...{
      executionId: execution.id,
      stepExecutionId: stepExecutionId(execution.id, path),
      stepName: step.name,
      attempt,
    },
    token: tokenOf(execution.id, path, attempt),
    ...(isPowerless ? {} : { authority }),
    ...(assumeRole ? { assumeRole } : {}),
    ...{ inputs: step.inputs, now, isDry },
    ...(deadline ? { deadline } : {}),
    ...(progress === undefined ? {} : { progress }),
  };
}
