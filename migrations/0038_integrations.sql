-- Other services that are told of incidents: each account's own, besides those that response plans name.
create table integrations (
  id uuid primary key,
  account text not null,
  name text not null,
  kind text not null check (kind in ('pagerduty', 'opsgenie', 'jsm')),
  -- The response plan whose incidents it is told of; null: of every one.
  plan_name text,
  -- Only incidents at least so severe, 1 (most) to 5.
  severity smallint not null check (severity between 1 and 5),
  secret_id text not null,
  created_at timestamptz not null,
  created_by text not null,
  unique (account, name)
);

-- Whose incident a service tells us of.
create index incident_followers_theirs on incident_followers ((state ->> 'theirs')) where state ? 'theirs';
