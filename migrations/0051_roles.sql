-- Roles: whom services and people may act as, and what they may do then. Names are the same in any spelling of their letters.
create table roles (
  account text not null,
  name_key text not null,
  name text not null,
  -- AROA…: another one where a role is made again under its name.
  role_id text not null,
  path text not null,
  -- As it was written; checked.
  trust_policy text not null,
  description text,
  max_session_seconds integer not null check (max_session_seconds between 3600 and 43200),
  boundary_arn text,
  tags jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (account, name_key)
);

-- Policies that are a role's own.
create table role_policies (
  account text not null,
  role_key text not null,
  name text not null,
  document text not null,
  primary key (account, role_key, name),
  foreign key (account, role_key) references roles (account, name_key) on delete cascade
);

-- Policies that roles may share; AWS's own are in the program.
create table policies (
  account text not null,
  name_key text not null,
  name text not null,
  policy_id text not null,
  path text not null,
  description text,
  tags jsonb not null,
  -- The number of the next version: numbers are not used twice.
  next_version integer not null,
  default_version integer not null,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  primary key (account, name_key)
);
create table policy_versions (
  account text not null,
  policy_key text not null,
  version integer not null,
  document text not null,
  created_at timestamptz not null,
  primary key (account, policy_key, version),
  foreign key (account, policy_key) references policies (account, name_key) on delete cascade
);

create table role_attachments (
  account text not null,
  role_key text not null,
  policy_arn text not null,
  primary key (account, role_key, policy_arn),
  foreign key (account, role_key) references roles (account, name_key) on delete cascade
);
create index role_attachments_by_policy on role_attachments (account, policy_arn);
