-- 0021: what the auditor looks at, so that looking costs little however many engagements are open.

-- Parts of trees in which something is still to come, each with the root that must have a timer.
create index engagements_engaging on engagements (root_id, id) where status = 'engaging';

-- Work that does not lie where it was put: claimed, tried again or tampered with. The mass, which waits, is not in it.
create index due_moved on due (queue, run_at) where run_at <> due_at;
