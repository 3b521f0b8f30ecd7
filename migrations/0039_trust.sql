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
