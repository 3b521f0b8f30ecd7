-- The people of the first turn, where an edit kept them on call though the order has others.
alter table rotations add column anchor_held text[];

alter table rotation_overrides
  add column kind text not null default 'replace' check (kind in ('replace', 'add', 'temporary')),
  -- What came together and goes together: the two overrides of a swap, all of a temporary schedule.
  add column bundle_id uuid;

create index rotation_overrides_of_bundle on rotation_overrides (account, bundle_id) where bundle_id is not null;

create index rotation_overrides_of_contact on rotation_overrides using gin (contacts);

create table shift_swaps (
  id uuid primary key,
  account text not null,
  region text not null,
  status text not null check (status in ('offered', 'accepted', 'declined', 'withdrawn')),
  note text,
  -- What the one gives, who offers it, and what the other one does.
  give_rotation_id uuid not null references rotations (id) on delete cascade,
  give_contact text not null,
  give_start_at timestamptz not null,
  give_end_at timestamptz not null check (give_end_at > give_start_at),
  take_rotation_id uuid not null references rotations (id) on delete cascade,
  take_contact text not null,
  take_start_at timestamptz not null,
  take_end_at timestamptz not null check (take_end_at > take_start_at),
  created_at timestamptz not null,
  created_by text not null,
  answered_at timestamptz,
  answered_by text
);

create index shift_swaps_of_account on shift_swaps (account, region, id);
create index shift_swaps_of_given_rotation on shift_swaps (give_rotation_id);
create index shift_swaps_of_taken_rotation on shift_swaps (take_rotation_id);

create table oncall_warnings (
  id uuid primary key,
  account text not null,
  region text not null,
  -- The ARN of the rotation or schedule by which nobody will be on call.
  subject text not null,
  start_at timestamptz not null,
  end_at timestamptz not null check (end_at > start_at),
  causes text[] not null,
  found_at timestamptz not null,
  -- When it was told again because it was near.
  reminded_at timestamptz
);

create index oncall_warnings_of_subject on oncall_warnings (account, region, subject, start_at);
create index oncall_warnings_in_time on oncall_warnings (account, region, start_at, id);

create table calendar_feeds (
  id uuid primary key,
  account text not null,
  region text not null,
  -- The ARN of the person, rotation or schedule.
  subject text not null,
  name text not null,
  -- SHA-256 of the secret in the address.
  token_hash bytea not null,
  created_at timestamptz not null,
  created_by text not null,
  revoked_at timestamptz
);

create index calendar_feeds_of_account on calendar_feeds (account, region, id);

-- Rotations that are there already are looked at, too.
insert into due (id, queue, key, account, run_at, due_at, priority, payload)
select gen_random_uuid(), 'oncall.watch', 'arn:aws:ssm-contacts:' || r.region || ':' || r.account || ':rotation/' || r.id,
  r.account, r.created_at, r.created_at, 5,
  jsonb_build_object('region', r.region)
from rotations r;
