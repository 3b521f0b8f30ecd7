import type { Step } from '#domain/documents';
import type { Execution, Run, StepExecution } from './execution.ts';
import type { ExecutionRow, StepRow } from './executions.sql.ts';
import { allSteps, stepExecutionId } from './places.ts';
import type { ExecutionRecord, Parent, WatchedAlarm } from './record.ts';

/** What the machine keeps between two decisions and nobody searches for. */
type State = Pick<Execution, 'variables' | 'begun' | 'at' | 'next' | 'blemish'> & {
  cancel?: { by: string; until: string };
};

export function toRecord(row: ExecutionRow): ExecutionRecord {
  const { account, region } = row;
  return {
    execution: toExecution(row),
    ...{ documentName: row.document_name, documentVersion: row.document_version, given: row.given },
    executedBy: row.executed_by,
    authority: { account, region, principal: row.principal, ...(row.role_arn ? { roleArn: row.role_arn } : {}) },
    ...(row.assume_role ? { assumeRole: row.assume_role } : {}),
    ...(row.parent_id
      ? { parent: { executionId: row.parent_id, ...(row.parent_step as Omit<Parent, 'executionId'>) } }
      : {}),
    ...{ depth: row.depth, tags: row.tags, requestId: row.request_id },
    ...(row.alarm ? { alarm: row.alarm as WatchedAlarm } : {}),
    ...(row.current_step
      ? { current: { name: row.current_step, ...(row.current_action ? { action: row.current_action } : {}) } }
      : {}),
    ...(row.incident_arn ? { incidentArn: row.incident_arn } : {}),
  };
}

function toExecution(row: ExecutionRow): Execution {
  const { cancel, ...state } = row.state as State;
  return {
    ...{ id: row.id, account: row.account, region: row.region, status: row.status, mode: row.mode },
    ...{ runbook: row.runbook, parameters: row.parameters, startedAt: row.started_at },
    ...state,
    ...(cancel ? { cancel: { by: cancel.by, until: new Date(cancel.until) } } : {}),
    ...(row.target ? { target: row.target } : {}),
    ...(row.ended_at ? { endedAt: row.ended_at, outputs: row.outputs } : {}),
    ...(row.failure_message ? { failureMessage: row.failure_message } : {}),
  };
}

export function stateOf({ variables, begun, at, next, blemish, cancel }: Execution) {
  return { variables, begun, at, next, blemish, cancel };
}

export function toStep(row: StepRow): StepExecution {
  return {
    ...{ path: row.path, ordinal: row.ordinal, name: row.name, action: row.action, status: row.status },
    ...{ attempt: row.attempt, inputs: row.inputs, outputs: row.outputs, startedAt: row.started_at },
    ...(row.failure ? { failure: row.failure } : {}),
    ...(row.ended_at ? { endedAt: row.ended_at } : {}),
    ...(row.deadline ? { deadline: row.deadline } : {}),
    ...(row.waits ? { waits: row.waits } : {}),
    ...(row.progress === null ? {} : { progress: row.progress }),
    ...(row.parent ? { parent: row.parent } : {}),
  };
}

export function stepRow(executionId: string, step: StepExecution) {
  return {
    ...step,
    ...{ id: stepExecutionId(executionId, step.path), started_at: step.startedAt },
    ...{ ended_at: step.endedAt, deadline: step.deadline },
  };
}

export function toRun(execution: Execution, rows: readonly StepRow[]): Run {
  return { execution, steps: new Map(rows.map((row) => [row.path, toStep(row)])) };
}

/** What execution and list tell of where it is. */
export function currentOf({ execution, steps }: Run): { name?: string; action?: string } {
  const path = execution.at ?? execution.next;
  if (path === undefined) {
    const last = [...steps.values()].sort((a, b) => b.ordinal - a.ordinal)[0];
    return last ? { name: last.name, action: last.action } : {};
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  const step: Step | undefined = allSteps(execution.runbook.steps).find((one) => one.name === name);
  return step ? { name, action: step.action } : { name };
}
