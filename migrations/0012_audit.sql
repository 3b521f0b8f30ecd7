-- The trail: every authenticated call, in CloudTrail's form. Append-only.
create table audit_events (
  account text not null,
  id uuid not null,
  region text not null,
  at timestamptz not null,
  event jsonb not null,
  primary key (account, id)
);
