import { unreachable } from '#kernel/unreachable';
import { decideApproval } from './approval.ts';
import { endStep, failed, succeeded } from './attempts.ts';
import { stopCurrent } from './cancel.ts';
import { current, type Draft, isHeld, setStep } from './draft.ts';
import type { Signal, StepExecution, Taken, Waits } from './execution.ts';
import { allSteps, stepExecutionId } from './places.ts';

/** What a person, or a program, sends to an execution. */
export function signalled(draft: Draft, by: string, signal: Signal): Taken {
  switch (signal.type) {
    case 'Approve':
    case 'Reject':
      return judge(draft, by, signal);
    case 'Resume':
      return resume(draft, by, signal);
    case 'StartStep':
      return startStep(draft, signal.stepName);
    case 'StopStep':
      return stopStep(draft, by, signal.stepExecutionId);
    default:
      return unreachable(signal);
  }
}

function judge(draft: Draft, by: string, signal: Extract<Signal, { type: 'Approve' | 'Reject' }>): Taken {
  const step = waiting(draft, signal.stepExecutionId, ['approval', 'unknown'], signal.type);
  if (!('path' in step)) return step;
  if (step.waits === 'approval')
    return decideApproval(draft, step, by, signal.type === 'Approve' ? 'Approved' : 'Rejected', signal.comment);
  const { path } = step;
  setStep(draft, path, { waits: undefined });
  if (signal.type === 'Approve') {
    succeeded(draft, path, {});
    return 'approved';
  }
  failed(
    draft,
    path,
    {
      type: 'Action',
      stage: 'Invocation',
      message: `its node stopped in the middle of it, and ${by} said that it was not done`,
    },
    true,
  );
  return 'rejected';
}

function resume(draft: Draft, by: string, { stepExecutionId: id }: { stepExecutionId?: string }): Taken {
  const step = waiting(draft, id, ['resume', 'unknown'], 'Resume');
  if (!('path' in step)) return step;
  if (step.waits === 'resume') {
    draft.effects.push({ kind: 'tell', text: `${by} resumed after step ${step.name}` });
    succeeded(draft, step.path, {});
  } else {
    // The same attempt, and so the same token.
    draft.moves.push({ move: 'begin', path: step.path, runAt: draft.now });
  }
  return 'resumed';
}

function startStep(draft: Draft, name: string | undefined): Taken {
  const { next, runbook } = draft.execution;
  const refuse = (message: string): Taken => ({ code: 'InvalidAutomationSignalException', message });
  if (name !== undefined && !allSteps(runbook.steps).some((step) => step.name === name))
    return { code: 'AutomationStepNotFoundException', message: `The runbook has no step ${name}.` };
  if (next === undefined || !isHeld(draft.execution))
    return refuse('No step waits to be started: that is for executions in mode Interactive, between two steps.');
  const waits = next.slice(next.lastIndexOf('/') + 1);
  if (name !== undefined && name !== waits)
    return refuse(`Step ${name} cannot be started now: the next one is ${waits}.`);
  draft.moves.push({ move: 'enter', path: next });
  draft.released = true;
  return 'stepStarted';
}

function stopStep(draft: Draft, by: string, id: string | undefined): Taken {
  const step = meant(draft, id);
  if (!('path' in step)) return step;
  stopCurrent(draft, step);
  endStep(draft, step.path, 'Cancelled', { type: 'Action', stage: 'Invocation', message: `stopped by ${by}` });
  return 'stepStopped';
}

type Found = StepExecution | Exclude<Taken, string>;

function waiting(draft: Draft, id: string | undefined, wanted: readonly Waits[], signal: string): Found {
  const step = meant(draft, id);
  if (!('path' in step) || (step.waits !== undefined && wanted.includes(step.waits))) return step;
  return {
    code: 'InvalidAutomationSignalException',
    message: `Step ${step.name} (${step.action}, ${step.status}) takes no signal ${signal} now.`,
  };
}

/** The step that is at work, if it is the one of the id. */
function meant(draft: Draft, id: string | undefined): Found {
  const step = current(draft);
  const { id: execution } = draft.execution;
  if (step && (id === undefined || id === stepExecutionId(execution, step.path))) return step;
  if (id === undefined)
    return { code: 'InvalidAutomationSignalException', message: `No step of execution ${execution} is at work now.` };
  const known = [...draft.steps.keys()].some((path) => stepExecutionId(execution, path) === id);
  if (known)
    return { code: 'InvalidAutomationSignalException', message: `The step execution ${id} is not at work now.` };
  return {
    code: 'AutomationStepNotFoundException',
    message: `Execution ${execution} has no step execution ${id} at work.`,
  };
}
