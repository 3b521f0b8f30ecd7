-- Whether the credentials that accounts name for other services would be let in: the last look at each.
create table credential_probes (
  account text not null,
  -- As channels are typed: PAGERDUTY, OPSGENIE, JSM.
  service text not null,
  -- What the service is asked for with it: a service's id, `events`, `alerts`.
  target text not null,
  secret_id text not null,
  ok boolean not null,
  -- Since when it has been so.
  since timestamptz not null,
  at timestamptz not null,
  reason text,
  todo text,
  primary key (account, service, target, secret_id)
);
