import type { Step } from '#domain/documents';
import { unreachable } from '#kernel/unreachable';
import { endStep } from './attempts.ts';
import { begin } from './begin.ts';
import { type Draft, isHeld, type Move, place, setExecution, statusWhile } from './draft.ts';
import { isOver, type StepExecution } from './execution.ts';
import { finish } from './finish.ts';
import { nextPass } from './loop.ts';
import { besides, loopRound } from './places.ts';

/** Steps that one decision enters at most; it goes on at once, in another one. */
const STEPS_AT_ONCE = 50;
/** Steps that one execution enters at most, whatever its loops would do. */
const MOST_STEPS = 10_000;

/** Makes the moves that follow from one another, until something has to be waited for. */
export function proceed(draft: Draft): void {
  let entered = 0;
  for (let move = draft.moves.shift(); move && !isOver(draft.execution.status); move = draft.moves.shift()) {
    if (move.move !== 'enter') make(draft, move);
    else if (mayEnter(draft, move.path, entered)) entered++;
  }
  if (!isOver(draft.execution.status)) setStatus(draft);
}

function make(draft: Draft, move: Exclude<Move, { move: 'enter' }>): void {
  switch (move.move) {
    case 'begin':
      begin(draft, move.path, move.runAt);
      break;
    case 'leave':
      leave(draft, move.path);
      break;
    case 'follow':
      follow(draft, move.path, move.name);
      break;
    default:
      unreachable(move);
  }
}

/** Enters a step, unless it has to wait for its turn or for somebody. */
function mayEnter(draft: Draft, path: string, entered: number): boolean {
  setExecution(draft, { next: path, at: undefined });
  if (entered === STEPS_AT_ONCE) return false;
  if (isHeld(draft.execution) && !draft.released) return false;
  draft.released = false;
  setExecution(draft, { next: undefined });
  enter(draft, path);
  return true;
}

function setStatus(draft: Draft): void {
  const { execution, steps } = draft;
  const step = execution.at === undefined ? undefined : steps.get(execution.at);
  setExecution(draft, { status: statusWhile(execution, isHeld(execution) || step?.status === 'Waiting') });
}

function enter(draft: Draft, path: string): void {
  if (draft.execution.begun >= MOST_STEPS) {
    const message = `it has run ${MOST_STEPS} steps, which is the most; are there loops within loops?`;
    setExecution(draft, { blemish: { status: 'Failed', message } });
    finish(draft);
    return;
  }
  const { step, loop } = place(draft, path);
  const ordinal = draft.execution.begun + 1;
  setExecution(draft, { begun: ordinal, at: path });
  const value = loop && draft.steps.get(loop.path)?.outputs['CurrentIteratorValue'];
  const parent = loop && { path: loop.path, iteration: loop.iteration, ...(value === undefined ? {} : { value }) };
  const fresh: StepExecution = {
    ...{ path, ordinal, name: step.name, action: step.action, status: 'InProgress', attempt: 1 },
    ...{ inputs: {}, outputs: {}, startedAt: draft.now },
    ...(parent ? { parent } : {}),
  };
  draft.steps.set(path, fresh);
  draft.changed.add(path);
  begin(draft, path, draft.now);
}

/** A step is over: what follows it. */
function leave(draft: Draft, path: string): void {
  const { step } = place(draft, path);
  const { status, failure } = draft.steps.get(path)!;
  if (status === 'Success') {
    if (step.isEnd) finish(draft);
    else follow(draft, path, step.nextStep);
    return;
  }
  const failed = status === 'TimedOut' ? 'TimedOut' : 'Failed';
  const { onFailure } = step;
  const isAborted = 'do' in onFailure && onFailure.do === 'Abort';
  // Within a loop it is the loop that fails then, and that says what comes of it.
  const round = loopRound(path);
  if (isAborted && !step.isEnd && round !== undefined && !draft.execution.cancel) {
    endStep(draft, round, failed, failure);
    return;
  }
  if (step.isCritical || isAborted) blemish(draft, path, failed);
  if (step.isEnd || isAborted) finish(draft);
  else follow(draft, path, 'step' in onFailure ? onFailure.step : undefined);
}

/** Goes to a step beside it, else to the one after it; after the last one of a loop, to its next pass. */
function follow(draft: Draft, path: string, name: string | undefined): void {
  const { step, list } = place(draft, path);
  const next: Step | undefined =
    name === undefined ? list[list.indexOf(step) + 1] : list.find((one) => one.name === name);
  const round = loopRound(path);
  if (next) draft.moves.push({ move: 'enter', path: besides(path, next.name) });
  else if (round === undefined || draft.execution.cancel) finish(draft);
  else nextPass(draft, round);
}

function blemish(draft: Draft, path: string, status: 'Failed' | 'TimedOut'): void {
  const { failure, name } = draft.steps.get(path)!;
  const how = status === 'Failed' ? 'failed' : 'timed out';
  const message = `Step ${name} ${how}: ${failure?.message ?? 'no reason was given'}`;
  if (!draft.execution.blemish) setExecution(draft, { blemish: { status, message } });
}
