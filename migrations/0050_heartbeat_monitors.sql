-- Addresses that somebody's jobs call again and again: when one does not in time, that is an alert.
create table heartbeat_monitors (
  id uuid primary key,
  account text not null,
  region text not null,
  name text not null,
  -- SHA-256 of the secret in its address.
  key_hash bytea not null,
  -- A beat is wanted so often, and so much later at the latest.
  interval_seconds integer not null check (interval_seconds > 0),
  grace_seconds integer not null check (grace_seconds >= 0),
  -- The response plan that a missed beat starts besides what rules do; null: none.
  plan_name text,
  labels jsonb not null,
  -- waiting for its first beat, heard, missing, or disabled.
  status text not null check (status in ('waiting', 'heard', 'missing', 'disabled')),
  last_beat_at timestamptz,
  missed_at timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  modified_at timestamptz not null,
  modified_by text not null
) with (fillfactor = 80);
create unique index heartbeat_monitors_by_key on heartbeat_monitors (key_hash);
create unique index heartbeat_monitors_by_name on heartbeat_monitors (account, region, name);
create index heartbeat_monitors_heard on heartbeat_monitors (id) where status = 'heard';

-- When the last trigger was folded in.
alter table incident_activity add column triggered_at timestamptz;

-- A silence may cover the events that match a pattern, whichever plan, rule or alarm they come by; the pattern is its target.
alter table silences drop constraint silences_scope_check;
alter table silences add constraint silences_scope_check check (scope in ('everything', 'plan', 'rule', 'alarm', 'pattern'));
