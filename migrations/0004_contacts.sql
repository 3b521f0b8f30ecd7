create table contacts (
  account text not null,
  region text not null,
  alias text not null,
  type text not null check (type in ('PERSONAL', 'ESCALATION', 'ONCALL_SCHEDULE')),
  display_name text,
  -- Ordered stages: minutes, and whom or what each tries.
  stages jsonb not null,
  tags jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  modified_at timestamptz not null,
  primary key (account, region, alias)
);

create table contact_channels (
  id uuid primary key,
  account text not null,
  region text not null,
  alias text not null,
  name text not null,
  type text not null check (type in ('EMAIL', 'SMS', 'VOICE')),
  address text not null,
  created_at timestamptz not null,
  activated_at timestamptz,
  -- The code itself is never stored: it is made of the master key, the channel and this serial number.
  code_serial integer not null default 0,
  code_expires_at timestamptz,
  code_tries integer not null default 0,
  -- How many codes were sent since when, for the limit.
  codes_sent integer not null default 0,
  codes_since timestamptz,
  unique (account, region, alias, type, address),
  foreign key (account, region, alias) references contacts (account, region, alias) on delete cascade
);
