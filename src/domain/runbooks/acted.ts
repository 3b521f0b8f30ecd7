import { outputsOf } from '#domain/documents';
import { after, SECOND } from '#kernel/clock';
import type { ActionOutcome } from './action.ts';
import { failed, succeeded } from './attempts.ts';
import { type Draft, place, setStep } from './draft.ts';
import type { Input, Reason, StepExecution, Values } from './execution.ts';

/** Characters of all outputs of a step, as JSON: AWS's bound of an answer. */
const LONGEST_OUTPUTS = 200_000;
/** Seconds between two looks, at least and at most. */
const LOOK_AGAIN = { least: 1, most: 3_600 };

type Of<Kind> = Extract<Input, { kind: Kind }>;

/** An attempt that was made outside came to something. */
export function acted(draft: Draft, { path, attempt, outcome }: Of<'acted'>): Reason {
  const step = draft.steps.get(path);
  if (!isActing(draft, step, attempt)) return 'stale';
  if (outcome.is === 'going on') return goOn(draft, step, outcome);
  const { response } = outcome;
  const own = outcome.is === 'done' ? outcome.outputs : {};
  const outputs = response === undefined ? own : { ...own, ...outputsOf(place(draft, path).step, response) };
  if (outcome.is === 'failed') {
    if (isBounded(outputs)) setStep(draft, path, { outputs });
    failed(draft, path, outcome.failure);
    return draft.execution.at === path ? 'triedAgain' : 'wentOn';
  }
  if (!isBounded(outputs)) {
    const message = `its outputs are longer than ${LONGEST_OUTPUTS} characters; select less of the answer`;
    failed(draft, path, { type: 'Action', stage: 'PostVerification', message }, true);
    return 'wentOn';
  }
  succeeded(draft, path, outputs);
  return 'wentOn';
}

function goOn(
  draft: Draft,
  { path, attempt }: StepExecution,
  { progress, againInSeconds }: Extract<ActionOutcome, { is: 'going on' }>,
): Reason {
  const seconds = Math.min(Math.max(againInSeconds, LOOK_AGAIN.least), LOOK_AGAIN.most);
  setStep(draft, path, { progress });
  draft.effects.push({ kind: 'act', path, attempt, runAt: after(draft.now, seconds * SECOND) });
  return 'goingOn';
}

/** A node died in the middle of something that must not be done twice: a person says what became of it. */
export function unknown(draft: Draft, { path, attempt }: Of<'unknown'>): Reason {
  const step = draft.steps.get(path);
  if (!isActing(draft, step, attempt)) return 'stale';
  setStep(draft, path, { status: 'Waiting', waits: 'unknown', deadline: undefined });
  const asked =
    'nobody knows whether it was done. Look, and send the signal Approve (it was), Reject (it was not, and shall not be) or Resume (do it again)';
  draft.effects.push({ kind: 'tell', text: `Step ${step.name} was broken off: ${asked}` });
  return 'askedForUnknown';
}

function isActing(draft: Draft, step: StepExecution | undefined, attempt: number): step is StepExecution {
  return step !== undefined && draft.execution.at === step.path && step.waits === undefined && step.attempt === attempt;
}

const isBounded = (outputs: Values): boolean => JSON.stringify(outputs).length <= LONGEST_OUTPUTS;
