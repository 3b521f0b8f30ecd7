import type { Roles } from '#domain/access';
import type { Runbook } from '#domain/documents';
import type { Log } from '#kernel/log';
import type { Queries, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import type { Action } from './action.ts';
import type { Status, StepExecution } from './execution.ts';
import type { ExecutionRecord } from './record.ts';

/** Where runbooks come from. */
export interface RunbookSource {
  /** `version`: a number, `$DEFAULT` or `$LATEST`; absent: the default one. */
  find(
    on: Queries,
    of: { account: string; region: string; name: string; version?: string },
  ): Promise<
    { name: string; version: string; runbook: Runbook } | { missing: 'document' | 'version'; message: string }
  >;
  /** A value of Parameter Store, for `{{ ssm:name }}`; undefined: there is none. */
  stored?(on: Queries, of: { account: string; region: string; name: string }): Promise<string | undefined>;
}

/** Somebody who wants to know how executions go. In the transaction of each change. */
export interface ExecutionObserver {
  changed(tx: Tx, now: Date, change: ExecutionChange): Promise<void>;
}

export interface ExecutionChange {
  record: ExecutionRecord;
  /** Undefined: it has just begun. */
  was?: Status;
  /** Steps whose status is another one now. */
  steps: readonly StepExecution[];
  /** What people have to know, besides. */
  told: readonly string[];
}

/** Asks the approvers of a step that waits for them. */
export type AskApproval = (tx: Tx, now: Date, record: ExecutionRecord, step: StepExecution) => Promise<void>;

export interface RunbookRooms {
  due: DueWork;
  log: Log;
  source: RunbookSource;
  roles: Roles;
  /** By name. */
  actions: ReadonlyMap<string, Action>;
  observers: () => readonly ExecutionObserver[];
  askApproval: AskApproval;
}
