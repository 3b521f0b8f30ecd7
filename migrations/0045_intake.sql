-- Keys with which other systems bring alerts, and nothing else.
create table intake_keys (
  id uuid primary key,
  account text not null,
  -- Where its events come in.
  region text not null,
  -- What it is for: one of those that the room `intake` declares.
  source text not null,
  -- Keys of one source and name bring alerts of one sender: a new key can take the place of an old one.
  name text not null,
  -- SHA-256 of the key, which has 256 random bits: enough, because nobody can guess such a key however fast the hash.
  hash bytea not null unique,
  -- How a payload of one's own becomes an alert, as src/domain/intake/mapping.ts has it.
  mapping jsonb,
  -- What the sender signs with, sealed.
  signing_secret bytea,
  created_at timestamptz not null,
  created_by text not null,
  -- To the minute.
  last_used_at timestamptz,
  revoked_at timestamptz
);

create index intake_keys_of_account on intake_keys (account, id);

-- What each alert is now, so that one that is sent again and says nothing new is no event.
create table alerts (
  account text not null,
  region text not null,
  source text not null,
  name text not null,
  fingerprint text not null,
  status text not null check (status in ('firing', 'resolved')),
  -- Of its labels: with others it is news, though its fingerprint is the same.
  labels_hash text not null,
  starts_at timestamptz,
  -- Until then it fires without being sent again; null: until it is resolved.
  ends_at timestamptz,
  -- When it last became news.
  changed_at timestamptz not null,
  -- When it was sent last, to the minute.
  seen_at timestamptz not null,
  primary key (account, region, source, name, fingerprint)
) with (fillfactor = 80);

-- For those that nobody sends any more, and for those that are over.
create index alerts_by_status on alerts (status, changed_at);
