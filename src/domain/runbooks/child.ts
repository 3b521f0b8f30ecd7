import type { Step } from '#domain/documents';
import { failed, succeeded, timedOut } from './attempts.ts';
import { type Draft, deadlineOf, setStep } from './draft.ts';
import type { Input, Reason, Values } from './execution.ts';
import { childId } from './places.ts';

/** Starts another execution, and waits for its end: its end is the step's. */
export function beginChild(draft: Draft, path: string, step: Step, inputs: Values): void {
  const { attempt } = draft.steps.get(path)!;
  const outputs = { ExecutionId: childId(draft.execution.id, path, attempt), Status: 'InProgress' };
  setStep(draft, path, { waits: 'child', outputs, deadline: deadlineOf(draft, step) });
  draft.effects.push({ kind: 'startChild', path, attempt, inputs });
}

type Of<Kind> = Extract<Input, { kind: Kind }>;

/** A child is over. One that is waited for no more changes nothing. */
export function childEnded(
  draft: Draft,
  { path, attempt, executionId, status, outputs, message }: Of<'child'>,
): Reason {
  if (!isAwaited(draft, path, attempt)) return 'stale';
  const told = {
    ExecutionId: executionId,
    Status: status,
    Output: Object.entries(outputs).map(([name, value]) => JSON.stringify({ [name]: value })),
  };
  setStep(draft, path, { outputs: told });
  const text = `execution ${executionId} ended ${status}${message ? `: ${message}` : ''}`;
  if (status === 'Success') succeeded(draft, path, told);
  else if (status === 'TimedOut') timedOut(draft, path, text);
  else failed(draft, path, { type: 'Action', stage: 'Invocation', message: text });
  return 'wentOn';
}

/** It could not be started at all. */
export function childless(draft: Draft, { path, attempt, message }: Of<'childless'>): Reason {
  if (!isAwaited(draft, path, attempt)) return 'stale';
  failed(draft, path, { type: 'Action', stage: 'InputValidation', message });
  return 'wentOn';
}

function isAwaited(draft: Draft, path: string, attempt: number): boolean {
  const step = draft.steps.get(path);
  return step?.waits === 'child' && step.attempt === attempt;
}
