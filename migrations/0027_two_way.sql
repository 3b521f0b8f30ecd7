-- What became of a message after its provider had taken it: said by the provider, or that it said nothing in time.
alter table messages add column fate text check (fate in ('delivered', 'failed', 'unconfirmed'));
alter table messages add column fate_at timestamptz;

-- Replies come from a number; whose channel that is has to be found.
create index contact_channels_by_address on contact_channels (address);

-- What a reply means is among the latest pages to its channel.
create index pages_by_channel on pages (channel_id, id desc);

-- How many wrong codes and automatic answers a channel has had of late: codes cannot be guessed, machines cannot talk for ever.
create table reply_guards (
  channel_id uuid primary key references contact_channels (id) on delete cascade,
  -- As src/domain/engagements/reply-guard.ts writes it.
  state jsonb not null
) with (fillfactor = 70);

-- What was received already, by the provider's own id: received again, it changes nothing.
create table replies_seen (
  channel_id uuid not null references contact_channels (id) on delete cascade,
  id text not null,
  at timestamptz not null,
  primary key (channel_id, id)
);
