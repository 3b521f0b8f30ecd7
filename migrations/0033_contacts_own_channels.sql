-- Web push and signed webhooks beside AWS's three kinds of contact channel.
-- Expand: what was a channel stays one.

alter table contact_channels drop constraint contact_channels_type_check;
alter table contact_channels add constraint contact_channels_type_check
  check (type in ('EMAIL', 'SMS', 'VOICE', 'PUSH', 'WEBHOOK'));

-- Sealed with the master key, bound to the row. Of a push channel: its subscription, of which `address` shows a fingerprint.
-- Of a webhook: what its messages are signed with, as JSON.
alter table contact_channels add column sealed bytea;

-- With a link a person subscribes their browser, once and within 15 minutes.
create table push_links (
  id uuid primary key,
  account text not null,
  region text not null,
  alias text not null,
  -- SHA-256 of the secret in the address.
  token_hash bytea not null,
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  foreign key (account, region, alias) references contacts (account, region, alias) on delete cascade
);

create index push_links_of_account on push_links (account, expires_at);
create index push_links_of_contact on push_links (account, region, alias);
