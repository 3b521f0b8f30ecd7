-- Which metrics there are. The id is a hash of what a metric is (account, region, namespace, name, exact dimensions), so data
-- are written, and read, without looking for it here.
create table metrics (
  account text not null,
  id uuid not null,
  region text not null,
  namespace text not null,
  name text not null,
  -- Name → value.
  dimensions jsonb not null,
  first_at timestamptz not null,
  -- When it last got data, within some minutes.
  last_at timestamptz not null,
  primary key (account, id)
) with (fillfactor = 85);

create index metrics_by_name on metrics (account, region, namespace, name, id);
create index metrics_by_age on metrics (last_at);

-- Data, one table a resolution (seconds), each cut by time. A row is what came of one metric in one call, or what a roll-up made
-- of several rows; rows of the same instant are added up where they are read. unit is the place in the list of units.
create table metric_points_1 (
  account text not null,
  metric uuid not null,
  unit smallint not null,
  -- The beginning of the second, minute … that it is of.
  at timestamptz not null,
  samples double precision not null,
  sum double precision not null,
  min double precision not null,
  max double precision not null,
  -- The values and how often each came (null: once). Null: all are min, or, where min and max differ, nobody knows them.
  vals double precision[],
  counts double precision[]
) partition by range (at);

create table metric_points_60 (like metric_points_1) partition by range (at);
create table metric_points_300 (like metric_points_1) partition by range (at);
create table metric_points_3600 (like metric_points_1) partition by range (at);

create index metric_points_1_by_metric on metric_points_1 (account, metric, at);
create index metric_points_60_by_metric on metric_points_60 (account, metric, at);
create index metric_points_300_by_metric on metric_points_300 (account, metric, at);
create index metric_points_3600_by_metric on metric_points_3600 (account, metric, at);

-- Makes the part of a table for a span of time, unless it is there. It is made apart and then attached: that keeps no
-- writer and no reader of the table waiting. The caller sees to it that no other does the same.
create function metric_part_make(resolution integer, starts timestamptz, ends timestamptz) returns void language plpgsql as $$
declare
  parent text := format('metric_points_%s', resolution);
  part text := format('%s_%s', parent, to_char(starts at time zone 'UTC', 'YYYYMMDD"t"HH24'));
begin
  if to_regclass(part) is null then
    execute format('create table %I (like %I)', part, parent);
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, starts, ends);
  end if;
end $$;

-- Drops a part, unless there are rows in it that must not go (`even_if_full` false), or somebody is at it for longer.
create function metric_part_drop(resolution integer, part text, even_if_full boolean) returns boolean language plpgsql
set lock_timeout = '500ms' as $$
declare
  full_still boolean;
begin
  if part !~ format('^metric_points_%s_[0-9]{8}t[0-9]{2}$', resolution) then
    raise exception 'wanted a part of metric_points_%, got %', resolution, part;
  end if;
  execute format('lock table %I in access exclusive mode', part);
  if not even_if_full then
    execute format('select exists (select from %I)', part) into full_still;
    if full_still then
      return false;
    end if;
  end if;
  execute format('drop table %I', part);
  return true;
exception when lock_not_available then
  return false;
end $$;
