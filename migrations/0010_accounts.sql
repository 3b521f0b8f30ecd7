-- At most one an account (design 10.2).
create table replication_sets (
  account text primary key,
  id uuid not null,
  deletion_protected boolean not null,
  tags jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  modified_at timestamptz not null,
  modified_by text not null
);

create table replication_regions (
  account text not null references replication_sets (account) on delete cascade,
  region text not null,
  -- Null: the default key.
  kms_key text,
  -- CREATING before, ACTIVE from then on.
  active_at timestamptz not null,
  primary key (account, region)
);

-- The answer to a request with a client's token, so that its repetition gets the same one.
create table idempotency_tokens (
  account text not null,
  operation text not null,
  token text not null,
  request_hash bytea not null,
  result jsonb,
  created_at timestamptz not null,
  primary key (account, operation, token)
);

create index idempotency_tokens_by_age on idempotency_tokens (created_at);
