-- Hosts of one's own, which runbooks reach over SSH.
create table hosts (
  account text not null,
  name text not null,
  address text not null,
  port integer not null check (port between 1 and 65535),
  user_name text not null,
  -- Name or ARN of the secret with the private key.
  secret_id text not null,
  -- SHA-256 of the host's own key, as ssh-keygen prints it: no other host is believed to be this one.
  host_key text not null,
  tags jsonb not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (account, name)
);
