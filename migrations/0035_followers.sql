-- Who outside is told of an incident: a chat room, a topic, another service. Each is told of changes by messages of its own.
create table incident_followers (
  id uuid primary key,
  account text not null,
  incident_id uuid not null,
  -- Which kind of follower, and what it is called there.
  kind text not null,
  target text not null,
  channel_type text not null,
  -- What its kind remembers between two messages.
  state jsonb not null,
  -- The last entry of the timeline that it was told of, or that had nothing for it.
  told_seq bigint not null default 0,
  -- What the message that is under way says: `seq` and the state after it. Null: none is.
  leaving jsonb,
  -- Followed until then; null: as long as the incident is there.
  until timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null,
  unique (account, incident_id, kind, target)
) with (fillfactor = 80);

create index incident_followers_live on incident_followers (id) where ended_at is null;

-- Read with the lock that every writer of a timeline takes anyway: an incident that nobody follows costs nothing more.
alter table timeline_heads add column followed boolean not null default false;
