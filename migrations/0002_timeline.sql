-- The last link of each incident's chain; its row lock puts concurrent writers in order.
create table timeline_heads (
  account text not null,
  incident_id uuid not null,
  seq bigint not null,
  hash bytea not null,
  primary key (account, incident_id)
) with (fillfactor = 70);

-- Append-only: a change or a removal is a further entry that hides the former ones of the same event.
create table timeline_entries (
  account text not null,
  incident_id uuid not null,
  seq bigint not null,
  kind text not null check (kind in ('event', 'change', 'removal')),
  event_id uuid not null,
  event_time timestamptz not null,
  event_type text not null,
  event_data text not null,
  event_references jsonb not null,
  actor text not null,
  written_at timestamptz not null,
  content_hash bytea not null,
  hash bytea not null,
  primary key (account, incident_id, seq)
);

create index timeline_entries_by_event on timeline_entries (account, incident_id, event_id, seq desc);
create index timeline_entries_by_time on timeline_entries (account, incident_id, event_time, seq);
