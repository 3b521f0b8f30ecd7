import type { Json, Step } from '#domain/documents';
import { after, DAY, SECOND } from '#kernel/clock';
import { count } from '#kernel/text';
import { isMeant } from './approvers.ts';
import { atInput, endStep, failed, succeeded } from './attempts.ts';
import { type Draft, setStep } from './draft.ts';
import type { Reason, StepExecution, Taken, Values } from './execution.ts';

/** People that an approval may name at most. */
const MOST_APPROVERS = 10;
/** Seconds that they have unless the step says, and at most. */
const USUAL_SECONDS = (7 * DAY) / SECOND;
const MOST_SECONDS = (30 * DAY) / SECOND;

/** What one of them said. */
interface Said {
  Approver: string;
  Decision: 'Approved' | 'Rejected';
  Time: string;
  Comment?: string;
}

/** Asks people, and waits until enough of them have approved or one has not. */
export function beginApproval(draft: Draft, path: string, step: Step, inputs: Values): void {
  const approvers = approversOf(inputs);
  if (approvers.length === 0 || approvers.length > MOST_APPROVERS) {
    failed(draft, path, atInput(`Approvers: wanted 1 to ${MOST_APPROVERS}, got ${approvers.length}`), true);
    return;
  }
  const wanted = minimumOf(inputs);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > approvers.length) {
    failed(
      draft,
      path,
      atInput(
        `MinRequiredApprovals: wanted 1 to ${approvers.length}, got ${JSON.stringify(inputs['MinRequiredApprovals'])}`,
      ),
      true,
    );
    return;
  }
  const seconds = Math.min(step.timeoutSeconds ?? USUAL_SECONDS, MOST_SECONDS);
  const deadline = after(draft.now, seconds * SECOND);
  setStep(draft, path, {
    status: 'Waiting',
    waits: 'approval',
    progress: [],
    deadline,
    outputs: outputsOf('Waiting', []),
  });
  draft.effects.push({ kind: 'askApproval', path });
}

function approversOf({ Approvers }: Values): string[] {
  const given = Array.isArray(Approvers) ? (Approvers as readonly Json[]) : Approvers === undefined ? [] : [Approvers];
  return [...new Set(given.map(String))];
}

const minimumOf = ({ MinRequiredApprovals: wanted = 1 }: Values): number => Number(wanted);

const outputsOf = (status: string, said: readonly Said[]): Values => ({
  ApprovalStatus: status,
  ApproverDecisions: said.map((one) => ({ ...one })),
});

/** One of the approvers has said something. Who says it twice is counted once. */
export function decideApproval(
  draft: Draft,
  step: StepExecution,
  by: string,
  decision: Said['Decision'],
  comment: string | undefined,
): Taken {
  const approvers = approversOf(step.inputs);
  if (!approvers.some((approver) => isMeant(approver, by))) {
    const message = `${by} is no approver of step ${step.name}; its approvers are ${approvers.join(', ')}.`;
    return { code: 'InvalidAutomationSignalException', message };
  }
  const former = (step.progress as unknown as readonly Said[]).filter(({ Approver }) => Approver !== by);
  const said = [
    ...former,
    { Approver: by, Decision: decision, Time: draft.now.toISOString(), ...(comment ? { Comment: comment } : {}) },
  ];
  return settle(draft, step, said, by);
}

function settle(draft: Draft, { path, inputs, name }: StepExecution, said: Said[], by: string): Reason {
  const last = said.at(-1)!;
  if (last.Decision === 'Rejected') {
    setStep(draft, path, { outputs: outputsOf('Rejected', said) });
    const why = last.Comment ? `: ${last.Comment}` : '';
    endStep(draft, path, 'Failed', { type: 'Action', stage: 'Invocation', message: `rejected by ${by}${why}` });
    return 'rejected';
  }
  const missing = minimumOf(inputs) - said.length;
  if (missing > 0) {
    setStep(draft, path, { progress: said.map((one) => ({ ...one })), outputs: outputsOf('Waiting', said) });
    draft.effects.push({
      kind: 'tell',
      text: `${by} approved step ${name}; ${count(missing, 'further approval')} wanted`,
    });
    return 'approvalNoted';
  }
  succeeded(draft, path, outputsOf('Approved', said));
  return 'approved';
}
