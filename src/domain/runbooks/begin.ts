import { atInput, failed } from './attempts.ts';
import { type Draft, deadlineOf, place, setStep } from './draft.ts';
import { beginLoop } from './loop.ts';
import { ownSteps } from './own-steps.ts';
import { filledInputs } from './scope.ts';

/** Characters of a step's inputs, filled in. */
const LONGEST_INPUTS = 200_000;

/** Begins an attempt of a step: its inputs are filled in anew each time, because what they name may have changed. */
export function begin(draft: Draft, path: string, runAt: Date): void {
  const { step } = place(draft, path);
  if (step.loop) {
    beginLoop(draft, path, step.loop);
    return;
  }
  const filled = filledInputs(draft.now, draft, step.inputs);
  const fault = filled.ok ? tooLong(filled.value) : filled.fault;
  if (!filled.ok || fault !== undefined) {
    failed(draft, path, atInput(fault ?? ''), true);
    return;
  }
  const anew = { progress: undefined, waits: undefined, deadline: undefined };
  setStep(draft, path, { ...anew, inputs: filled.value, status: 'InProgress' });
  const own = ownSteps[step.action];
  if (own) own(draft, path, step, filled.value);
  else act(draft, path, runAt);
}

function tooLong(inputs: object): string | undefined {
  const { length } = JSON.stringify(inputs);
  if (length <= LONGEST_INPUTS) return undefined;
  return `its inputs, filled in, have ${length} characters; wanted at most ${LONGEST_INPUTS}`;
}

/** Has the attempt made by whoever can, and waits for what comes of it. */
function act(draft: Draft, path: string, runAt: Date): void {
  const { step } = place(draft, path);
  if (!draft.book.action(step.action)) {
    failed(draft, path, atInput(`this Muster has no action ${step.action}`), true);
    return;
  }
  const { attempt } = setStep(draft, path, { deadline: deadlineOf(draft, step) });
  draft.effects.push({ kind: 'act', path, attempt, runAt });
}
