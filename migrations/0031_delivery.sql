-- Who was asked to bring a message since all of them were free to be asked; how often each of them has failed; and when it was
-- told that none of them could take it.
alter table messages add column tried text[] not null default '{}';
alter table messages add column rounds integer not null default 0;
alter table messages add column stuck_at timestamptz;

-- Every try of every message, and what its provider said.
create table message_attempts (
  message_id uuid not null references messages (id) on delete cascade,
  -- The message's attempts, from 1.
  number integer not null,
  provider text not null,
  provider_id text,
  -- When it was given to the provider; null: its node ended before it could say.
  handed_at timestamptz,
  answered_at timestamptz,
  -- sent; refused: for good, this receiver; failed: surely not sent; unknown: perhaps sent.
  outcome text not null check (outcome in ('sent', 'refused', 'failed', 'unknown')),
  reason text,
  primary key (message_id, number)
);

-- A person's channel of which something is in doubt.
create table channel_flags (
  channel_id uuid primary key references contact_channels (id) on delete cascade,
  -- Pages in a row of which nothing was heard.
  unconfirmed integer not null default 0,
  -- Set: it is flagged.
  since timestamptz,
  reason text,
  what_to_do text
);
