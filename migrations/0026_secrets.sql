-- What a secret is called and when it changed. Its values are in secret_versions.
create table secrets (
  id uuid primary key,
  account text not null,
  region text not null,
  name text not null,
  -- The six characters at the end of its ARN: a secret made anew under an old name is another one.
  suffix text not null,
  description text,
  kms_key_id text,
  tags jsonb not null default '{}',
  policy text,
  -- The client's token of the creation: tells its repetition from another creation under the name.
  token text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  -- To the day, as AWS tells it.
  accessed_on timestamptz,
  -- Set: it reads no more, and from then on it may be deleted.
  delete_after timestamptz,
  unique (account, region, name)
);

create index secrets_to_delete on secrets (id) where delete_after is not null;

create table secret_versions (
  secret uuid not null references secrets (id) on delete cascade,
  -- The client's token.
  id text not null,
  account text not null,
  -- The version's own key, sealed with the master key; the value, sealed with that key. Both are bound to this row.
  sealed_key bytea not null,
  sealed_value bytea not null,
  -- The order in which they were made.
  serial bigint not null,
  created_at timestamptz not null,
  accessed_on timestamptz,
  primary key (secret, id)
);

-- A label is on one version at a time.
create table secret_stages (
  secret uuid not null,
  stage text not null,
  account text not null,
  version text not null,
  primary key (secret, stage),
  foreign key (secret, version) references secret_versions (secret, id) on delete cascade
);

create index secret_stages_of_version on secret_stages (secret, version);
