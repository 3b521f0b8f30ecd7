-- When a Region came to the set; null: together with it.
alter table replication_regions add column added_at timestamptz;

-- Who of other accounts may use a response plan and its incidents: IAM policy documents, as they were put.
create table resource_policies (
  account text not null,
  plan_name text not null,
  -- 32 hex digits, made of the document: the same one put again is the same policy.
  id text not null,
  policy text not null,
  region text not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (account, plan_name, id),
  foreign key (account, plan_name) references response_plans (account, name) on delete cascade
);
