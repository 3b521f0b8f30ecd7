-- How severe a message is, who it is for, and when it was let through: asked once, whatever becomes of its tries.
alter table messages add column priority smallint not null default 3;
alter table messages add column recipient text;
alter table messages add column admitted_at timestamptz;

-- What went to a person of late, and which of their channels is held: decides whether the next one goes at once.
create table recipient_pace (
  recipient text primary key,
  account text not null,
  -- As src/domain/channels/pace.ts writes it.
  state jsonb not null,
  -- Rises with every change: who decided on an older one decides again.
  version bigint not null
) with (fillfactor = 70);

-- When a channel type's provider may take its next message, where a rate is set.
create table provider_rates (
  channel_type text primary key,
  next_at timestamptz not null
) with (fillfactor = 50);
