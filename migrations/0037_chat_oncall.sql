-- Which rooms are told who is on call: when that changes, at a time of day, or both.
create table chat_notices (
  id uuid primary key,
  account text not null,
  region text not null,
  channel_id uuid not null references chat_channels (id) on delete cascade,
  -- The rotation or on-call schedule, by its ARN.
  subject text not null,
  at_changes boolean not null,
  -- A minute of the day on the wall clock of the zone; both or neither.
  daily_minute smallint check (daily_minute >= 0 and daily_minute < 1440),
  time_zone text,
  -- Whom the room knows to be on call: ARNs.
  known jsonb not null,
  next_daily_at timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  check ((daily_minute is null) = (time_zone is null)),
  unique (channel_id, subject)
) with (fillfactor = 80);
