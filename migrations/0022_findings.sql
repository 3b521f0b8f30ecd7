-- Deployments that were told by events, for the findings of incidents.
create table deployments (
  account text not null,
  id uuid not null,
  kind text not null check (kind in ('codeDeployDeployment', 'cloudFormationStackUpdate')),
  -- The deployment group's ARN, or the stack's.
  arn text not null,
  -- What tells two deployments of one group or stack apart: CodeDeploy's id; of a stack, when it began.
  run text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- When it was first told of, and last changed.
  seen_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (account, id),
  unique (account, arn, run)
);

create index deployments_by_start on deployments (account, started_at);
