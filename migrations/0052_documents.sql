-- Documents of Systems Manager: runbooks and others, each with its versions. Those that Muster ships are not here.
create table documents (
  id uuid primary key,
  account text not null,
  region text not null,
  name text not null,
  type text not null,
  target_type text,
  tags jsonb not null default '{}',
  -- The accounts that may read it (`all`: every one), and which versions: [{"account", "version"}].
  shared jsonb not null default '[]',
  default_version integer not null,
  latest_version integer not null,
  created_at timestamptz not null
);
create unique index documents_by_name on documents (account, region, name collate "C");

create table document_versions (
  document uuid not null references documents (id) on delete cascade,
  account text not null,
  version integer not null,
  version_name text,
  display_name text,
  format text not null,
  content text not null,
  -- SHA-256 of the content, in hex.
  hash text not null,
  schema_version text,
  description text,
  -- As descriptions tell them: [{"name", "type", "description", "default"}].
  parameters jsonb not null,
  author text not null,
  created_at timestamptz not null,
  primary key (document, version)
);
create unique index document_versions_by_name on document_versions (document, version_name) where version_name is not null;

-- Parameter Store: values under names. A SecureString's is sealed; of the others it is as it was given.
create table stored_parameters (
  account text not null,
  region text not null,
  name text collate "C" not null,
  type text not null,
  value text,
  sealed_value bytea,
  version bigint not null,
  description text,
  allowed_pattern text,
  data_type text not null,
  tier text not null,
  key_id text,
  tags jsonb not null default '{}',
  modified_at timestamptz not null,
  modified_by text not null,
  primary key (account, region, name),
  check ((value is null) <> (sealed_value is null))
);
