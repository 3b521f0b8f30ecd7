-- Who may use a contact from other accounts, as it was given.
alter table contacts add column policy text;

create index contacts_by_alias on contacts (account, region, alias collate "C");

-- Which stage of the plan above engaged this one, from 0; unknown for those that began before it was kept.
alter table engagements add column parent_stage integer;

create index pages_by_contact on pages (account, region, alias, id desc);
