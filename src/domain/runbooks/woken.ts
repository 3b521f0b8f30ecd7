import { succeeded, timedOut } from './attempts.ts';
import { endAfterCancel, stopCurrent } from './cancel.ts';
import { current, type Draft, isHeld, sleepEnd } from './draft.ts';
import type { Reason } from './execution.ts';

/** A moment has come: of what was waited for, what is due now is done. */
export function woken(draft: Draft): Reason {
  const { execution, now } = draft;
  if (execution.cancel && execution.cancel.until <= now) return endAfterCancel(draft);
  if (execution.next !== undefined && !isHeld(execution)) {
    draft.moves.push({ move: 'enter', path: execution.next });
    return 'stepsWaitTheirTurn';
  }
  const step = current(draft);
  if (!step) return 'nothingDue';
  const until = sleepEnd(step);
  if (until && until <= now) {
    succeeded(draft, step.path, {});
    return 'wentOn';
  }
  if (!step.deadline || step.deadline > now) return 'nothingDue';
  stopCurrent(draft, step);
  timedOut(draft, step.path, lateText(step.startedAt, step.deadline));
  return 'timedOut';
}

const lateText = (from: Date, deadline: Date): string =>
  `it was not done by ${deadline.toISOString()}; it had begun at ${from.toISOString()}`;
