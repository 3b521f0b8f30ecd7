create table event_rules (
  account text not null,
  region text not null,
  bus text not null,
  name text not null,
  pattern text not null,
  state text not null check (state in ('ENABLED', 'DISABLED')),
  description text,
  role_arn text,
  tags jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  modified_at timestamptz not null,
  primary key (account, region, bus, name)
);

create table event_targets (
  account text not null,
  region text not null,
  bus text not null,
  rule text not null,
  id text not null,
  arn text not null,
  role_arn text,
  primary key (account, region, bus, rule, id),
  foreign key (account, region, bus, rule) references event_rules (account, region, bus, name) on delete cascade
);

-- Rises with every change of a bus's rules and targets: compiled rules are valid for one number.
create table event_rule_versions (
  account text not null,
  region text not null,
  bus text not null,
  version bigint not null,
  primary key (account, region, bus)
);

-- What was accepted. The body is the whole envelope, as text: it is replayed and shown, never queried into.
create table events (
  account text not null,
  region text not null,
  id uuid not null,
  bus text not null,
  accepted_at timestamptz not null,
  source text not null,
  detail_type text not null,
  body text not null,
  matched_rules integer not null,
  -- Who sent it, and under which request.
  principal text not null,
  request_id text not null,
  primary key (account, region, id)
);

create index events_by_time on events (accepted_at);

-- What became of an event at each target.
create table event_deliveries (
  account text not null,
  region text not null,
  event_id uuid not null,
  rule text not null,
  target_id text not null,
  at timestamptz not null,
  -- The incident's ARN or the like; or why it failed.
  result text,
  error text,
  primary key (account, region, event_id, rule, target_id)
);
