create table access_keys (
  id text primary key,
  account text not null,
  principal text not null,
  -- Sealed with the master key; the row's id is its context.
  secret bytea not null,
  created_at timestamptz not null,
  disabled_at timestamptz
);
