-- Buses of users. The one called default is in every region without a row; it has one once it is told something of its own.
create table event_buses (
  account text not null,
  region text not null,
  name text not null,
  description text,
  kms_key text,
  dead_letter_arn text,
  log_config jsonb,
  -- The statements of its resource policy, in order.
  policy jsonb not null,
  tags jsonb not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (account, region, name)
);

-- A rule has a pattern, a schedule, or both.
alter table event_rules alter column pattern drop not null;
alter table event_rules add column schedule text;
-- From when a rate counts: when the schedule was put, or enabled.
alter table event_rules add column scheduled_at timestamptz;
alter table event_rules add constraint event_rules_fires check (pattern is not null or schedule is not null);
create index event_rules_scheduled on event_rules (account, region, bus, name) where schedule is not null and state = 'ENABLED';

-- What a target gets, how often it is tried, where it goes when that is in vain.
alter table event_targets add column options jsonb not null default '{}';
create index event_targets_by_arn on event_targets (account, region, bus, arn);

-- Deliveries to the outside are tried more than once.
alter table event_deliveries
  add column bus text not null default 'default',
  add column target_arn text,
  add column status text not null default 'delivered' check (status in ('pending', 'delivered', 'failed')),
  add column attempts integer not null default 1,
  add column settled_at timestamptz,
  -- As the dead-letter queue is told it, and which bound of the retry policy was reached.
  add column error_code text,
  add column exhausted text,
  -- What holds for this delivery, as the target stood when the event matched; only of those that may be tried again.
  add column options jsonb,
  -- A turn that was given out: the rate of an API destination.
  add column turn_at timestamptz,
  add column dead_letter text check (dead_letter in ('pending', 'sent', 'failed')),
  add column dead_letter_error text;
update event_deliveries set status = 'failed' where error is not null;
create index event_deliveries_open on event_deliveries (event_id, rule, target_id) where status = 'pending' or dead_letter = 'pending';

-- What rules wrote to log groups.
create table event_log_lines (
  id uuid primary key,
  account text not null,
  region text not null,
  log_group text not null,
  event_id uuid not null,
  rule text not null,
  at timestamptz not null,
  line text not null
);
create index event_log_lines_by_group on event_log_lines (account, region, log_group, id);
