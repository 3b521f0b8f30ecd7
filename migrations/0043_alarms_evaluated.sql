-- Metric alarms are evaluated, composite ones follow others.
alter table alarms
  add column kind text not null default 'metric' check (kind in ('metric', 'composite')),
  -- Of a composite alarm whose actions are held: why, until when, and whether a change waits.
  add column suppression jsonb,
  -- What kept the last evaluation from being whole.
  add column evaluation_state text check (evaluation_state in ('PARTIAL_DATA', 'EVALUATION_FAILURE', 'EVALUATION_ERROR'));

-- Which composite alarm names which others, and as what.
create table alarm_links (
  account text not null,
  region text not null,
  parent text not null,
  child text not null,
  role text not null check (role in ('child', 'suppressor')),
  primary key (account, region, parent, child, role)
);

create index alarm_links_by_child on alarm_links (account, region, child, parent);

-- Which alarms watch which metrics. The id of a metric is made of what it is.
create table alarm_metrics (
  account text not null,
  metric uuid not null,
  region text not null,
  name text not null,
  primary key (account, metric, region, name)
);

create index alarm_metrics_by_alarm on alarm_metrics (account, region, name);

alter table alarm_history add column kind text not null default 'metric' check (kind in ('metric', 'composite'));

-- The history of all alarms together, by time; and what is old, to be forgotten.
create index alarm_history_by_time on alarm_history (account, region, at, id);
create index alarm_history_by_age on alarm_history (at);
