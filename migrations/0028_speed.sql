-- A hundred thousand timers in one minute: fewer index entries for each, and rows that are changed in place.

-- The lease lies apart from run_at and in no index, so that a claim changes its row in place. The mass of the rows waits a short
-- time only, and each is changed once before it goes: half of a page is left for that.
alter table due add column leased_until timestamptz;
alter table due set (fillfactor = 50);

-- A message that begins to leave stays open, and is changed in place.
drop index messages_open;
create index messages_open on messages (channel_id, id) where settled_at is null;

-- An incident's id names its account, and an event's id its incident: shorter entries find the same rows.
drop index timeline_entries_by_event;
create index timeline_entries_by_event on timeline_entries (event_id, seq);
drop index timeline_entries_by_time;
create index timeline_entries_by_time on timeline_entries (incident_id, event_time, seq);

-- Every page and message is changed within a second of being written: there is room for that beside it.
alter table pages set (fillfactor = 50);
alter table messages set (fillfactor = 50);

-- An incident's trees are found by their roots, and what is below those by them.
drop index engagements_by_incident;
create index engagements_by_incident on engagements (account, incident_arn) where parent_id is null and incident_arn is not null;
