import type { Json, Runbook } from '#domain/documents';
import { statement } from '#storage/statement';
import type { Failure } from './action.ts';
import type { Mode, Status, Waits } from './execution.ts';

export interface ExecutionRow {
  id: string;
  account: string;
  region: string;
  document_name: string;
  document_version: string;
  status: Status;
  mode: Mode;
  runbook: Runbook;
  parameters: Record<string, Json>;
  given: Record<string, string[]>;
  state: unknown;
  outputs: Record<string, Json>;
  failure_message: string | null;
  current_step: string | null;
  current_action: string | null;
  executed_by: string;
  assume_role: string | null;
  principal: string;
  role_arn: string | null;
  parent_id: string | null;
  parent_step: unknown;
  depth: number;
  target: string | null;
  spread: unknown;
  alarm: unknown;
  tags: Record<string, string>;
  incident_arn: string | null;
  request_id: string;
  started_at: Date;
  ended_at: Date | null;
  inputs_taken: number;
}

export interface StepRow {
  execution_id: string;
  path: string;
  ordinal: number;
  id: string;
  name: string;
  action: string;
  status: Status;
  attempt: number;
  inputs: Record<string, Json>;
  outputs: Record<string, Json>;
  failure: Failure | null;
  started_at: Date;
  ended_at: Date | null;
  deadline: Date | null;
  waits: Waits | null;
  progress: Json;
  parent: { path: string; iteration: number; value?: Json } | null;
}

export const EXECUTION_COLUMNS = `e.id, e.account, e.region, e.document_name, e.document_version, e.status, e.mode, e.runbook, e.parameters, e.given,
  e.state, e.outputs, e.failure_message, e.current_step, e.current_action, e.executed_by, e.assume_role, e.principal, e.role_arn, e.parent_id,
  e.parent_step, e.depth, e.target, e.spread, e.alarm, e.tags, e.incident_arn, e.request_id, e.started_at, e.ended_at, e.inputs_taken`;

export const STEP_COLUMNS = `s.execution_id, s.path, s.ordinal, s.id, s.name, s.action, s.status, s.attempt, s.inputs, s.outputs, s.failure,
  s.started_at, s.ended_at, s.deadline, s.waits, s.progress, s.parent`;

export const executionsSql = {
  insert: statement(
    'runbooks.insert',
    `insert into runbook_executions (id, account, region, document_name, document_version, status, mode, runbook, parameters, given, state,
       executed_by, assume_role, principal, role_arn, parent_id, parent_step, depth, target, spread, alarm, tags, incident_arn, request_id,
       started_at)
     select n.id, n.account, n.region, n.document_name, n.document_version, n.status, n.mode, n.runbook, n.parameters, n.given, n.state,
       n.executed_by, n.assume_role, n.principal, n.role_arn, n.parent_id, n.parent_step, n.depth, n.target, n.spread, n.alarm, n.tags,
       n.incident_arn, n.request_id, n.started_at
     from json_to_record($1::json) as n(id uuid, account text, region text, document_name text, document_version text, status text,
       mode text, runbook jsonb, parameters jsonb, given jsonb, state jsonb, executed_by text, assume_role text, principal text,
       role_arn text, parent_id uuid, parent_step jsonb, depth integer, target text, spread jsonb, alarm jsonb, tags jsonb,
       incident_arn text, request_id text, started_at timestamptz)`,
  ),
  lock: statement<ExecutionRow>(
    'runbooks.lock',
    `select ${EXECUTION_COLUMNS} from runbook_executions e where e.id = $1 for update`,
  ),
  find: statement<ExecutionRow>(
    'runbooks.find',
    `select ${EXECUTION_COLUMNS} from runbook_executions e where e.account = $1 and e.region = $2 and e.id = $3`,
  ),
  /** Of each step of the runbook its latest execution. */
  latestSteps: statement<StepRow>(
    'runbooks.latestSteps',
    `select distinct on (s.name) ${STEP_COLUMNS} from runbook_steps s where s.execution_id = $1 order by s.name, s.ordinal desc`,
  ),
  save: statement(
    'runbooks.save',
    `update runbook_executions e set status = $2, state = $3, outputs = $4, failure_message = $5, current_step = $6, current_action = $7,
       ended_at = $8, inputs_taken = e.inputs_taken + 1 where e.id = $1`,
  ),
  saveSteps: statement(
    'runbooks.saveSteps',
    `insert into runbook_steps as s (execution_id, path, ordinal, id, name, action, status, attempt, inputs, outputs, failure, started_at,
       ended_at, deadline, waits, progress, parent)
     select $1, n.path, n.ordinal, n.id, n.name, n.action, n.status, n.attempt, n.inputs, n.outputs, n.failure, n.started_at, n.ended_at,
       n.deadline, n.waits, n.progress, n.parent
     from json_to_recordset($2::json) as n(path text, ordinal integer, id uuid, name text, action text, status text, attempt integer,
       inputs jsonb, outputs jsonb, failure jsonb, started_at timestamptz, ended_at timestamptz, deadline timestamptz, waits text,
       progress jsonb, parent jsonb)
     order by n.ordinal
     on conflict (execution_id, path) do update set status = excluded.status, attempt = excluded.attempt, inputs = excluded.inputs,
       outputs = excluded.outputs, failure = excluded.failure, ended_at = excluded.ended_at, deadline = excluded.deadline,
       waits = excluded.waits, progress = excluded.progress, acting = null`,
  ),
  keepInput: statement(
    'runbooks.keepInput',
    'insert into runbook_inputs (execution_id, ordinal, at, input, why) values ($1, $2, $3, $4, $5)',
  ),
  inputs: statement<{ at: Date; input: unknown; why: string }>(
    'runbooks.inputs',
    'select i.at, i.input, i.why from runbook_inputs i where i.execution_id = $1 order by i.ordinal',
  ),
  /** Says that an attempt is being made outside, and whether somebody had said so before. None where it is not to be made. */
  beginActing: statement<{ was_acting: boolean; step: StepRow }>(
    'runbooks.beginActing',
    `with was as (
       select s.acting is not null as was_acting from runbook_steps s where s.execution_id = $1 and s.path = $2 for update
     )
     update runbook_steps s set acting = $3 from was
     where s.execution_id = $1 and s.path = $2 and s.attempt = $3 and s.status = 'InProgress' and s.waits is null
     returning was.was_acting`,
  ),
  step: statement<StepRow>(
    'runbooks.step',
    `select ${STEP_COLUMNS} from runbook_steps s where s.execution_id = $1 and s.path = $2`,
  ),
  /** Those that an alarm stops. */
  watching: statement<ExecutionRow>(
    'runbooks.watching',
    `select ${EXECUTION_COLUMNS} from runbook_executions e where e.account = $1 and e.region = $2 and e.ended_at is null
       and e.alarm is not null and e.alarm ->> 'name' = $3 order by e.id`,
  ),
  alarmed: statement(
    'runbooks.alarmed',
    `update runbook_executions e set alarm = e.alarm || '{"triggered": true}' where e.id = $1`,
  ),
  byId: statement<ExecutionRow>(
    'runbooks.byId',
    `select ${EXECUTION_COLUMNS} from runbook_executions e where e.id = $1`,
  ),
};
