-- How API destinations are called: what is secret of it lies in the secret.
create table event_connections (
  account text not null,
  region text not null,
  name text not null,
  id uuid not null,
  description text,
  authorization_type text not null check (authorization_type in ('BASIC', 'OAUTH_CLIENT_CREDENTIALS', 'API_KEY')),
  -- What may be shown; secret values are left out.
  shown jsonb not null,
  secret_arn text not null,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  -- When what authorizes was given last.
  authorized_at timestamptz not null,
  primary key (account, region, name)
);

create table event_api_destinations (
  account text not null,
  region text not null,
  name text not null,
  id uuid not null,
  description text,
  connection_arn text not null,
  endpoint text not null,
  method text not null,
  rate integer not null,
  -- When the next call may begin, by its rate.
  next_call_at timestamptz,
  created_at timestamptz not null,
  modified_at timestamptz not null,
  primary key (account, region, name)
);
