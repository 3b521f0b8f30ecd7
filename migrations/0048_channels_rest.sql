-- A person can be paged by a direct message in Slack.
alter table contact_channels drop constraint contact_channels_type_check;
alter table contact_channels add constraint contact_channels_type_check
  check (type in ('EMAIL', 'SMS', 'VOICE', 'PUSH', 'WEBHOOK', 'SLACK_DM'));

-- What outside is kept as who is on call: a user group in Slack, an address that is told of each change.
create table oncall_mirrors (
  id uuid primary key,
  account text not null,
  region text not null,
  kind text not null check (kind in ('SLACK_GROUP', 'WEBHOOK')),
  -- The rotation or on-call schedule, by its ARN.
  subject text not null,
  -- A group's id; of an address its host and a fingerprint.
  target text not null,
  -- Of an address: it and the secret that its messages are signed with, sealed with the row's id.
  sealed bytea,
  -- What it was told last, and what the message tells that is under way; null: nothing yet.
  told jsonb,
  leaving jsonb,
  told_at timestamptz,
  -- Why it is not as it should be, in words; null: it is.
  fault text,
  created_at timestamptz not null,
  created_by text not null,
  check ((kind = 'WEBHOOK') = (sealed is not null)),
  unique (account, kind, target, subject)
) with (fillfactor = 80);
