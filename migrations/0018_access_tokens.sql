create table api_tokens (
  id uuid primary key,
  account text not null,
  name text not null,
  -- SHA-256 of a secret of 256 random bits: enough, because nobody can guess such a secret however fast the hash.
  hash bytea not null,
  scopes text[] not null check (cardinality(scopes) > 0),
  created_at timestamptz not null,
  created_by text not null,
  -- null: it does not expire.
  expires_at timestamptz,
  -- To the minute.
  last_used_at timestamptz,
  revoked_at timestamptz
);

create unique index api_tokens_by_name on api_tokens (account, name) where revoked_at is null;

create index api_tokens_of_account on api_tokens (account, id);

-- For live views: what was written last in an account.
create index timeline_entries_written on timeline_entries (account, written_at);
