import type { Authority } from './action.ts';
import type { Execution } from './execution.ts';

/** What is kept of an execution besides what it is decided by. */
export interface ExecutionRecord {
  execution: Execution;
  documentName: string;
  documentVersion: string;
  /** Parameters as they were given. */
  given: Readonly<Record<string, readonly string[]>>;
  /** The principal that started it. */
  executedBy: string;
  /** On whose behalf it acts. */
  authority: Authority;
  /** The role that the document names, if any. */
  assumeRole?: string;
  parent?: Parent;
  /** How many executions are above it. */
  depth: number;
  tags: Readonly<Record<string, string>>;
  alarm?: WatchedAlarm;
  /** The incident that it was started for. */
  incidentArn?: string;
  requestId: string;
  /** The step at which it is, or was last. */
  current?: { name: string; action?: string };
}

/** What started an execution: a step of another one, or a run with targets (no step). */
export interface Parent {
  executionId: string;
  path?: string;
  attempt?: number;
}

/** An alarm that stops it. */
export interface WatchedAlarm {
  name: string;
  ignorePollFailure: boolean;
  /** It has stopped it. */
  triggered?: true;
}
