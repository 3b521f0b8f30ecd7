-- What a schedule's plan names: ARNs of rotations, in order. Empty for people and escalation plans.
alter table contacts add column rotation_ids text[] not null default '{}';

create index contacts_of_rotation on contacts using gin (rotation_ids);
