-- Messages that prove a channel, and page nobody: asked for by hand, or by a drill. The id is that of the message, too.
create table test_pages (
  id uuid primary key,
  account text not null,
  region text not null,
  alias text not null,
  channel_id uuid not null references contact_channels (id) on delete cascade,
  channel_type text not null,
  origin text not null check (origin in ('asked', 'drill')),
  requested_by text not null,
  created_at timestamptz not null,
  -- An answer until then is one in time.
  answer_by timestamptz not null,
  status text not null check (status in ('waiting', 'sent', 'unconfirmed', 'delivered', 'answered', 'failed', 'cancelled')),
  -- As src/domain/test-pages/test-page.ts writes it: each try with its provider, and what came of it.
  attempts jsonb not null,
  -- Why it failed or was cancelled, in words that say what to do.
  info text,
  sent_at timestamptz,
  delivered_at timestamptz,
  answered_at timestamptz,
  answered_by text,
  -- Wrong codes that were given for it.
  tries integer not null default 0
) with (fillfactor = 70);

create index test_pages_by_channel on test_pages (channel_id, id desc);
create index test_pages_by_contact on test_pages (account, region, alias, id desc);

-- Whether what is needed outside would work: the last look at each provider. Of the installation, so no account.
create table probes (
  provider text primary key,
  ok boolean not null,
  -- Since when it has been so.
  since timestamptz not null,
  at timestamptz not null,
  last_ok_at timestamptz,
  reason text,
  todo text
);

-- How far each node's own clock is from the database's.
create table node_clocks (
  node text primary key,
  seen_at timestamptz not null,
  -- Ahead is positive.
  ahead_ms bigint not null
);

-- Who wants to be tested in waking hours, when and how; what is under way; when the next one begins.
create table drills (
  account text not null,
  region text not null,
  alias text not null,
  every_days integer not null check (every_days between 1 and 365),
  -- Of a week, as MON … SUN.
  weekdays text[] not null check (cardinality(weekdays) > 0),
  -- The window of a day, in minutes of the zone's wall clock.
  from_minute integer not null check (from_minute between 0 and 1439),
  to_minute integer not null check (to_minute between 1 and 1440 and to_minute > from_minute),
  time_zone text not null,
  wait_minutes integer not null check (wait_minutes between 1 and 120),
  -- Of which the instants within windows are made.
  seed text not null,
  next_at timestamptz not null,
  -- The day of that instant, as days since 1970-01-01.
  next_day integer not null,
  -- What is under way, as src/domain/drills/drill.ts writes it.
  run jsonb,
  rounds integer not null default 0,
  last_at timestamptz,
  last_outcome text,
  created_at timestamptz not null,
  created_by text not null,
  primary key (account, region, alias),
  foreign key (account, region, alias) references contacts (account, region, alias) on delete cascade
) with (fillfactor = 80);
