import { after, SECOND } from '#kernel/clock';
import { cut } from '#kernel/text';
import type { Failure } from './action.ts';
import { type Draft, place, setExecution, setStep } from './draft.ts';
import type { Status, StepExecution, Values } from './execution.ts';

const LONGEST_MESSAGE = 2_000;
/** Before another attempt of what was asked too often. */
const LONGEST_WAIT_SECONDS = 60;

/** An attempt failed: the next one, else the step has. `isFinal`: another attempt would fail the same. */
export function failed(draft: Draft, path: string, failure: Failure, isFinal = false): void {
  notMade(draft, path, 'Failed', failure, isFinal);
}

/** An attempt had no more time. */
export function timedOut(draft: Draft, path: string, message: string): void {
  notMade(draft, path, 'TimedOut', { type: 'Action', stage: 'Invocation', message }, false);
}

function notMade(draft: Draft, path: string, status: 'Failed' | 'TimedOut', given: Failure, isFinal: boolean): void {
  const { step } = place(draft, path);
  const { attempt } = draft.steps.get(path)!;
  const failure = { ...given, message: cut(given.message, LONGEST_MESSAGE) };
  if (isFinal || attempt >= step.maxAttempts) {
    endStep(draft, path, status, failure);
    return;
  }
  setStep(draft, path, { attempt: attempt + 1, failure });
  setExecution(draft, { at: path });
  const wait = failure.type === 'Throttling' ? Math.min(2 ** attempt, LONGEST_WAIT_SECONDS) : 0;
  draft.moves.push({ move: 'begin', path, runAt: after(draft.now, wait * SECOND) });
}

/** A step was done. */
export function succeeded(draft: Draft, path: string, outputs: Values): void {
  setStep(draft, path, { outputs });
  endStep(draft, path, 'Success');
}

/** Ends a step for good; then comes what follows. */
export function endStep(draft: Draft, path: string, status: Status, failure?: StepExecution['failure']): void {
  setStep(draft, path, { status, failure, endedAt: draft.now, deadline: undefined, waits: undefined });
  draft.moves.push({ move: 'leave', path });
}

export const atInput = (message: string): Failure => ({ type: 'Action', stage: 'InputValidation', message });
