-- What an incident's title is called in an ARN that people write: its letters, marks and digits, in lower case. The program
-- writes it; of titles that are there already only the ASCII part of the rule is applied.
alter table incidents add column title_slug text not null default '';
update incidents set title_slug =
  lower(regexp_replace(title, '[\x01-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+', '', 'g'));
create index incidents_open_by_slug on incidents (account, title_slug) where status <> 'RESOLVED';

-- {what, by, until}: what will be done to end the incident, by whom, by when. And what was said at its end.
alter table incidents add column resolution_plan jsonb;
alter table incidents add column resolution_note text;
