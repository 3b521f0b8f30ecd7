-- SNS: topics, who wants to hear of them, what was published, and what came of each delivery.
create table topics (
  id uuid primary key,
  account text not null,
  region text not null,
  name text not null,
  -- What was set, by AWS's names.
  attributes jsonb not null,
  tags jsonb not null,
  -- Subscriptions that there were.
  deleted integer not null default 0,
  created_at timestamptz not null,
  unique (account, region, name)
);

create table topic_subscriptions (
  id uuid primary key,
  topic uuid not null references topics (id) on delete cascade,
  account text not null,
  protocol text not null check (protocol in ('http', 'https', 'email', 'email-json', 'sms')),
  endpoint text not null,
  attributes jsonb not null,
  -- The principal who subscribed it.
  principal text not null,
  created_at timestamptz not null,
  -- Absent: its owner has not said yes, and nothing but the question goes there.
  confirmed_at timestamptz,
  -- Whether who confirmed it had signed; whether only who signs may end it.
  authenticated boolean not null default false,
  guarded boolean not null default false,
  unique (topic, protocol, endpoint)
);

create index topic_subscriptions_by_account on topic_subscriptions (account, id);
create index topic_subscriptions_pending on topic_subscriptions (created_at) where confirmed_at is null;

create table topic_messages (
  id uuid primary key,
  account text not null,
  -- Absent: it went to a telephone number alone.
  topic uuid references topics (id) on delete cascade,
  -- Whose repetition is the same message.
  key text,
  subject text,
  body text not null,
  -- The body is an object with a text for each protocol.
  structured boolean not null,
  attributes jsonb not null,
  published_at timestamptz not null,
  unique (topic, key)
);

create index topic_messages_by_age on topic_messages (published_at);

create table topic_deliveries (
  id uuid primary key,
  account text not null,
  topic uuid references topics (id) on delete cascade,
  -- Absent: the question whether the subscription is wanted.
  message uuid references topic_messages (id) on delete cascade,
  subscription uuid references topic_subscriptions (id) on delete set null,
  protocol text not null,
  endpoint text not null,
  status text not null check (status in ('pending', 'delivered', 'failed', 'cancelled')),
  attempts integer not null default 0,
  error text,
  provider_id text,
  created_at timestamptz not null,
  settled_at timestamptz
) with (fillfactor = 80);

create index topic_deliveries_by_topic on topic_deliveries (topic, id);
create index topic_deliveries_by_message on topic_deliveries (message);
create index topic_deliveries_by_subscription on topic_deliveries (subscription);
create index topic_deliveries_open on topic_deliveries (id) where status = 'pending';

-- The one key with which what leaves over HTTP is signed, sealed with the master key, and its certificate.
create table topic_signing_key (
  id smallint primary key check (id = 1),
  sealed_key bytea not null,
  certificate text not null,
  created_at timestamptz not null
);
