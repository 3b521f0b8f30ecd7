-- Senders read back what fires: by which event an alert was news last, since that has its labels. Absent: it was news before this.
alter table alerts add column event_id uuid;
-- Opsgenie's clients ask by a request's id what became of it.
create index events_by_opsgenie_request on events (account, request_id) where source = 'muster.opsgenie';
