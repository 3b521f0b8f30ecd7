-- Texts of one's own for messages: of a response plan, or (plan_name null) for all plans without one of their own.
create table templates (
  account text not null,
  plan_name text,
  kind text not null,
  -- Text by part: subject, text, html, title.
  parts jsonb not null,
  modified_at timestamptz not null,
  modified_by text not null,
  unique nulls not distinct (account, plan_name, kind),
  -- They go with their plan.
  foreign key (account, plan_name) references response_plans (account, name) on delete cascade
);
