-- The schema after all migrations, read from PostgreSQL's catalogue by `npm run schema`. For reading and for reviews:
-- what is run are the files in migrations/.

CREATE OR REPLACE FUNCTION metric_part_drop(resolution integer, part text, even_if_full boolean)
 RETURNS boolean
 LANGUAGE plpgsql
 SET lock_timeout TO '500ms'
AS $function$
declare
  full_still boolean;
begin
  if part !~ format('^metric_points_%s_[0-9]{8}t[0-9]{2}$', resolution) then
    raise exception 'wanted a part of metric_points_%, got %', resolution, part;
  end if;
  execute format('lock table %I in access exclusive mode', part);
  if not even_if_full then
    execute format('select exists (select from %I)', part) into full_still;
    if full_still then
      return false;
    end if;
  end if;
  execute format('drop table %I', part);
  return true;
exception when lock_not_available then
  return false;
end $function$;

CREATE OR REPLACE FUNCTION metric_part_make(resolution integer, starts timestamp with time zone, ends timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  parent text := format('metric_points_%s', resolution);
  part text := format('%s_%s', parent, to_char(starts at time zone 'UTC', 'YYYYMMDD"t"HH24'));
begin
  if to_regclass(part) is null then
    execute format('create table %I (like %I)', part, parent);
    execute format('alter table %I attach partition %I for values from (%L) to (%L)', parent, part, starts, ends);
  end if;
end $function$;

CREATE OR REPLACE FUNCTION muster_now()
 RETURNS timestamp with time zone
 LANGUAGE sql
AS $function$select clock_timestamp()$function$;

create table access_keys (
  id          text not null,
  account     text not null,
  principal   text not null,
  secret      bytea not null,
  created_at  timestamp with time zone not null,
  disabled_at timestamp with time zone,
  constraint access_keys_pkey PRIMARY KEY (id)
);

create table alarm_history (
  account text not null,
  region  text not null,
  name    text not null,
  id      uuid not null,
  at      timestamp with time zone not null,
  type    text not null,
  summary text not null,
  data    jsonb not null,
  kind    text not null default 'metric'::text,
  constraint alarm_history_pkey PRIMARY KEY (account, region, name, id),
  constraint alarm_history_kind_check CHECK ((kind = ANY (ARRAY['metric'::text, 'composite'::text]))),
  constraint alarm_history_type_check CHECK ((type = ANY (ARRAY['ConfigurationUpdate'::text, 'StateUpdate'::text, 'Action'::text])))
);
CREATE INDEX alarm_history_by_age ON alarm_history USING btree (at);
CREATE INDEX alarm_history_by_time ON alarm_history USING btree (account, region, at, id);

create table alarm_links (
  account text not null,
  region  text not null,
  parent  text not null,
  child   text not null,
  role    text not null,
  constraint alarm_links_pkey PRIMARY KEY (account, region, parent, child, role),
  constraint alarm_links_role_check CHECK ((role = ANY (ARRAY['child'::text, 'suppressor'::text])))
);
CREATE INDEX alarm_links_by_child ON alarm_links USING btree (account, region, child, parent);

create table alarm_metrics (
  account text not null,
  metric  uuid not null,
  region  text not null,
  name    text not null,
  constraint alarm_metrics_pkey PRIMARY KEY (account, metric, region, name)
);
CREATE INDEX alarm_metrics_by_alarm ON alarm_metrics USING btree (account, region, name);

create table alarms (
  account               text not null,
  region                text not null,
  name                  text not null,
  config                jsonb not null,
  tags                  jsonb not null,
  config_updated_at     timestamp with time zone not null,
  state                 text not null,
  state_reason          text not null,
  state_reason_data     text,
  state_updated_at      timestamp with time zone not null,
  state_transitioned_at timestamp with time zone not null,
  kind                  text not null default 'metric'::text,
  suppression           jsonb,
  evaluation_state      text,
  constraint alarms_pkey PRIMARY KEY (account, region, name),
  constraint alarms_evaluation_state_check CHECK ((evaluation_state = ANY (ARRAY['PARTIAL_DATA'::text, 'EVALUATION_FAILURE'::text, 'EVALUATION_ERROR'::text]))),
  constraint alarms_kind_check CHECK ((kind = ANY (ARRAY['metric'::text, 'composite'::text]))),
  constraint alarms_state_check CHECK ((state = ANY (ARRAY['OK'::text, 'ALARM'::text, 'INSUFFICIENT_DATA'::text])))
) with (fillfactor=85);

create table alerts (
  account     text not null,
  source      text not null,
  status      text not null,
  labels_hash text not null,
  starts_at   timestamp with time zone,
  ends_at     timestamp with time zone,
  changed_at  timestamp with time zone not null,
  seen_at     timestamp with time zone not null,
  id          uuid not null,
  sender      uuid,
  event_id    uuid,
  constraint alerts_pkey PRIMARY KEY (id),
  constraint alerts_status_check CHECK ((status = ANY (ARRAY['firing'::text, 'resolved'::text])))
) with (fillfactor=80);

create table api_tokens (
  id           uuid not null,
  account      text not null,
  name         text not null,
  hash         bytea not null,
  scopes       text[] not null,
  created_at   timestamp with time zone not null,
  created_by   text not null,
  expires_at   timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at   timestamp with time zone,
  constraint api_tokens_pkey PRIMARY KEY (id),
  constraint api_tokens_scopes_check CHECK ((cardinality(scopes) > 0))
);
CREATE UNIQUE INDEX api_tokens_by_name ON api_tokens USING btree (account, name) WHERE (revoked_at IS NULL);
CREATE INDEX api_tokens_of_account ON api_tokens USING btree (account, id);

create table audit_events (
  account text not null,
  id      uuid not null,
  region  text not null,
  at      timestamp with time zone not null,
  event   jsonb not null,
  constraint audit_events_pkey PRIMARY KEY (account, id)
);

create table calendar_feeds (
  id         uuid not null,
  account    text not null,
  region     text not null,
  subject    text not null,
  name       text not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  revoked_at timestamp with time zone,
  constraint calendar_feeds_pkey PRIMARY KEY (id)
);
CREATE INDEX calendar_feeds_of_account ON calendar_feeds USING btree (account, region, id);

create table channel_flags (
  channel_id  uuid not null,
  unconfirmed integer not null default 0,
  since       timestamp with time zone,
  reason      text,
  what_to_do  text,
  constraint channel_flags_pkey PRIMARY KEY (channel_id),
  constraint channel_flags_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES contact_channels(id) ON DELETE CASCADE
);

create table chat_channels (
  id         uuid not null,
  account    text not null,
  topic      text not null,
  label      text not null,
  type       text not null,
  address    bytea,
  secret     text,
  shown      text not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint chat_channels_pkey PRIMARY KEY (id),
  constraint chat_channels_account_topic_label_key UNIQUE (account, topic, label),
  constraint chat_channels_check CHECK (((address IS NULL) <> (secret IS NULL)))
);

create table chat_link_codes (
  hash       bytea not null,
  account    text not null,
  region     text not null,
  alias      text not null,
  expires_at timestamp with time zone not null,
  constraint chat_link_codes_pkey PRIMARY KEY (hash),
  constraint chat_link_codes_account_region_alias_fkey FOREIGN KEY (account, region, alias) REFERENCES contacts(account, region, alias) ON DELETE CASCADE
);

create table chat_notices (
  id            uuid not null,
  account       text not null,
  region        text not null,
  channel_id    uuid not null,
  subject       text not null,
  at_changes    boolean not null,
  daily_minute  smallint,
  time_zone     text,
  known         jsonb not null,
  next_daily_at timestamp with time zone,
  created_at    timestamp with time zone not null,
  created_by    text not null,
  constraint chat_notices_pkey PRIMARY KEY (id),
  constraint chat_notices_channel_id_subject_key UNIQUE (channel_id, subject),
  constraint chat_notices_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES chat_channels(id) ON DELETE CASCADE,
  constraint chat_notices_check CHECK (((daily_minute IS NULL) = (time_zone IS NULL))),
  constraint chat_notices_daily_minute_check CHECK (((daily_minute >= 0) AND (daily_minute < 1440)))
) with (fillfactor=80);

create table chat_people (
  team      text not null,
  user_id   text not null,
  account   text not null,
  region    text not null,
  alias     text not null,
  linked_at timestamp with time zone not null,
  constraint chat_people_pkey PRIMARY KEY (team, user_id),
  constraint chat_people_account_region_alias_fkey FOREIGN KEY (account, region, alias) REFERENCES contacts(account, region, alias) ON DELETE CASCADE
);
CREATE INDEX chat_people_by_contact ON chat_people USING btree (account, region, alias);

create table chat_received (
  signature text not null,
  at        timestamp with time zone not null,
  constraint chat_received_pkey PRIMARY KEY (signature)
);
CREATE INDEX chat_received_by_time ON chat_received USING btree (at);

create table contact_channels (
  id              uuid not null,
  account         text not null,
  region          text not null,
  alias           text not null,
  name            text not null,
  type            text not null,
  address         text not null,
  created_at      timestamp with time zone not null,
  activated_at    timestamp with time zone,
  code_serial     integer not null default 0,
  code_expires_at timestamp with time zone,
  code_tries      integer not null default 0,
  codes_sent      integer not null default 0,
  codes_since     timestamp with time zone,
  sealed          bytea,
  constraint contact_channels_pkey PRIMARY KEY (id),
  constraint contact_channels_account_region_alias_type_address_key UNIQUE (account, region, alias, type, address),
  constraint contact_channels_account_region_alias_fkey FOREIGN KEY (account, region, alias) REFERENCES contacts(account, region, alias) ON DELETE CASCADE,
  constraint contact_channels_type_check CHECK ((type = ANY (ARRAY['EMAIL'::text, 'SMS'::text, 'VOICE'::text, 'PUSH'::text, 'WEBHOOK'::text, 'SLACK_DM'::text])))
);
CREATE INDEX contact_channels_by_address ON contact_channels USING btree (address);

create table contacts (
  account                 text not null,
  region                  text not null,
  alias                   text not null,
  type                    text not null,
  display_name            text,
  stages                  jsonb not null,
  tags                    jsonb not null,
  created_at              timestamp with time zone not null,
  created_by              text not null,
  modified_at             timestamp with time zone not null,
  policy                  text,
  rotation_ids            text[] not null default '{}'::text[],
  repeats                 integer not null default 0,
  acknowledgement_minutes integer not null default 0,
  constraint contacts_pkey PRIMARY KEY (account, region, alias),
  constraint contacts_acknowledgement_minutes_check CHECK (((acknowledgement_minutes >= 0) AND (acknowledgement_minutes <= 1440))),
  constraint contacts_repeats_check CHECK (((repeats >= 0) AND (repeats <= 20))),
  constraint contacts_type_check CHECK ((type = ANY (ARRAY['PERSONAL'::text, 'ESCALATION'::text, 'ONCALL_SCHEDULE'::text])))
);
CREATE INDEX contacts_by_alias ON contacts USING btree (account, region, alias COLLATE "C");
CREATE INDEX contacts_of_rotation ON contacts USING gin (rotation_ids);

create table credential_probes (
  account   text not null,
  service   text not null,
  target    text not null,
  secret_id text not null,
  ok        boolean not null,
  since     timestamp with time zone not null,
  at        timestamp with time zone not null,
  reason    text,
  todo      text,
  constraint credential_probes_pkey PRIMARY KEY (account, service, target, secret_id)
);

create table deleted_incidents (
  account    text not null,
  id         uuid not null,
  plan_name  text not null,
  deleted_at timestamp with time zone not null,
  constraint deleted_incidents_pkey PRIMARY KEY (account, id)
);
CREATE INDEX deleted_incidents_by_time ON deleted_incidents USING btree (deleted_at);

create table deployments (
  account     text not null,
  id          uuid not null,
  kind        text not null,
  arn         text not null,
  run         text not null,
  started_at  timestamp with time zone not null,
  ended_at    timestamp with time zone,
  seen_at     timestamp with time zone not null,
  modified_at timestamp with time zone not null,
  constraint deployments_pkey PRIMARY KEY (account, id),
  constraint deployments_account_arn_run_key UNIQUE (account, arn, run),
  constraint deployments_kind_check CHECK ((kind = ANY (ARRAY['codeDeployDeployment'::text, 'cloudFormationStackUpdate'::text])))
);
CREATE INDEX deployments_by_start ON deployments USING btree (account, started_at);

create table document_versions (
  document       uuid not null,
  account        text not null,
  version        integer not null,
  version_name   text,
  display_name   text,
  format         text not null,
  content        text not null,
  hash           text not null,
  schema_version text,
  description    text,
  parameters     jsonb not null,
  author         text not null,
  created_at     timestamp with time zone not null,
  constraint document_versions_pkey PRIMARY KEY (document, version),
  constraint document_versions_document_fkey FOREIGN KEY (document) REFERENCES documents(id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX document_versions_by_name ON document_versions USING btree (document, version_name) WHERE (version_name IS NOT NULL);

create table documents (
  id              uuid not null,
  account         text not null,
  region          text not null,
  name            text not null,
  type            text not null,
  target_type     text,
  tags            jsonb not null default '{}'::jsonb,
  shared          jsonb not null default '[]'::jsonb,
  default_version integer not null,
  latest_version  integer not null,
  created_at      timestamp with time zone not null,
  constraint documents_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX documents_by_name ON documents USING btree (account, region, name COLLATE "C");

create table drills (
  account      text not null,
  region       text not null,
  alias        text not null,
  every_days   integer not null,
  weekdays     text[] not null,
  from_minute  integer not null,
  to_minute    integer not null,
  time_zone    text not null,
  wait_minutes integer not null,
  seed         text not null,
  next_at      timestamp with time zone not null,
  next_day     integer not null,
  run          jsonb,
  rounds       integer not null default 0,
  last_at      timestamp with time zone,
  last_outcome text,
  created_at   timestamp with time zone not null,
  created_by   text not null,
  constraint drills_pkey PRIMARY KEY (account, region, alias),
  constraint drills_account_region_alias_fkey FOREIGN KEY (account, region, alias) REFERENCES contacts(account, region, alias) ON DELETE CASCADE,
  constraint drills_check CHECK ((((to_minute >= 1) AND (to_minute <= 1440)) AND (to_minute > from_minute))),
  constraint drills_every_days_check CHECK (((every_days >= 1) AND (every_days <= 365))),
  constraint drills_from_minute_check CHECK (((from_minute >= 0) AND (from_minute <= 1439))),
  constraint drills_wait_minutes_check CHECK (((wait_minutes >= 1) AND (wait_minutes <= 120))),
  constraint drills_weekdays_check CHECK ((cardinality(weekdays) > 0))
) with (fillfactor=80);

create table due (
  id           uuid not null,
  queue        text not null,
  key          text not null,
  account      text not null,
  run_at       timestamp with time zone not null,
  due_at       timestamp with time zone not null,
  priority     smallint not null,
  attempt      integer not null default 0,
  token        bigint not null default 0,
  owner        text,
  payload      jsonb not null,
  error        text,
  request_id   text,
  leased_until timestamp with time zone,
  constraint due_pkey PRIMARY KEY (id),
  constraint due_queue_key_key UNIQUE (queue, key),
  constraint due_priority_check CHECK (((priority >= 1) AND (priority <= 5)))
) with (autovacuum_vacuum_scale_factor=0.02, autovacuum_vacuum_threshold=500, fillfactor=50);
CREATE INDEX due_by_time ON due USING btree (queue, priority, run_at);
CREATE INDEX due_moved ON due USING btree (queue, run_at) WHERE (run_at <> due_at);

create table engagement_decisions (
  root_id uuid not null,
  id      uuid not null,
  at      timestamp with time zone not null,
  input   jsonb not null,
  why     text not null,
  effects jsonb not null,
  asked   jsonb,
  constraint engagement_decisions_pkey PRIMARY KEY (root_id, id)
);

create table engagements (
  id               uuid not null,
  account          text not null,
  region           text not null,
  alias            text not null,
  contact_type     text not null,
  root_id          uuid not null,
  parent_id        uuid,
  essential        boolean not null,
  status           text not null,
  stage            integer not null,
  stage_started_at timestamp with time zone not null,
  attempts         jsonb not null,
  started_at       timestamp with time zone not null,
  stopped_at       timestamp with time zone,
  stop_reason      text,
  incident_id      uuid,
  incident_arn     text,
  severity         smallint not null,
  sender           text not null,
  subject          text not null,
  content          text not null,
  public_subject   text,
  public_content   text,
  created_at       timestamp with time zone not null,
  request_id       text,
  parent_stage     integer,
  cycle            integer not null default 0,
  round            integer not null default 0,
  repage_at        timestamp with time zone,
  attempted_at     jsonb not null default '{}'::jsonb,
  constraint engagements_pkey PRIMARY KEY (id),
  constraint engagements_severity_check CHECK (((severity >= 1) AND (severity <= 5))),
  constraint engagements_status_check CHECK ((status = ANY (ARRAY['engaging'::text, 'acknowledged'::text, 'stopped'::text, 'ended'::text])))
) with (fillfactor=80);
CREATE INDEX engagements_by_incident ON engagements USING btree (account, incident_arn) WHERE ((parent_id IS NULL) AND (incident_arn IS NOT NULL));
CREATE INDEX engagements_by_root ON engagements USING btree (root_id);
CREATE INDEX engagements_by_start ON engagements USING btree (account, region, started_at DESC, id DESC);
CREATE INDEX engagements_engaging ON engagements USING btree (root_id, id) WHERE (status = 'engaging'::text);
CREATE INDEX engagements_running ON engagements USING btree (account, region, alias) WHERE (status = 'engaging'::text);
CREATE INDEX engagements_waiting ON engagements USING btree (root_id, id) WHERE (repage_at IS NOT NULL);

create table event_api_destinations (
  account        text not null,
  region         text not null,
  name           text not null,
  id             uuid not null,
  description    text,
  connection_arn text not null,
  endpoint       text not null,
  method         text not null,
  rate           integer not null,
  next_call_at   timestamp with time zone,
  created_at     timestamp with time zone not null,
  modified_at    timestamp with time zone not null,
  constraint event_api_destinations_pkey PRIMARY KEY (account, region, name)
);

create table event_buses (
  account         text not null,
  region          text not null,
  name            text not null,
  description     text,
  kms_key         text,
  dead_letter_arn text,
  log_config      jsonb,
  policy          jsonb not null,
  tags            jsonb not null,
  created_at      timestamp with time zone not null,
  modified_at     timestamp with time zone not null,
  constraint event_buses_pkey PRIMARY KEY (account, region, name)
);

create table event_connections (
  account            text not null,
  region             text not null,
  name               text not null,
  id                 uuid not null,
  description        text,
  authorization_type text not null,
  shown              jsonb not null,
  secret_arn         text not null,
  created_at         timestamp with time zone not null,
  modified_at        timestamp with time zone not null,
  authorized_at      timestamp with time zone not null,
  constraint event_connections_pkey PRIMARY KEY (account, region, name),
  constraint event_connections_authorization_type_check CHECK ((authorization_type = ANY (ARRAY['BASIC'::text, 'OAUTH_CLIENT_CREDENTIALS'::text, 'API_KEY'::text])))
);

create table event_deliveries (
  account           text not null,
  region            text not null,
  event_id          uuid not null,
  rule              text not null,
  target_id         text not null,
  at                timestamp with time zone not null,
  result            text,
  error             text,
  bus               text not null default 'default'::text,
  target_arn        text,
  status            text not null default 'delivered'::text,
  attempts          integer not null default 1,
  settled_at        timestamp with time zone,
  error_code        text,
  exhausted         text,
  options           jsonb,
  turn_at           timestamp with time zone,
  dead_letter       text,
  dead_letter_error text,
  constraint event_deliveries_pkey PRIMARY KEY (account, region, event_id, rule, target_id),
  constraint event_deliveries_dead_letter_check CHECK ((dead_letter = ANY (ARRAY['pending'::text, 'sent'::text, 'failed'::text]))),
  constraint event_deliveries_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text])))
);
CREATE INDEX event_deliveries_open ON event_deliveries USING btree (event_id, rule, target_id) WHERE ((status = 'pending'::text) OR (dead_letter = 'pending'::text));

create table event_log_lines (
  id        uuid not null,
  account   text not null,
  region    text not null,
  log_group text not null,
  event_id  uuid not null,
  rule      text not null,
  at        timestamp with time zone not null,
  line      text not null,
  constraint event_log_lines_pkey PRIMARY KEY (id)
);
CREATE INDEX event_log_lines_by_group ON event_log_lines USING btree (account, region, log_group, id);

create table event_rule_versions (
  account text not null,
  region  text not null,
  bus     text not null,
  version bigint not null,
  constraint event_rule_versions_pkey PRIMARY KEY (account, region, bus)
);

create table event_rules (
  account      text not null,
  region       text not null,
  bus          text not null,
  name         text not null,
  pattern      text,
  state        text not null,
  description  text,
  role_arn     text,
  tags         jsonb not null,
  created_at   timestamp with time zone not null,
  created_by   text not null,
  modified_at  timestamp with time zone not null,
  schedule     text,
  scheduled_at timestamp with time zone,
  constraint event_rules_pkey PRIMARY KEY (account, region, bus, name),
  constraint event_rules_fires CHECK (((pattern IS NOT NULL) OR (schedule IS NOT NULL))),
  constraint event_rules_state_check CHECK ((state = ANY (ARRAY['ENABLED'::text, 'DISABLED'::text])))
);
CREATE INDEX event_rules_scheduled ON event_rules USING btree (account, region, bus, name) WHERE ((schedule IS NOT NULL) AND (state = 'ENABLED'::text));

create table event_targets (
  account  text not null,
  region   text not null,
  bus      text not null,
  rule     text not null,
  id       text not null,
  arn      text not null,
  role_arn text,
  options  jsonb not null default '{}'::jsonb,
  constraint event_targets_pkey PRIMARY KEY (account, region, bus, rule, id),
  constraint event_targets_account_region_bus_rule_fkey FOREIGN KEY (account, region, bus, rule) REFERENCES event_rules(account, region, bus, name) ON DELETE CASCADE
);
CREATE INDEX event_targets_by_arn ON event_targets USING btree (account, region, bus, arn);

create table events (
  account       text not null,
  region        text not null,
  id            uuid not null,
  bus           text not null,
  accepted_at   timestamp with time zone not null,
  source        text not null,
  detail_type   text not null,
  body          text not null,
  matched_rules integer not null,
  principal     text not null,
  request_id    text not null,
  constraint events_pkey PRIMARY KEY (account, region, id)
);
CREATE INDEX events_by_opsgenie_request ON events USING btree (account, request_id) WHERE (source = 'muster.opsgenie'::text);
CREATE INDEX events_by_time ON events USING btree (accepted_at);

create table heartbeat_monitors (
  id               uuid not null,
  account          text not null,
  region           text not null,
  name             text not null,
  key_hash         bytea not null,
  interval_seconds integer not null,
  grace_seconds    integer not null,
  plan_name        text,
  labels           jsonb not null,
  status           text not null,
  last_beat_at     timestamp with time zone,
  missed_at        timestamp with time zone,
  created_at       timestamp with time zone not null,
  created_by       text not null,
  modified_at      timestamp with time zone not null,
  modified_by      text not null,
  constraint heartbeat_monitors_pkey PRIMARY KEY (id),
  constraint heartbeat_monitors_grace_seconds_check CHECK ((grace_seconds >= 0)),
  constraint heartbeat_monitors_interval_seconds_check CHECK ((interval_seconds > 0)),
  constraint heartbeat_monitors_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'heard'::text, 'missing'::text, 'disabled'::text])))
) with (fillfactor=80);
CREATE UNIQUE INDEX heartbeat_monitors_by_key ON heartbeat_monitors USING btree (key_hash);
CREATE UNIQUE INDEX heartbeat_monitors_by_name ON heartbeat_monitors USING btree (account, region, name);
CREATE INDEX heartbeat_monitors_heard ON heartbeat_monitors USING btree (id) WHERE (status = 'heard'::text);

create table hosts (
  account    text not null,
  name       text not null,
  address    text not null,
  port       integer not null,
  user_name  text not null,
  secret_id  text not null,
  host_key   text not null,
  tags       jsonb not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint hosts_pkey PRIMARY KEY (account, name),
  constraint hosts_port_check CHECK (((port >= 1) AND (port <= 65535)))
);

create table idempotency_tokens (
  account      text not null,
  operation    text not null,
  token        text not null,
  request_hash bytea not null,
  result       jsonb,
  created_at   timestamp with time zone not null,
  constraint idempotency_tokens_pkey PRIMARY KEY (account, operation, token)
);
CREATE INDEX idempotency_tokens_by_age ON idempotency_tokens USING btree (created_at);

create table incident_activity (
  account      text not null,
  incident_id  uuid not null,
  folded       bigint not null,
  last_at      timestamp with time zone not null,
  before_at    timestamp with time zone not null,
  endless      boolean not null,
  recovered_at timestamp with time zone,
  anew_at      timestamp with time zone,
  held_at      timestamp with time zone,
  look_at      timestamp with time zone,
  triggered_at timestamp with time zone,
  constraint incident_activity_pkey PRIMARY KEY (account, incident_id)
) with (fillfactor=85);
CREATE INDEX incident_activity_looked_at ON incident_activity USING btree (incident_id) WHERE (look_at IS NOT NULL);

create table incident_followers (
  id           uuid not null,
  account      text not null,
  incident_id  uuid not null,
  kind         text not null,
  target       text not null,
  channel_type text not null,
  state        jsonb not null,
  told_seq     bigint not null default 0,
  leaving      jsonb,
  until        timestamp with time zone,
  ended_at     timestamp with time zone,
  created_at   timestamp with time zone not null,
  constraint incident_followers_pkey PRIMARY KEY (id),
  constraint incident_followers_account_incident_id_kind_target_key UNIQUE (account, incident_id, kind, target)
) with (fillfactor=80);
CREATE INDEX incident_followers_live ON incident_followers USING btree (id) WHERE (ended_at IS NULL);
CREATE INDEX incident_followers_theirs ON incident_followers USING btree (((state ->> 'theirs'::text))) WHERE (state ? 'theirs'::text);

create table incidents (
  account               text not null,
  id                    uuid not null,
  plan_name             text not null,
  title                 text not null,
  summary               text,
  impact                smallint not null,
  status                text not null,
  dedupe_string         text not null,
  source                text not null,
  created_by            text not null,
  invoked_by            text,
  resource_arn          text,
  chat_channel          jsonb,
  notification_targets  jsonb not null,
  automation_executions jsonb not null,
  tags                  jsonb not null,
  created_at            timestamp with time zone not null,
  modified_at           timestamp with time zone not null,
  modified_by           text not null,
  resolved_at           timestamp with time zone,
  title_slug            text not null default ''::text,
  resolution_plan       jsonb,
  resolution_note       text,
  constraint incidents_pkey PRIMARY KEY (account, id),
  constraint incidents_impact_check CHECK (((impact >= 1) AND (impact <= 5))),
  constraint incidents_status_check CHECK ((status = ANY (ARRAY['OPEN'::text, 'IN_PROGRESS'::text, 'RESOLVED'::text])))
) with (fillfactor=85);
CREATE INDEX incidents_by_creation ON incidents USING btree (account, created_at DESC, id DESC);
CREATE INDEX incidents_by_resolution ON incidents USING btree (resolved_at) WHERE (status = 'RESOLVED'::text);
CREATE UNIQUE INDEX incidents_open_by_dedupe ON incidents USING btree (account, dedupe_string) WHERE (status <> 'RESOLVED'::text);
CREATE INDEX incidents_open_by_slug ON incidents USING btree (account, title_slug) WHERE (status <> 'RESOLVED'::text);
CREATE INDEX incidents_unresolved ON incidents USING btree (account, created_at DESC, id DESC) WHERE (status <> 'RESOLVED'::text);

create table intake_keys (
  id             uuid not null,
  account        text not null,
  region         text not null,
  source         text not null,
  name           text not null,
  hash           bytea not null,
  mapping        jsonb,
  signing_secret bytea,
  created_at     timestamp with time zone not null,
  created_by     text not null,
  last_used_at   timestamp with time zone,
  revoked_at     timestamp with time zone,
  constraint intake_keys_pkey PRIMARY KEY (id),
  constraint intake_keys_hash_key UNIQUE (hash)
);
CREATE INDEX intake_keys_of_account ON intake_keys USING btree (account, id);

create table integrations (
  id         uuid not null,
  account    text not null,
  name       text not null,
  kind       text not null,
  plan_name  text,
  severity   smallint not null,
  secret_id  text not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint integrations_pkey PRIMARY KEY (id),
  constraint integrations_account_name_key UNIQUE (account, name),
  constraint integrations_kind_check CHECK ((kind = ANY (ARRAY['pagerduty'::text, 'opsgenie'::text, 'jsm'::text]))),
  constraint integrations_severity_check CHECK (((severity >= 1) AND (severity <= 5)))
);

create table message_attempts (
  message_id  uuid not null,
  number      integer not null,
  provider    text not null,
  provider_id text,
  handed_at   timestamp with time zone,
  answered_at timestamp with time zone,
  outcome     text not null,
  reason      text,
  constraint message_attempts_pkey PRIMARY KEY (message_id, number),
  constraint message_attempts_message_id_fkey FOREIGN KEY (message_id) REFERENCES messages(id) ON DELETE CASCADE,
  constraint message_attempts_outcome_check CHECK ((outcome = ANY (ARRAY['sent'::text, 'refused'::text, 'failed'::text, 'unknown'::text])))
);

create table messages (
  id           uuid not null,
  account      text not null,
  channel_id   uuid not null,
  channel_type text not null,
  kind         text not null,
  status       text not null,
  attempts     integer not null default 0,
  due_at       timestamp with time zone not null,
  created_at   timestamp with time zone not null,
  settled_at   timestamp with time zone,
  provider     text,
  provider_id  text,
  error        text,
  folded_into  uuid,
  payload      jsonb not null,
  priority     smallint not null default 3,
  recipient    text,
  admitted_at  timestamp with time zone,
  fate         text,
  fate_at      timestamp with time zone,
  confirm_by   timestamp with time zone,
  tried        text[] not null default '{}'::text[],
  rounds       integer not null default 0,
  stuck_at     timestamp with time zone,
  constraint messages_pkey PRIMARY KEY (id),
  constraint messages_fate_check CHECK ((fate = ANY (ARRAY['delivered'::text, 'failed'::text, 'unconfirmed'::text]))),
  constraint messages_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'cancelled'::text, 'folded'::text])))
) with (fillfactor=50);
CREATE INDEX messages_open ON messages USING btree (channel_id, id) WHERE (settled_at IS NULL);
CREATE INDEX messages_unconfirmed ON messages USING btree (id) WHERE ((confirm_by IS NOT NULL) AND (status = 'sent'::text));

create table meta (
  key   text not null,
  value bytea not null,
  constraint meta_pkey PRIMARY KEY (key)
);

create table metric_points_1 (
  account text not null,
  metric  uuid not null,
  unit    smallint not null,
  at      timestamp with time zone not null,
  samples double precision not null,
  sum     double precision not null,
  min     double precision not null,
  max     double precision not null,
  vals    double precision[],
  counts  double precision[]
) partition by range (at);
CREATE INDEX metric_points_1_by_metric ON ONLY metric_points_1 USING btree (account, metric, at);

create table metric_points_300 (
  account text not null,
  metric  uuid not null,
  unit    smallint not null,
  at      timestamp with time zone not null,
  samples double precision not null,
  sum     double precision not null,
  min     double precision not null,
  max     double precision not null,
  vals    double precision[],
  counts  double precision[]
) partition by range (at);
CREATE INDEX metric_points_300_by_metric ON ONLY metric_points_300 USING btree (account, metric, at);

create table metric_points_3600 (
  account text not null,
  metric  uuid not null,
  unit    smallint not null,
  at      timestamp with time zone not null,
  samples double precision not null,
  sum     double precision not null,
  min     double precision not null,
  max     double precision not null,
  vals    double precision[],
  counts  double precision[]
) partition by range (at);
CREATE INDEX metric_points_3600_by_metric ON ONLY metric_points_3600 USING btree (account, metric, at);

create table metric_points_60 (
  account text not null,
  metric  uuid not null,
  unit    smallint not null,
  at      timestamp with time zone not null,
  samples double precision not null,
  sum     double precision not null,
  min     double precision not null,
  max     double precision not null,
  vals    double precision[],
  counts  double precision[]
) partition by range (at);
CREATE INDEX metric_points_60_by_metric ON ONLY metric_points_60 USING btree (account, metric, at);

create table metrics (
  account    text not null,
  id         uuid not null,
  region     text not null,
  namespace  text not null,
  name       text not null,
  dimensions jsonb not null,
  first_at   timestamp with time zone not null,
  last_at    timestamp with time zone not null,
  constraint metrics_pkey PRIMARY KEY (account, id)
) with (fillfactor=85);
CREATE INDEX metrics_by_age ON metrics USING btree (last_at);
CREATE INDEX metrics_by_name ON metrics USING btree (account, region, namespace, name, id);

create table node_clocks (
  node     text not null,
  seen_at  timestamp with time zone not null,
  ahead_ms bigint not null,
  constraint node_clocks_pkey PRIMARY KEY (node)
);

create table oncall_mirrors (
  id         uuid not null,
  account    text not null,
  region     text not null,
  kind       text not null,
  subject    text not null,
  target     text not null,
  sealed     bytea,
  told       jsonb,
  leaving    jsonb,
  told_at    timestamp with time zone,
  fault      text,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint oncall_mirrors_pkey PRIMARY KEY (id),
  constraint oncall_mirrors_account_kind_target_subject_key UNIQUE (account, kind, target, subject),
  constraint oncall_mirrors_check CHECK (((kind = 'WEBHOOK'::text) = (sealed IS NOT NULL))),
  constraint oncall_mirrors_kind_check CHECK ((kind = ANY (ARRAY['SLACK_GROUP'::text, 'WEBHOOK'::text])))
) with (fillfactor=80);

create table oncall_warnings (
  id          uuid not null,
  account     text not null,
  region      text not null,
  subject     text not null,
  start_at    timestamp with time zone not null,
  end_at      timestamp with time zone not null,
  causes      text[] not null,
  found_at    timestamp with time zone not null,
  reminded_at timestamp with time zone,
  constraint oncall_warnings_pkey PRIMARY KEY (id),
  constraint oncall_warnings_check CHECK ((end_at > start_at))
);
CREATE INDEX oncall_warnings_in_time ON oncall_warnings USING btree (account, region, start_at, id);
CREATE INDEX oncall_warnings_of_subject ON oncall_warnings USING btree (account, region, subject, start_at);

create table page_receipts (
  page_id uuid not null,
  seq     integer not null,
  type    text not null,
  at      timestamp with time zone not null,
  info    text,
  constraint page_receipts_pkey PRIMARY KEY (page_id, seq),
  constraint page_receipts_page_id_fkey FOREIGN KEY (page_id) REFERENCES pages(id),
  constraint page_receipts_type_check CHECK ((type = ANY (ARRAY['SENT'::text, 'DELIVERED'::text, 'READ'::text, 'ERROR'::text, 'STOP'::text])))
);

create table pages (
  id            uuid not null,
  account       text not null,
  region        text not null,
  alias         text not null,
  engagement_id uuid not null,
  root_id       uuid not null,
  channel_id    uuid not null,
  channel_type  text not null,
  stage         integer not null,
  attempt       integer not null,
  due_at        timestamp with time zone not null,
  created_at    timestamp with time zone not null,
  message_id    uuid not null,
  sent_at       timestamp with time zone,
  delivered_at  timestamp with time zone,
  read_at       timestamp with time zone,
  round         integer not null default 0,
  constraint pages_pkey PRIMARY KEY (id),
  constraint pages_engagement_id_fkey FOREIGN KEY (engagement_id) REFERENCES engagements(id)
) with (fillfactor=50);
CREATE INDEX pages_by_channel ON pages USING btree (channel_id, id DESC);
CREATE INDEX pages_by_contact ON pages USING btree (account, region, alias, id DESC);
CREATE INDEX pages_by_engagement ON pages USING btree (engagement_id, id DESC);
CREATE INDEX pages_by_message ON pages USING btree (message_id);

create table policies (
  account         text not null,
  name_key        text not null,
  name            text not null,
  policy_id       text not null,
  path            text not null,
  description     text,
  tags            jsonb not null,
  next_version    integer not null,
  default_version integer not null,
  created_at      timestamp with time zone not null,
  created_by      text not null,
  updated_at      timestamp with time zone not null,
  constraint policies_pkey PRIMARY KEY (account, name_key)
);

create table policy_versions (
  account    text not null,
  policy_key text not null,
  version    integer not null,
  document   text not null,
  created_at timestamp with time zone not null,
  constraint policy_versions_pkey PRIMARY KEY (account, policy_key, version),
  constraint policy_versions_account_policy_key_fkey FOREIGN KEY (account, policy_key) REFERENCES policies(account, name_key) ON DELETE CASCADE
);

create table probes (
  provider   text not null,
  ok         boolean not null,
  since      timestamp with time zone not null,
  at         timestamp with time zone not null,
  last_ok_at timestamp with time zone,
  reason     text,
  todo       text,
  constraint probes_pkey PRIMARY KEY (provider)
);

create table provider_rates (
  channel_type text not null,
  next_at      timestamp with time zone not null,
  constraint provider_rates_pkey PRIMARY KEY (channel_type)
) with (fillfactor=50);

create table push_links (
  id         uuid not null,
  account    text not null,
  region     text not null,
  alias      text not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  expires_at timestamp with time zone not null,
  used_at    timestamp with time zone,
  constraint push_links_pkey PRIMARY KEY (id),
  constraint push_links_account_region_alias_fkey FOREIGN KEY (account, region, alias) REFERENCES contacts(account, region, alias) ON DELETE CASCADE
);
CREATE INDEX push_links_of_account ON push_links USING btree (account, expires_at);
CREATE INDEX push_links_of_contact ON push_links USING btree (account, region, alias);

create table recipient_pace (
  recipient text not null,
  account   text not null,
  state     jsonb not null,
  version   bigint not null,
  constraint recipient_pace_pkey PRIMARY KEY (recipient)
) with (fillfactor=70);

create table related_items (
  account      text not null,
  incident_id  uuid not null,
  generated_id text not null,
  type         text not null,
  value        jsonb not null,
  title        text,
  added_at     timestamp with time zone not null,
  constraint related_items_pkey PRIMARY KEY (account, incident_id, generated_id)
);

create table replication_regions (
  account   text not null,
  region    text not null,
  kms_key   text,
  active_at timestamp with time zone not null,
  added_at  timestamp with time zone,
  constraint replication_regions_pkey PRIMARY KEY (account, region),
  constraint replication_regions_account_fkey FOREIGN KEY (account) REFERENCES replication_sets(account) ON DELETE CASCADE
);

create table replication_sets (
  account            text not null,
  id                 uuid not null,
  deletion_protected boolean not null,
  tags               jsonb not null,
  created_at         timestamp with time zone not null,
  created_by         text not null,
  modified_at        timestamp with time zone not null,
  modified_by        text not null,
  constraint replication_sets_pkey PRIMARY KEY (account)
);

create table replies_seen (
  channel_id uuid not null,
  id         text not null,
  at         timestamp with time zone not null,
  constraint replies_seen_pkey PRIMARY KEY (channel_id, id),
  constraint replies_seen_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES contact_channels(id) ON DELETE CASCADE
);

create table reply_guards (
  channel_id uuid not null,
  state      jsonb not null,
  constraint reply_guards_pkey PRIMARY KEY (channel_id),
  constraint reply_guards_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES contact_channels(id) ON DELETE CASCADE
) with (fillfactor=70);

create table resource_policies (
  account    text not null,
  plan_name  text not null,
  id         text not null,
  policy     text not null,
  region     text not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint resource_policies_pkey PRIMARY KEY (account, plan_name, id),
  constraint resource_policies_account_plan_name_fkey FOREIGN KEY (account, plan_name) REFERENCES response_plans(account, name) ON DELETE CASCADE
);

create table response_plans (
  account                 text not null,
  name                    text not null,
  display_name            text,
  template                jsonb not null,
  engagements             jsonb not null,
  actions                 jsonb not null,
  chat_channel            jsonb,
  integrations            jsonb not null,
  tags                    jsonb not null,
  created_at              timestamp with time zone not null,
  created_by              text not null,
  modified_at             timestamp with time zone not null,
  engagements_by_severity jsonb not null default '[]'::jsonb,
  noise                   jsonb not null default '{}'::jsonb,
  constraint response_plans_pkey PRIMARY KEY (account, name)
);

create table role_attachments (
  account    text not null,
  role_key   text not null,
  policy_arn text not null,
  constraint role_attachments_pkey PRIMARY KEY (account, role_key, policy_arn),
  constraint role_attachments_account_role_key_fkey FOREIGN KEY (account, role_key) REFERENCES roles(account, name_key) ON DELETE CASCADE
);
CREATE INDEX role_attachments_by_policy ON role_attachments USING btree (account, policy_arn);

create table role_policies (
  account  text not null,
  role_key text not null,
  name     text not null,
  document text not null,
  constraint role_policies_pkey PRIMARY KEY (account, role_key, name),
  constraint role_policies_account_role_key_fkey FOREIGN KEY (account, role_key) REFERENCES roles(account, name_key) ON DELETE CASCADE
);

create table roles (
  account             text not null,
  name_key            text not null,
  name                text not null,
  role_id             text not null,
  path                text not null,
  trust_policy        text not null,
  description         text,
  max_session_seconds integer not null,
  boundary_arn        text,
  tags                jsonb not null,
  created_at          timestamp with time zone not null,
  created_by          text not null,
  constraint roles_pkey PRIMARY KEY (account, name_key),
  constraint roles_max_session_seconds_check CHECK (((max_session_seconds >= 3600) AND (max_session_seconds <= 43200)))
);

create table rotation_overrides (
  id          uuid not null,
  account     text not null,
  rotation_id uuid not null,
  start_at    timestamp with time zone not null,
  end_at      timestamp with time zone not null,
  contacts    text[] not null,
  created_at  timestamp with time zone not null,
  created_by  text not null,
  kind        text not null default 'replace'::text,
  bundle_id   uuid,
  constraint rotation_overrides_pkey PRIMARY KEY (id),
  constraint rotation_overrides_rotation_id_fkey FOREIGN KEY (rotation_id) REFERENCES rotations(id) ON DELETE CASCADE,
  constraint rotation_overrides_check CHECK ((end_at > start_at)),
  constraint rotation_overrides_kind_check CHECK ((kind = ANY (ARRAY['replace'::text, 'add'::text, 'temporary'::text])))
);
CREATE INDEX rotation_overrides_in_time ON rotation_overrides USING btree (rotation_id, start_at, id);
CREATE INDEX rotation_overrides_of_bundle ON rotation_overrides USING btree (account, bundle_id) WHERE (bundle_id IS NOT NULL);
CREATE INDEX rotation_overrides_of_contact ON rotation_overrides USING gin (contacts);

create table rotations (
  id              uuid not null,
  account         text not null,
  region          text not null,
  name            text not null,
  contacts        text[] not null,
  start_time      timestamp with time zone,
  time_zone       text not null,
  recurrence      jsonb not null,
  anchor_at       timestamp with time zone not null,
  anchor_position integer not null,
  tags            jsonb not null,
  created_at      timestamp with time zone not null,
  created_by      text not null,
  modified_at     timestamp with time zone not null,
  anchor_held     text[],
  constraint rotations_pkey PRIMARY KEY (id),
  constraint rotations_contacts_check CHECK (((cardinality(contacts) >= 1) AND (cardinality(contacts) <= 30)))
);
CREATE INDEX rotations_of_account ON rotations USING btree (account, region, id);
CREATE INDEX rotations_of_contact ON rotations USING gin (contacts);

create table runbook_executions (
  id               uuid not null,
  account          text not null,
  region           text not null,
  document_name    text not null,
  document_version text not null,
  status           text not null,
  mode             text not null,
  runbook          jsonb not null,
  parameters       jsonb not null,
  given            jsonb not null,
  state            jsonb not null,
  outputs          jsonb not null default '{}'::jsonb,
  failure_message  text,
  current_step     text,
  current_action   text,
  executed_by      text not null,
  assume_role      text,
  principal        text not null,
  role_arn         text,
  parent_id        uuid,
  parent_step      jsonb,
  depth            integer not null default 0,
  target           text,
  spread           jsonb,
  alarm            jsonb,
  tags             jsonb not null default '{}'::jsonb,
  incident_arn     text,
  request_id       text not null,
  started_at       timestamp with time zone not null,
  ended_at         timestamp with time zone,
  inputs_taken     integer not null default 0,
  constraint runbook_executions_pkey PRIMARY KEY (id),
  constraint runbook_executions_mode_check CHECK ((mode = ANY (ARRAY['Auto'::text, 'Interactive'::text])))
) with (fillfactor=80);
CREATE INDEX runbook_executions_by_alarm ON runbook_executions USING btree (account, region, ((alarm ->> 'name'::text))) WHERE ((ended_at IS NULL) AND (alarm IS NOT NULL));
CREATE INDEX runbook_executions_by_incident ON runbook_executions USING btree (account, incident_arn, id) WHERE (incident_arn IS NOT NULL);
CREATE INDEX runbook_executions_by_parent ON runbook_executions USING btree (parent_id, id) WHERE (parent_id IS NOT NULL);
CREATE INDEX runbook_executions_by_start ON runbook_executions USING btree (account, region, started_at DESC, id DESC);
CREATE INDEX runbook_executions_live ON runbook_executions USING btree (id) WHERE (ended_at IS NULL);

create table runbook_inputs (
  execution_id uuid not null,
  ordinal      integer not null,
  at           timestamp with time zone not null,
  input        jsonb not null,
  why          text not null,
  constraint runbook_inputs_pkey PRIMARY KEY (execution_id, ordinal),
  constraint runbook_inputs_execution_id_fkey FOREIGN KEY (execution_id) REFERENCES runbook_executions(id) ON DELETE CASCADE
);

create table runbook_steps (
  execution_id uuid not null,
  path         text not null,
  ordinal      integer not null,
  id           uuid not null,
  name         text not null,
  action       text not null,
  status       text not null,
  attempt      integer not null,
  inputs       jsonb not null,
  outputs      jsonb not null,
  failure      jsonb,
  started_at   timestamp with time zone not null,
  ended_at     timestamp with time zone,
  deadline     timestamp with time zone,
  waits        text,
  progress     jsonb,
  parent       jsonb,
  acting       integer,
  constraint runbook_steps_pkey PRIMARY KEY (execution_id, path),
  constraint runbook_steps_execution_id_fkey FOREIGN KEY (execution_id) REFERENCES runbook_executions(id) ON DELETE CASCADE
) with (fillfactor=80);
CREATE UNIQUE INDEX runbook_steps_by_id ON runbook_steps USING btree (id);
CREATE UNIQUE INDEX runbook_steps_by_ordinal ON runbook_steps USING btree (execution_id, ordinal);
CREATE INDEX runbook_steps_latest ON runbook_steps USING btree (execution_id, name, ordinal DESC);

create table secret_stages (
  secret  uuid not null,
  stage   text not null,
  account text not null,
  version text not null,
  constraint secret_stages_pkey PRIMARY KEY (secret, stage),
  constraint secret_stages_secret_version_fkey FOREIGN KEY (secret, version) REFERENCES secret_versions(secret, id) ON DELETE CASCADE
);
CREATE INDEX secret_stages_of_version ON secret_stages USING btree (secret, version);

create table secret_versions (
  secret       uuid not null,
  id           text not null,
  account      text not null,
  sealed_key   bytea not null,
  sealed_value bytea not null,
  serial       bigint not null,
  created_at   timestamp with time zone not null,
  accessed_on  timestamp with time zone,
  constraint secret_versions_pkey PRIMARY KEY (secret, id),
  constraint secret_versions_secret_fkey FOREIGN KEY (secret) REFERENCES secrets(id) ON DELETE CASCADE
);

create table secrets (
  id           uuid not null,
  account      text not null,
  region       text not null,
  name         text not null,
  suffix       text not null,
  description  text,
  kms_key_id   text,
  tags         jsonb not null default '{}'::jsonb,
  policy       text,
  token        text not null,
  created_at   timestamp with time zone not null,
  changed_at   timestamp with time zone not null,
  accessed_on  timestamp with time zone,
  delete_after timestamp with time zone,
  constraint secrets_pkey PRIMARY KEY (id),
  constraint secrets_account_region_name_key UNIQUE (account, region, name)
);
CREATE INDEX secrets_to_delete ON secrets USING btree (id) WHERE (delete_after IS NOT NULL);

create table shift_swaps (
  id               uuid not null,
  account          text not null,
  region           text not null,
  status           text not null,
  note             text,
  give_rotation_id uuid not null,
  give_contact     text not null,
  give_start_at    timestamp with time zone not null,
  give_end_at      timestamp with time zone not null,
  take_rotation_id uuid not null,
  take_contact     text not null,
  take_start_at    timestamp with time zone not null,
  take_end_at      timestamp with time zone not null,
  created_at       timestamp with time zone not null,
  created_by       text not null,
  answered_at      timestamp with time zone,
  answered_by      text,
  constraint shift_swaps_pkey PRIMARY KEY (id),
  constraint shift_swaps_give_rotation_id_fkey FOREIGN KEY (give_rotation_id) REFERENCES rotations(id) ON DELETE CASCADE,
  constraint shift_swaps_take_rotation_id_fkey FOREIGN KEY (take_rotation_id) REFERENCES rotations(id) ON DELETE CASCADE,
  constraint shift_swaps_check CHECK ((give_end_at > give_start_at)),
  constraint shift_swaps_check1 CHECK ((take_end_at > take_start_at)),
  constraint shift_swaps_status_check CHECK ((status = ANY (ARRAY['offered'::text, 'accepted'::text, 'declined'::text, 'withdrawn'::text])))
);
CREATE INDEX shift_swaps_of_account ON shift_swaps USING btree (account, region, id);
CREATE INDEX shift_swaps_of_given_rotation ON shift_swaps USING btree (give_rotation_id);
CREATE INDEX shift_swaps_of_taken_rotation ON shift_swaps USING btree (take_rotation_id);

create table signal_groups (
  account       text not null,
  plan_name     text not null,
  key           text not null,
  dedupe_string text not null,
  until         timestamp with time zone not null,
  constraint signal_groups_pkey PRIMARY KEY (account, plan_name, key)
);
CREATE INDEX signal_groups_by_time ON signal_groups USING btree (until);

create table signals (
  account        text not null,
  plan_name      text not null,
  key            text not null,
  incident_id    uuid not null,
  firing         boolean not null,
  fired          bigint not null,
  first_fired_at timestamp with time zone not null,
  last_fired_at  timestamp with time zone not null,
  last_event     uuid not null,
  recovered_at   timestamp with time zone,
  recoveries     bigint not null,
  recent         timestamp with time zone[] not null,
  constraint signals_pkey PRIMARY KEY (account, plan_name, key)
) with (fillfactor=85);
CREATE INDEX signals_by_incident ON signals USING btree (account, incident_id);
CREATE INDEX signals_by_key ON signals USING btree (account, key);
CREATE INDEX signals_by_time ON signals USING btree (last_fired_at);
CREATE INDEX signals_firing ON signals USING btree (account, incident_id) WHERE firing;

create table silenced_incidents (
  silence_id  uuid not null,
  incident_id uuid not null,
  account     text not null,
  names       text[] not null,
  at          timestamp with time zone not null,
  released_at timestamp with time zone,
  constraint silenced_incidents_pkey PRIMARY KEY (silence_id, incident_id),
  constraint silenced_incidents_silence_id_fkey FOREIGN KEY (silence_id) REFERENCES silences(id)
);
CREATE INDEX silenced_incidents_by_incident ON silenced_incidents USING btree (incident_id);
CREATE INDEX silenced_incidents_held ON silenced_incidents USING btree (incident_id) WHERE (released_at IS NULL);
CREATE INDEX silenced_incidents_waiting ON silenced_incidents USING btree (silence_id, incident_id) WHERE (released_at IS NULL);

create table silences (
  id               uuid not null,
  account          text not null,
  scope            text not null,
  target           text,
  reason           text not null,
  starts_at        timestamp with time zone not null,
  ends_at          timestamp with time zone not null,
  include_critical boolean not null,
  created_at       timestamp with time zone not null,
  created_by       text not null,
  modified_at      timestamp with time zone not null,
  modified_by      text not null,
  over_at          timestamp with time zone,
  settled_at       timestamp with time zone,
  constraint silences_pkey PRIMARY KEY (id),
  constraint silences_check CHECK (((target IS NULL) = (scope = 'everything'::text))),
  constraint silences_check1 CHECK ((ends_at >= starts_at)),
  constraint silences_scope_check CHECK ((scope = ANY (ARRAY['everything'::text, 'plan'::text, 'rule'::text, 'alarm'::text, 'pattern'::text])))
);
CREATE INDEX silences_by_account ON silences USING btree (account, id DESC);
CREATE INDEX silences_unsettled ON silences USING btree (account, id) WHERE (settled_at IS NULL);

create table stored_parameters (
  account         text not null,
  region          text not null,
  name            text not null,
  type            text not null,
  value           text,
  sealed_value    bytea,
  version         bigint not null,
  description     text,
  allowed_pattern text,
  data_type       text not null,
  tier            text not null,
  key_id          text,
  tags            jsonb not null default '{}'::jsonb,
  modified_at     timestamp with time zone not null,
  modified_by     text not null,
  constraint stored_parameters_pkey PRIMARY KEY (account, region, name),
  constraint stored_parameters_check CHECK (((value IS NULL) <> (sealed_value IS NULL)))
);

create table templates (
  account     text not null,
  plan_name   text,
  kind        text not null,
  parts       jsonb not null,
  modified_at timestamp with time zone not null,
  modified_by text not null,
  constraint templates_account_plan_name_kind_key UNIQUE NULLS NOT DISTINCT (account, plan_name, kind),
  constraint templates_account_plan_name_fkey FOREIGN KEY (account, plan_name) REFERENCES response_plans(account, name) ON DELETE CASCADE
);

create table test_pages (
  id           uuid not null,
  account      text not null,
  region       text not null,
  alias        text not null,
  channel_id   uuid not null,
  channel_type text not null,
  origin       text not null,
  requested_by text not null,
  created_at   timestamp with time zone not null,
  answer_by    timestamp with time zone not null,
  status       text not null,
  attempts     jsonb not null,
  info         text,
  sent_at      timestamp with time zone,
  delivered_at timestamp with time zone,
  answered_at  timestamp with time zone,
  answered_by  text,
  tries        integer not null default 0,
  constraint test_pages_pkey PRIMARY KEY (id),
  constraint test_pages_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES contact_channels(id) ON DELETE CASCADE,
  constraint test_pages_origin_check CHECK ((origin = ANY (ARRAY['asked'::text, 'drill'::text]))),
  constraint test_pages_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'sent'::text, 'unconfirmed'::text, 'delivered'::text, 'answered'::text, 'failed'::text, 'cancelled'::text])))
) with (fillfactor=70);
CREATE INDEX test_pages_by_channel ON test_pages USING btree (channel_id, id DESC);
CREATE INDEX test_pages_by_contact ON test_pages USING btree (account, region, alias, id DESC);

create table timeline_entries (
  account          text not null,
  incident_id      uuid not null,
  seq              bigint not null,
  kind             text not null,
  event_id         uuid not null,
  event_time       timestamp with time zone not null,
  event_type       text not null,
  event_data       text not null,
  event_references jsonb not null,
  actor            text not null,
  written_at       timestamp with time zone not null,
  content_hash     bytea not null,
  hash             bytea not null,
  removed_at       timestamp with time zone,
  constraint timeline_entries_pkey PRIMARY KEY (account, incident_id, seq),
  constraint timeline_entries_kind_check CHECK ((kind = ANY (ARRAY['event'::text, 'change'::text, 'removal'::text])))
);
CREATE INDEX timeline_entries_by_event ON timeline_entries USING btree (event_id, seq);
CREATE INDEX timeline_entries_by_time ON timeline_entries USING btree (incident_id, event_time, seq);
CREATE INDEX timeline_entries_written ON timeline_entries USING btree (account, written_at);

create table timeline_heads (
  account     text not null,
  incident_id uuid not null,
  seq         bigint not null,
  hash        bytea not null,
  followed    boolean not null default false,
  constraint timeline_heads_pkey PRIMARY KEY (account, incident_id)
) with (fillfactor=70);

create table topic_deliveries (
  id           uuid not null,
  account      text not null,
  topic        uuid,
  message      uuid,
  subscription uuid,
  protocol     text not null,
  endpoint     text not null,
  status       text not null,
  attempts     integer not null default 0,
  error        text,
  provider_id  text,
  created_at   timestamp with time zone not null,
  settled_at   timestamp with time zone,
  constraint topic_deliveries_pkey PRIMARY KEY (id),
  constraint topic_deliveries_message_fkey FOREIGN KEY (message) REFERENCES topic_messages(id) ON DELETE CASCADE,
  constraint topic_deliveries_subscription_fkey FOREIGN KEY (subscription) REFERENCES topic_subscriptions(id) ON DELETE SET NULL,
  constraint topic_deliveries_topic_fkey FOREIGN KEY (topic) REFERENCES topics(id) ON DELETE CASCADE,
  constraint topic_deliveries_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text, 'cancelled'::text])))
) with (fillfactor=80);
CREATE INDEX topic_deliveries_by_message ON topic_deliveries USING btree (message);
CREATE INDEX topic_deliveries_by_subscription ON topic_deliveries USING btree (subscription);
CREATE INDEX topic_deliveries_by_topic ON topic_deliveries USING btree (topic, id);
CREATE INDEX topic_deliveries_open ON topic_deliveries USING btree (id) WHERE (status = 'pending'::text);

create table topic_messages (
  id           uuid not null,
  account      text not null,
  topic        uuid,
  key          text,
  subject      text,
  body         text not null,
  structured   boolean not null,
  attributes   jsonb not null,
  published_at timestamp with time zone not null,
  constraint topic_messages_pkey PRIMARY KEY (id),
  constraint topic_messages_topic_key_key UNIQUE (topic, key),
  constraint topic_messages_topic_fkey FOREIGN KEY (topic) REFERENCES topics(id) ON DELETE CASCADE
);
CREATE INDEX topic_messages_by_age ON topic_messages USING btree (published_at);

create table topic_signing_key (
  id          smallint not null,
  sealed_key  bytea not null,
  certificate text not null,
  created_at  timestamp with time zone not null,
  constraint topic_signing_key_pkey PRIMARY KEY (id),
  constraint topic_signing_key_id_check CHECK ((id = 1))
);

create table topic_subscriptions (
  id            uuid not null,
  topic         uuid not null,
  account       text not null,
  protocol      text not null,
  endpoint      text not null,
  attributes    jsonb not null,
  principal     text not null,
  created_at    timestamp with time zone not null,
  confirmed_at  timestamp with time zone,
  authenticated boolean not null default false,
  guarded       boolean not null default false,
  constraint topic_subscriptions_pkey PRIMARY KEY (id),
  constraint topic_subscriptions_topic_protocol_endpoint_key UNIQUE (topic, protocol, endpoint),
  constraint topic_subscriptions_topic_fkey FOREIGN KEY (topic) REFERENCES topics(id) ON DELETE CASCADE,
  constraint topic_subscriptions_protocol_check CHECK ((protocol = ANY (ARRAY['http'::text, 'https'::text, 'email'::text, 'email-json'::text, 'sms'::text, 'lambda'::text])))
);
CREATE INDEX topic_subscriptions_by_account ON topic_subscriptions USING btree (account, id);
CREATE INDEX topic_subscriptions_pending ON topic_subscriptions USING btree (created_at) WHERE (confirmed_at IS NULL);

create table topics (
  id         uuid not null,
  account    text not null,
  region     text not null,
  name       text not null,
  attributes jsonb not null,
  tags       jsonb not null,
  deleted    integer not null default 0,
  created_at timestamp with time zone not null,
  constraint topics_pkey PRIMARY KEY (id),
  constraint topics_account_region_name_key UNIQUE (account, region, name)
);
