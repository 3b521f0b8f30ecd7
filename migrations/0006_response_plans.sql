create table response_plans (
  account text not null,
  name text not null,
  display_name text,
  -- Title, summary, impact, dedupe string, notification targets, incident tags.
  template jsonb not null,
  -- Contact ARNs; they need not exist yet (design 10.1).
  engagements jsonb not null,
  actions jsonb not null,
  chat_channel jsonb,
  integrations jsonb not null,
  tags jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  modified_at timestamptz not null,
  primary key (account, name)
);
