import type { Json, Runbook } from '#domain/documents';
import type { ActionOutcome, Failure } from './action.ts';

/** AWS's words, of executions and of steps alike. */
export type Status =
  | 'Pending'
  | 'InProgress'
  | 'Waiting'
  | 'Success'
  | 'TimedOut'
  | 'Cancelling'
  | 'Cancelled'
  | 'Failed';

export type Mode = 'Auto' | 'Interactive';

export type Values = Readonly<Record<string, Json>>;

/** One running of a runbook, as far as it is decided on. */
export interface Execution {
  id: string;
  account: string;
  region: string;
  status: Status;
  mode: Mode;
  /** As it was when this began: a document that is changed or deleted meanwhile changes nothing here. */
  runbook: Runbook;
  parameters: Values;
  /** What `aws:updateVariable` has made of the runbook's variables. */
  variables: Values;
  startedAt: Date;
  endedAt?: Date;
  outputs?: Values;
  failureMessage?: string;
  /** What a critical step came to although the execution went on. */
  blemish?: { status: 'Failed' | 'TimedOut'; message: string };
  /** The path of the step that runs or waits; loops round it are not meant. */
  at?: string;
  /** The path of the step that begins next: at once, or when somebody says so (Interactive). */
  next?: string;
  /** It is being cancelled: what cleans up has until then. */
  cancel?: { by: string; until: Date };
  /** How many steps have begun. */
  begun: number;
  /** Of a run with targets: which of them this one is for. */
  target?: string;
}

/** What a step waits for before it can go on. Absent: it acts, or nothing. */
export type Waits = 'approval' | 'resume' | 'sleep' | 'child' | 'unknown' | 'steps';

/**
 * One running of one step. Its path is its name, within loops after the loop's path and the iteration: `every/3/restart`. A path is
 * entered once, because nothing in a runbook leads round.
 */
export interface StepExecution {
  path: string;
  /** From 1, in the order in which they began. */
  ordinal: number;
  name: string;
  action: string;
  status: Status;
  /** From 1. */
  attempt: number;
  /** Filled in; those of `branch` and `loop` for whoever asks. */
  inputs: Values;
  outputs: Values;
  failure?: Failure;
  startedAt: Date;
  endedAt?: Date;
  /** When this attempt is over though nothing came of it. */
  deadline?: Date;
  waits?: Waits;
  /** What the action left at its last look; what an approval, a loop or a sleep has come to. */
  progress?: Json;
  /** Within a loop. */
  parent?: { path: string; iteration: number; value?: Json };
}

/** All that a decision needs: of each of the runbook's steps its latest execution. */
export interface Run {
  execution: Execution;
  /** By path. */
  steps: ReadonlyMap<string, StepExecution>;
}

export type Signal =
  | { type: 'Approve' | 'Reject'; comment?: string; stepExecutionId?: string }
  | { type: 'Resume' | 'StopStep'; stepExecutionId?: string }
  | { type: 'StartStep'; stepName?: string };

/** What can come to an execution. Late ones are ordinary, and change nothing. */
export type Input =
  | { kind: 'started' }
  /** A moment that it waited for has come, or was believed to. */
  | { kind: 'woken' }
  | { kind: 'acted'; path: string; attempt: number; outcome: ActionOutcome }
  /** Nobody knows whether the attempt was made, and it must not be made twice. */
  | { kind: 'unknown'; path: string; attempt: number }
  | {
      kind: 'child';
      path: string;
      attempt: number;
      executionId: string;
      status: Status;
      outputs: Values;
      message?: string;
    }
  /** The child could not be started. */
  | { kind: 'childless'; path: string; attempt: number; message: string }
  /** `by`: the principal. */
  | { kind: 'signalled'; by: string; signal: Signal }
  | { kind: 'stopped'; by: string; how: 'Cancel' | 'Complete'; reason?: string };

export type Effect =
  /** The attempt is to be made, or looked at again. */
  | { kind: 'act'; path: string; attempt: number; runAt: Date }
  /** Whatever was asked outside for it is wanted no more. */
  | { kind: 'stopActing'; path: string; attempt: number; progress?: Json }
  | { kind: 'startChild'; path: string; attempt: number; inputs: Values }
  | { kind: 'stopChild'; path: string; attempt: number }
  | { kind: 'askApproval'; path: string }
  /** Look at it again then; without a moment: not by itself. */
  | { kind: 'wakeAt'; at?: Date }
  /** Something that people have to know of. */
  | { kind: 'tell'; text: string }
  | { kind: 'ended' };

export type Reason =
  | 'started'
  | 'wentOn'
  | 'stepsWaitTheirTurn'
  | 'triedAgain'
  | 'goingOn'
  | 'askedForUnknown'
  | 'approved'
  | 'approvalNoted'
  | 'rejected'
  | 'resumed'
  | 'stepStarted'
  | 'stepStopped'
  | 'timedOut'
  | 'cancelling'
  | 'cancelled'
  | 'completed'
  | 'ended'
  | 'nothingDue'
  | 'stale'
  | 'alreadyOver'
  | 'refused';

export interface Decision {
  next: Run;
  why: Reason;
  effects: readonly Effect[];
  /** The paths of the steps that are not as they were. */
  changed: ReadonlySet<string>;
  /** A signal that cannot be: AWS's code, and why in words. Nothing has changed. */
  refused?: {
    code:
      | 'InvalidAutomationSignalException'
      | 'AutomationStepNotFoundException'
      | 'InvalidAutomationStatusUpdateException';
    message: string;
  };
}

/** The reason, or why it cannot be. */
export type Taken = Reason | NonNullable<Decision['refused']>;

const OVER: ReadonlySet<Status> = new Set(['Success', 'TimedOut', 'Cancelled', 'Failed']);

export const isOver = (status: Status): boolean => OVER.has(status);
