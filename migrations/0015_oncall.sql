create table rotations (
  id uuid primary key,
  account text not null,
  region text not null,
  name text not null,
  -- ARNs of people, in the order of their turns.
  contacts text[] not null check (cardinality(contacts) between 1 and 30),
  -- As it was given; null: the rotation began when it was made.
  start_time timestamptz,
  time_zone text not null,
  recurrence jsonb not null,
  -- When the turns begin by which it is calculated, and with which of its people.
  anchor_at timestamptz not null,
  anchor_position integer not null,
  tags jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  modified_at timestamptz not null
);

create index rotations_of_account on rotations (account, region, id);

create index rotations_of_contact on rotations using gin (contacts);

create table rotation_overrides (
  id uuid primary key,
  account text not null,
  rotation_id uuid not null references rotations (id) on delete cascade,
  start_at timestamptz not null,
  end_at timestamptz not null check (end_at > start_at),
  -- Nobody is on call where it is empty.
  contacts text[] not null,
  created_at timestamptz not null,
  created_by text not null
);

create index rotation_overrides_in_time on rotation_overrides (rotation_id, start_at, id);
