-- What the schedules that a decision asked had answered, with rotation, zone and override: a later edit changes nothing of it.
alter table engagement_decisions add column asked jsonb;
