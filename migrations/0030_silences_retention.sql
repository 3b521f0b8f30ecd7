-- Silences and maintenance windows: while one lasts, what it covers opens incidents that engage nobody.
create table silences (
  id uuid primary key,
  account text not null,
  scope text not null check (scope in ('everything', 'plan', 'rule', 'alarm')),
  -- The ARN of what it covers; of everything there is none.
  target text check ((target is null) = (scope = 'everything')),
  reason text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at >= starts_at),
  -- Whether it covers severity 1, too.
  include_critical boolean not null,
  created_at timestamptz not null,
  created_by text not null,
  modified_at timestamptz not null,
  modified_by text not null,
  -- From then on it silences nothing further.
  over_at timestamptz,
  -- When all that it had silenced was decided on.
  settled_at timestamptz
);
create index silences_by_account on silences (account, id desc);
create index silences_unsettled on silences (account, id) where settled_at is null;

-- Incidents that were opened while a silence covered them.
create table silenced_incidents (
  silence_id uuid not null references silences (id),
  incident_id uuid not null,
  account text not null,
  -- ARNs of what opened it: of its plan, alarm, rule.
  names text[] not null,
  at timestamptz not null,
  -- When it was decided on again; until then its plan engages nobody.
  released_at timestamptz,
  primary key (silence_id, incident_id)
);
create index silenced_incidents_held on silenced_incidents (incident_id) where released_at is null;
create index silenced_incidents_waiting on silenced_incidents (silence_id, incident_id) where released_at is null;
create index silenced_incidents_by_incident on silenced_incidents (incident_id);

-- What somebody has deleted; what else is known of it goes when retention says so, as with those that were resolved.
create table deleted_incidents (
  account text not null,
  id uuid not null,
  plan_name text not null,
  deleted_at timestamptz not null,
  primary key (account, id)
);
create index deleted_incidents_by_time on deleted_incidents (deleted_at);
create index incidents_by_resolution on incidents (resolved_at) where status = 'RESOLVED';

-- When retention took what an entry said: its hashes stay.
alter table timeline_entries add column removed_at timestamptz;
