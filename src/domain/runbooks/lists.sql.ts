import { statement } from '#storage/statement';
import { EXECUTION_COLUMNS, type ExecutionRow, STEP_COLUMNS, type StepRow } from './executions.sql.ts';

export interface CountRow {
  total: number;
  success: number;
  failed: number;
  cancelled: number;
  timed_out: number;
}

export const listsSql = {
  /** The newest first; $3, $4: the last one seen. What is null is not asked for. */
  executions: statement<ExecutionRow>(
    'runbooks.list',
    `select ${EXECUTION_COLUMNS} from runbook_executions e where e.account = $1 and e.region = $2
       and ($3::timestamptz is null or (e.started_at, e.id) < ($3, $4::uuid))
       and ($5::text[] is null or e.document_name like any($5))
       and ($6::text[] is null or e.status = any($6))
       and ($7::text[] is null or e.id::text = any($7))
       and ($8::text[] is null or e.parent_id::text = any($8))
       and ($9::text[] is null or e.current_action = any($9))
       and ($10::timestamptz is null or e.started_at < $10)
       and ($11::timestamptz is null or e.started_at > $11)
       and ($12::text[] is null or e.tags ?| $12)
       and ($13::text is null or e.incident_arn = $13)
     order by e.started_at desc, e.id desc limit $14`,
  ),
  /** In the order in which they began, or the other way round; $2: the last one seen. */
  steps: statement<StepRow>(
    'runbooks.steps',
    `select ${STEP_COLUMNS} from runbook_steps s where s.execution_id = $1 and s.ordinal > $2
       and ($4::timestamptz is null or s.started_at < $4) and ($5::timestamptz is null or s.started_at > $5)
       and ($6::text[] is null or s.status = any($6)) and ($7::text[] is null or s.id::text = any($7))
       and ($8::text[] is null or s.name = any($8)) and ($9::text[] is null or s.action = any($9))
       and ($10::text[] is null or s.parent ->> 'path' = any($10))
       and ($11::text[] is null or s.parent ->> 'iteration' = any($11))
       and ($12::text[] is null or s.parent ->> 'value' = any($12))
     order by s.ordinal limit $3`,
  ),
  stepsBackwards: statement<StepRow>(
    'runbooks.stepsBackwards',
    `select ${STEP_COLUMNS} from runbook_steps s where s.execution_id = $1 and s.ordinal < $2
       and ($4::timestamptz is null or s.started_at < $4) and ($5::timestamptz is null or s.started_at > $5)
       and ($6::text[] is null or s.status = any($6)) and ($7::text[] is null or s.id::text = any($7))
       and ($8::text[] is null or s.name = any($8)) and ($9::text[] is null or s.action = any($9))
       and ($10::text[] is null or s.parent ->> 'path' = any($10))
       and ($11::text[] is null or s.parent ->> 'iteration' = any($11))
       and ($12::text[] is null or s.parent ->> 'value' = any($12))
     order by s.ordinal desc limit $3`,
  ),
  /** The paths of steps outside loops that have begun: a runbook's own steps beside these are still to come. */
  begun: statement<{ path: string }>(
    'runbooks.begun',
    'select s.path from runbook_steps s where s.execution_id = $1 and s.parent is null',
  ),
  /** By what steps came to. */
  stepCounts: statement<CountRow>(
    'runbooks.stepCounts',
    `select count(*)::int as total, (count(*) filter (where s.status = 'Success'))::int as success,
       (count(*) filter (where s.status = 'Failed'))::int as failed,
       (count(*) filter (where s.status = 'Cancelled'))::int as cancelled,
       (count(*) filter (where s.status = 'TimedOut'))::int as timed_out from runbook_steps s where s.execution_id = $1`,
  ),
};
