-- What was neither news nor heard of for long is forgotten. A repetition does not change `changed_at`, so it stays in place.
drop index alerts_by_status;
create index alerts_by_change on alerts (changed_at);
