-- The clock that decides (law 7). Tests replace this function to move the world's time.
create function muster_now() returns timestamptz language sql volatile as 'select clock_timestamp()';

-- Facts about this database: which master key it is sealed with, and so on.
create table meta (
  key text primary key,
  value bytea not null
);

-- Timers and messages to send, written in the transaction that decided them; run_at doubles as the lease.
create table due (
  id uuid primary key,
  queue text not null,
  key text not null,
  account text not null,
  run_at timestamptz not null,
  due_at timestamptz not null,
  priority smallint not null check (priority between 1 and 5),
  attempt integer not null default 0,
  token bigint not null default 0,
  owner text,
  payload jsonb not null,
  error text,
  request_id text,
  unique (queue, key)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

create index due_by_time on due (queue, priority, run_at);
