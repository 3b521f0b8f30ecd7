-- A hundred thousand timers in one minute: fewer index entries for each, and rows that are changed in place.

-- The lease lies apart from run_at and in no index, so that a claim changes its row in place. The mass of the rows waits a short
-- time only, and each is changed once before it goes: half of a page is left for that.
alter table due add column leased_until timestamptz;
alter table due set (fillfactor = 50);

-- A message that begins to leave stays open, and is changed in place.
drop index messages_open;
create index messages_open on messages (channel_id, id) where settled_at is null;
