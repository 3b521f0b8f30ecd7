-- What a response plan wants done about noise: recovery, paging again, grouping, flapping. What it does not name is as by default.
alter table response_plans add column noise jsonb not null default '{}';

-- What fires for the incidents of a plan and says when it is over: alarms, alerts of other systems.
create table signals (
  account text not null,
  plan_name text not null,
  -- An alarm's ARN; source, region and fingerprint of an alert.
  key text not null,
  -- What it opened, or was folded into, last.
  incident_id uuid not null,
  firing boolean not null,
  -- How often it has fired, ever.
  fired bigint not null,
  first_fired_at timestamptz not null,
  last_fired_at timestamptz not null,
  -- The event by which it stands as it does: one that is older comes late, and changes nothing.
  last_event uuid not null,
  recovered_at timestamptz,
  -- How often it has recovered, ever, and the newest times that it did.
  recoveries bigint not null,
  recent timestamptz[] not null,
  primary key (account, plan_name, key)
) with (fillfactor = 85);
create index signals_firing on signals (account, incident_id) where firing;
create index signals_by_incident on signals (account, incident_id);
create index signals_by_key on signals (account, key);
create index signals_by_time on signals (last_fired_at);

-- How a plan's alerts are drawn together: what shares a key within its window has one dedupe string.
create table signal_groups (
  account text not null,
  plan_name text not null,
  key text not null,
  dedupe_string text not null,
  -- Until when further alerts join what is open.
  until timestamptz not null,
  primary key (account, plan_name, key)
);
create index signal_groups_by_time on signal_groups (until);

-- What came to incidents after they were opened. Of one to which nothing came there is no row.
create table incident_activity (
  account text not null,
  incident_id uuid not null,
  -- Triggers that were folded in.
  folded bigint not null,
  -- The last trigger or recovery, and the one before the last trigger.
  last_at timestamptz not null,
  before_at timestamptz not null,
  -- Something opened it, or was folded in, that does not say when it is over.
  endless boolean not null,
  -- Since when nothing fires any more.
  recovered_at timestamptz,
  -- When its plan was engaged anew.
  anew_at timestamptz,
  -- It was opened by what flaps, and its plan is not engaged before it has been looked at.
  held_at timestamptz,
  -- When it is looked at: whether it is to be resolved, or its plan to be engaged.
  look_at timestamptz,
  primary key (account, incident_id)
) with (fillfactor = 85);
create index incident_activity_looked_at on incident_activity (incident_id) where look_at is not null;
