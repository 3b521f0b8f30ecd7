import type { Step } from '#domain/documents';
import { after, SECOND } from '#kernel/clock';
import type { Action } from './action.ts';
import type { Decision, Effect, Execution, Reason, Run, Status, StepExecution } from './execution.ts';
import { isOver } from './execution.ts';
import { type Place, placeOf } from './places.ts';

/** What is known of actions: a decision makes none. */
export interface Book {
  /** Undefined: this Muster has no such action. */
  action(name: string): Pick<Action, 'defaultTimeoutSeconds' | 'maxTimeoutSeconds' | 'queue'> | undefined;
}

/** A step of a decision: moves make further moves. */
export type Move =
  | { move: 'enter'; path: string }
  /** An attempt; what is asked outside for it is asked at `runAt`. */
  | { move: 'begin'; path: string; runAt: Date }
  /** It is over, whatever it came to. */
  | { move: 'leave'; path: string }
  /** To the step of that name beside it, or to what comes after it. */
  | { move: 'follow'; path: string; name?: string };

/** A decision being made. It lives within one call of `decide`, which is pure. */
export interface Draft {
  readonly now: Date;
  readonly book: Book;
  readonly was: Run;
  execution: Execution;
  steps: Map<string, StepExecution>;
  changed: Set<string>;
  effects: Effect[];
  /** What is to be done before it waits for anything. */
  moves: Move[];
  /** Somebody has said that the next step may begin. */
  released: boolean;
}

export function draftOf(now: Date, was: Run, book: Book): Draft {
  return {
    ...{ now, book, was, execution: was.execution, steps: new Map(was.steps), changed: new Set(), effects: [] },
    ...{ moves: [], released: false },
  };
}

export function decisionOf(draft: Draft, why: Reason): Decision {
  const { execution, steps, changed, effects, was } = draft;
  if (!isOver(was.execution.status)) effects.push(timer(draft));
  return { next: { execution, steps }, why, effects, changed };
}

export const unchanged = (was: Run, why: Reason): Decision => ({
  ...{ next: was, why, effects: [], changed: new Set<string>() },
});

export const place = (draft: Draft, path: string): Place => placeOf(draft.execution.runbook, path);

/** Changes a step. A member that is given as undefined is taken away. */
export function setStep(draft: Draft, path: string, change: Patch<StepExecution>): StepExecution {
  const next = patched(draft.steps.get(path)!, change);
  draft.steps.set(path, next);
  draft.changed.add(path);
  return next;
}

export function setExecution(draft: Draft, change: Patch<Execution>): void {
  draft.execution = patched(draft.execution, change);
}

type Patch<T> = { [K in keyof T]?: T[K] | undefined };

function patched<T extends object>(was: T, change: Patch<T>): T {
  const entries = Object.entries({ ...was, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as T;
}

/** The step that runs or waits now. */
export const current = ({ execution, steps }: Draft): StepExecution | undefined =>
  execution.at === undefined ? undefined : steps.get(execution.at);

/** When an attempt that begins now is over: by its step, else by its action. Undefined: never. */
export function deadlineOf(draft: Draft, { timeoutSeconds, action }: Step, own?: number): Date | undefined {
  const facts = draft.book.action(action);
  const wanted = timeoutSeconds ?? own ?? facts?.defaultTimeoutSeconds ?? facts?.maxTimeoutSeconds;
  if (wanted === undefined) return undefined;
  return after(draft.now, Math.min(wanted, facts?.maxTimeoutSeconds ?? wanted) * SECOND);
}

/** When to look at it again, whatever was to come until then. */
function timer(draft: Draft): Effect {
  const { execution, now } = draft;
  if (isOver(execution.status)) return { kind: 'wakeAt' };
  if (execution.next !== undefined && !isHeld(execution)) return { kind: 'wakeAt', at: now };
  const step = current(draft);
  const moments = [step?.deadline, sleepEnd(step), execution.cancel?.until].filter((moment) => moment !== undefined);
  if (moments.length === 0) return { kind: 'wakeAt' };
  return { kind: 'wakeAt', at: new Date(Math.min(...moments.map((moment) => moment.getTime()))) };
}

/** Somebody has to say that the next step may begin. What cleans up asks nobody. */
export const isHeld = ({ mode, cancel, next }: Execution): boolean =>
  next !== undefined && mode === 'Interactive' && cancel === undefined;

/** When a sleep is over. */
export function sleepEnd(step: StepExecution | undefined): Date | undefined {
  if (step?.waits !== 'sleep') return undefined;
  return new Date((step.progress as { until: string }).until);
}

/** What a status of the step that is at work makes of the execution. */
export function statusWhile(execution: Execution, waits: boolean): Status {
  if (execution.cancel) return 'Cancelling';
  return waits ? 'Waiting' : 'InProgress';
}
