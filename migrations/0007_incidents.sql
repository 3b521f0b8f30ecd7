create table incidents (
  account text not null,
  id uuid not null,
  plan_name text not null,
  title text not null,
  summary text,
  impact smallint not null check (impact between 1 and 5),
  status text not null check (status in ('OPEN', 'IN_PROGRESS', 'RESOLVED')),
  dedupe_string text not null,
  source text not null,
  created_by text not null,
  invoked_by text,
  resource_arn text,
  chat_channel jsonb,
  notification_targets jsonb not null,
  automation_executions jsonb not null,
  tags jsonb not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  modified_by text not null,
  resolved_at timestamptz,
  primary key (account, id)
) with (fillfactor = 85);

-- One open incident per dedupe string (aws-behaviour.md 2.4): the index decides between nodes.
create unique index incidents_open_by_dedupe on incidents (account, dedupe_string) where status <> 'RESOLVED';
create index incidents_by_creation on incidents (account, created_at desc, id desc);
create index incidents_unresolved on incidents (account, created_at desc, id desc) where status <> 'RESOLVED';

create table related_items (
  account text not null,
  incident_id uuid not null,
  generated_id text not null,
  type text not null,
  -- The value's union: arn, url, metricDefinition or pagerDutyIncidentDetail.
  value jsonb not null,
  title text,
  added_at timestamptz not null,
  primary key (account, incident_id, generated_id)
);
