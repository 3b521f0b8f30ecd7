import { after, MINUTE } from '#kernel/clock';
import { current, type Draft, place, setExecution, setStep } from './draft.ts';
import type { Input, Reason, StepExecution, Taken } from './execution.ts';
import { finish } from './finish.ts';

/** How long cleaning up may take. */
const CLEAN_UP_MS = 2 * MINUTE;

/** Ends what is running, and goes the way that it names for that; then the execution is cancelled. */
export function cancel(draft: Draft, { by, reason }: Extract<Input, { kind: 'stopped' }>): Reason {
  if (draft.execution.cancel) return 'stale';
  const step = current(draft);
  setExecution(draft, { cancel: { by: reason ?? by, until: after(draft.now, CLEAN_UP_MS) }, next: undefined });
  if (!step) {
    finish(draft);
    return 'cancelled';
  }
  stopCurrent(draft, step);
  endCancelled(draft, step, `cancelled by ${reason ?? by}`);
  const { onCancel } = place(draft, step.path).step;
  if ('step' in onCancel) {
    draft.moves.push({ move: 'follow', path: step.path, name: onCancel.step });
    return 'cancelling';
  }
  finish(draft);
  return 'cancelled';
}

/** Ends it as if it had been done. */
export function complete(draft: Draft, by: string): Taken {
  if (draft.execution.cancel)
    return {
      code: 'InvalidAutomationStatusUpdateException',
      message: `Execution ${draft.execution.id} is being cancelled; wait for its end.`,
    };
  const step = current(draft);
  if (step) {
    stopCurrent(draft, step);
    endCancelled(draft, step, `the execution was completed by ${by}`);
  }
  finish(draft, 'Success');
  return 'completed';
}

/** What cleans up has had its time. */
export function endAfterCancel(draft: Draft): Reason {
  const step = current(draft);
  if (step) {
    stopCurrent(draft, step);
    endCancelled(draft, step, 'cleaning up had two minutes, and they are over');
  }
  finish(draft);
  return 'cancelled';
}

function endCancelled(draft: Draft, { path }: StepExecution, message: string): void {
  setStep(draft, path, {
    ...{ status: 'Cancelled', endedAt: draft.now, deadline: undefined, waits: undefined },
    failure: { type: 'Action', stage: 'Invocation', message },
  });
  setExecution(draft, { at: undefined });
}

/** Whatever was asked for it outside is wanted no more. */
export function stopCurrent(draft: Draft, { path, attempt, waits, progress }: StepExecution): void {
  if (waits === 'child') draft.effects.push({ kind: 'stopChild', path, attempt });
  else if (waits === undefined)
    draft.effects.push({ kind: 'stopActing', path, attempt, ...(progress === undefined ? {} : { progress }) });
}
