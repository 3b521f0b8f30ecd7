-- Runbooks that run, or have run.
create table runbook_executions (
  id uuid primary key,
  account text not null,
  region text not null,
  document_name text not null,
  document_version text not null,
  status text not null,
  mode text not null check (mode in ('Auto', 'Interactive')),
  -- The runbook as it was at the start.
  runbook jsonb not null,
  parameters jsonb not null,
  -- As they were given at the start, for whoever asks.
  given jsonb not null,
  -- What the machine keeps between two decisions: variables, where it is, what it came to.
  state jsonb not null,
  outputs jsonb not null default '{}',
  failure_message text,
  current_step text,
  current_action text,
  executed_by text not null,
  -- On whose behalf it acts: caller or role.
  assume_role text,
  principal text not null,
  role_arn text,
  -- What started it: another execution, by which of its steps.
  parent_id uuid,
  parent_step jsonb,
  -- How many executions are above it.
  depth integer not null default 0,
  -- Of runs with targets: what this one is for; of the parent, what it is to run for.
  target text,
  spread jsonb,
  alarm jsonb,
  tags jsonb not null default '{}',
  incident_arn text,
  request_id text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  inputs_taken integer not null default 0
) with (fillfactor = 80);
create index runbook_executions_by_start on runbook_executions (account, region, started_at desc, id desc);
create index runbook_executions_by_parent on runbook_executions (parent_id, id) where parent_id is not null;
create index runbook_executions_by_incident on runbook_executions (account, incident_arn, id) where incident_arn is not null;
create index runbook_executions_live on runbook_executions (id) where ended_at is null;
create index runbook_executions_by_alarm on runbook_executions (account, region, (alarm ->> 'name')) where ended_at is null and alarm is not null;

create table runbook_steps (
  execution_id uuid not null references runbook_executions (id) on delete cascade,
  -- Its name; within loops after the loop's path and the pass: `every/3/restart`.
  path text not null,
  ordinal integer not null,
  id uuid not null,
  name text not null,
  action text not null,
  status text not null,
  attempt integer not null,
  inputs jsonb not null,
  outputs jsonb not null,
  failure jsonb,
  started_at timestamptz not null,
  ended_at timestamptz,
  deadline timestamptz,
  waits text,
  progress jsonb,
  parent jsonb,
  -- The attempt that somebody has begun to make outside: who finds it so does not know whether it was made.
  acting integer,
  primary key (execution_id, path)
) with (fillfactor = 80);
create unique index runbook_steps_by_id on runbook_steps (id);
create unique index runbook_steps_by_ordinal on runbook_steps (execution_id, ordinal);
create index runbook_steps_latest on runbook_steps (execution_id, name, ordinal desc);

-- What came to an execution, in order, and what was made of it: any case can be decided again.
create table runbook_inputs (
  execution_id uuid not null references runbook_executions (id) on delete cascade,
  ordinal integer not null,
  at timestamptz not null,
  input jsonb not null,
  why text not null,
  primary key (execution_id, ordinal)
);
