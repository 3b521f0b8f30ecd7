create table alarms (
  account text not null,
  region text not null,
  name text not null,
  -- All that PutMetricAlarm was given, by its own member names.
  config jsonb not null,
  tags jsonb not null,
  config_updated_at timestamptz not null,
  state text not null check (state in ('OK', 'ALARM', 'INSUFFICIENT_DATA')),
  state_reason text not null,
  state_reason_data text,
  state_updated_at timestamptz not null,
  state_transitioned_at timestamptz not null,
  primary key (account, region, name)
) with (fillfactor = 85);

create table alarm_history (
  account text not null,
  region text not null,
  name text not null,
  id uuid not null,
  at timestamptz not null,
  type text not null check (type in ('ConfigurationUpdate', 'StateUpdate', 'Action')),
  summary text not null,
  data jsonb not null,
  primary key (account, region, name, id)
);
