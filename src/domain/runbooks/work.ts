import type { Due } from '#storage/due';
import type { Input } from './execution.ts';
import { stepExecutionId } from './places.ts';
import type { ExecutionRecord } from './record.ts';

/** When an execution is to be looked at, under its id. */
export const TIMER_QUEUE = 'runbooks.timers';
/** What comes to executions from others, under ids of its own. */
export const INPUT_QUEUE = 'runbooks.inputs';
/** Attempts that are made outside, under the id of the step's execution. */
export const ACTION_QUEUES = ['runbooks.calls', 'runbooks.scripts'] as const;

/** Of incidents comes first. */
const priorityOf = ({ incidentArn }: ExecutionRecord): number => (incidentArn ? 2 : 3);

const work = (record: ExecutionRecord, queue: string, key: string, runAt: Date, payload: object): Due => ({
  ...{ queue, key, account: record.execution.account, runAt, priority: priorityOf(record), payload },
  requestId: record.requestId,
});

export const timerWork = (record: ExecutionRecord, runAt: Date): Due =>
  work(record, TIMER_QUEUE, record.execution.id, runAt, {});

/** What is to be done for an attempt outside. */
export interface ActionWork {
  executionId: string;
  path: string;
  attempt: number;
  /** It is wanted no more: what it left outside is to be ended. */
  isCancel?: true;
}

export function actionWork(
  record: ExecutionRecord,
  queue: string,
  of: Omit<ActionWork, 'executionId'>,
  runAt: Date,
): Due {
  const { id } = record.execution;
  const step = stepExecutionId(id, of.path);
  return work(record, queue, of.isCancel ? `${step}/cancel/${of.attempt}` : step, runAt, { executionId: id, ...of });
}

/** An input for another execution: its own transaction takes it, so that no two are locked at once. */
export const inputWork = (record: ExecutionRecord, to: string, from: string, input: Input, runAt: Date): Due =>
  work(record, INPUT_QUEUE, `${to}/${from}`, runAt, { executionId: to, input });
