-- A running plan. The root is what was engaged; an escalation plan's people have engagements of their own below it.
create table engagements (
  id uuid primary key,
  account text not null,
  region text not null,
  alias text not null,
  contact_type text not null,
  root_id uuid not null,
  parent_id uuid,
  essential boolean not null,
  status text not null check (status in ('engaging', 'acknowledged', 'stopped', 'ended')),
  -- The stage that runs, from 0; -1 before the first.
  stage integer not null,
  stage_started_at timestamptz not null,
  -- What was sent in this stage: channel id → number of the last attempt.
  attempts jsonb not null,
  started_at timestamptz not null,
  stopped_at timestamptz,
  stop_reason text,
  -- Which incident it is for, if any: the UUID and the whole ARN.
  incident_id uuid,
  incident_arn text,
  severity smallint not null check (severity between 1 and 5),
  sender text not null,
  subject text not null,
  content text not null,
  public_subject text,
  public_content text,
  created_at timestamptz not null,
  request_id text
) with (fillfactor = 80);

create index engagements_by_root on engagements (root_id);
create index engagements_by_incident on engagements (account, incident_arn) where incident_arn is not null;
create index engagements_by_start on engagements (account, region, started_at desc, id desc);

-- One page is one message to one channel, as its receiver sees it.
create table pages (
  id uuid primary key,
  account text not null,
  region text not null,
  alias text not null,
  engagement_id uuid not null references engagements (id),
  root_id uuid not null,
  channel_id uuid not null,
  channel_type text not null,
  stage integer not null,
  attempt integer not null,
  due_at timestamptz not null,
  created_at timestamptz not null,
  message_id uuid not null,
  sent_at timestamptz,
  delivered_at timestamptz,
  read_at timestamptz
) with (fillfactor = 80);

create index pages_by_engagement on pages (engagement_id, id desc);
create index pages_by_message on pages (message_id);

create table page_receipts (
  page_id uuid not null references pages (id),
  seq integer not null,
  type text not null check (type in ('SENT', 'DELIVERED', 'READ', 'ERROR', 'STOP')),
  at timestamptz not null,
  info text,
  primary key (page_id, seq)
);

-- Every decision with its input, its reason and its effects: any past case can be looked at, and run again as a test.
create table engagement_decisions (
  root_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  input jsonb not null,
  why text not null,
  effects jsonb not null,
  primary key (root_id, id)
);
