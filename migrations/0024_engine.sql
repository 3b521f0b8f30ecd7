-- What only our own face sets of a plan: how often it begins again, and after how long an acknowledgement no longer counts.
alter table contacts add column repeats integer not null default 0 check (repeats between 0 and 20);
alter table contacts add column acknowledgement_minutes integer not null default 0
  check (acknowledgement_minutes between 0 and 1440);

-- Which repeat of the plan runs, and which round: a new one begins when an acknowledgement has timed out.
alter table engagements add column cycle integer not null default 0;
alter table engagements add column round integer not null default 0;
-- Of an acknowledged root: when it pages again, unless it is over by then.
alter table engagements add column repage_at timestamptz;
-- When the last attempts of `attempts` were due: channel id → milliseconds since 1970.
alter table engagements add column attempted_at jsonb not null default '{}';
update engagements e set attempted_at = tried.at
from (
  select p.engagement_id, p.stage, jsonb_object_agg(p.channel_id, p.at) as at
  from (
    select x.engagement_id, x.stage, x.channel_id, (extract(epoch from max(x.due_at)) * 1000)::bigint as at
    from pages x group by x.engagement_id, x.stage, x.channel_id
  ) p group by p.engagement_id, p.stage
) tried
where e.status = 'engaging' and tried.engagement_id = e.id and tried.stage = e.stage;

-- Which round of its engagement a page belongs to: only the present one's may still leave.
alter table pages add column round integer not null default 0;

-- Whom each severity engages besides, and after how many minutes.
alter table response_plans add column engagements_by_severity jsonb not null default '[]';

-- Whose plan is changed: what runs by it is looked at at once.
create index engagements_running on engagements (account, region, alias) where status = 'engaging';

-- What waits after an acknowledgement: the auditor looks for its timers.
create index engagements_waiting on engagements (root_id, id) where repage_at is not null;
