-- What leaves: one message to one channel, carrying one or several pages, under one idempotency key (its id).
create table messages (
  id uuid primary key,
  account text not null,
  channel_id uuid not null,
  channel_type text not null,
  kind text not null,
  -- pending: not sent, as far as we know; sending: unknown whether it left; the others are final.
  status text not null check (status in ('pending', 'sending', 'sent', 'failed', 'cancelled', 'folded')),
  attempts integer not null default 0,
  due_at timestamptz not null,
  created_at timestamptz not null,
  settled_at timestamptz,
  provider text,
  provider_id text,
  error text,
  folded_into uuid,
  payload jsonb not null
) with (fillfactor = 80);

create index messages_open on messages (channel_id, id) where status in ('pending', 'sending');
