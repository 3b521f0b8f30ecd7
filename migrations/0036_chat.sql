-- Chat rooms, each bound to the topic by which plans and incidents name it.
create table chat_channels (
  id uuid primary key,
  account text not null,
  topic text not null,
  label text not null,
  type text not null,
  -- Where it is, sealed with the row's id: a webhook's address is the permission to write there. Or the secret that has it.
  address bytea,
  secret text,
  -- What of the address may be seen.
  shown text not null,
  created_at timestamptz not null,
  created_by text not null,
  check ((address is null) <> (secret is null)),
  unique (account, topic, label)
);

-- Which person somebody in Slack is.
create table chat_people (
  team text not null,
  user_id text not null,
  account text not null,
  region text not null,
  alias text not null,
  linked_at timestamptz not null,
  primary key (team, user_id),
  foreign key (account, region, alias) references contacts (account, region, alias) on delete cascade
);

create index chat_people_by_contact on chat_people (account, region, alias);

-- Codes with which people link themselves: hashes, good for a quarter of an hour.
create table chat_link_codes (
  hash bytea primary key,
  account text not null,
  region text not null,
  alias text not null,
  expires_at timestamptz not null,
  foreign key (account, region, alias) references contacts (account, region, alias) on delete cascade
);

-- What came from a chat service already, by its signature: received again, it changes nothing.
create table chat_received (
  signature text primary key,
  at timestamptz not null
);

create index chat_received_by_time on chat_received (at);
