import { statement } from '#storage/statement';
import type { Incident, IncidentStatus } from './incident.ts';

export interface IncidentRow {
  account: string;
  id: string;
  plan_name: string;
  title: string;
  summary: string | null;
  impact: number;
  status: IncidentStatus;
  dedupe_string: string;
  source: string;
  created_by: string;
  invoked_by: string | null;
  resource_arn: string | null;
  chat_channel: Incident['chatChannel'] | null;
  notification_targets: Incident['notificationTargets'];
  created_at: Date;
  modified_at: Date;
  modified_by: string;
  resolved_at: Date | null;
  /** Its instant as JSON has it. */
  resolution_plan: { what: string; by?: string; until?: string } | null;
  resolution_note: string | null;
}

const COLUMNS = `i.account, i.id, i.plan_name, i.title, i.summary, i.impact, i.status, i.dedupe_string, i.source, i.created_by,
  i.invoked_by, i.resource_arn, i.chat_channel, i.notification_targets, i.created_at, i.modified_at, i.modified_by, i.resolved_at,
  i.resolution_plan, i.resolution_note`;

export const incidentsSql = {
  /** Opens incidents, in the order of their dedupe strings; those that are open already are left out of the answer. */
  open: statement<{ id: string }>(
    'incidents.open',
    `insert into incidents (account, id, plan_name, title, title_slug, summary, impact, status, dedupe_string, source, created_by,
       invoked_by, resource_arn, chat_channel, notification_targets, automation_executions, tags, created_at, modified_at, modified_by)
     select n.account, n.id, n.plan_name, n.title, n.title_slug, n.summary, n.impact, 'OPEN', n.dedupe_string, n.source, n.created_by,
       n.invoked_by, n.resource_arn, n.chat_channel, n.notification_targets, '[]', n.tags, $2, $2, n.created_by
     from json_to_recordset($1::json) as n(account text, id uuid, plan_name text, title text, title_slug text, summary text, impact smallint,
       dedupe_string text, source text, created_by text, invoked_by text, resource_arn text, chat_channel jsonb,
       notification_targets jsonb, tags jsonb)
     order by n.account, n.dedupe_string
     on conflict (account, dedupe_string) where status <> 'RESOLVED' do nothing returning id`,
  ),
  /** The open incidents with these dedupe strings, held open until the transaction ends. */
  holdOpen: statement<IncidentRow>(
    'incidents.holdOpen',
    `select ${COLUMNS} from incidents i
     join json_to_recordset($1::json) as n(account text, dedupe_string text)
       on i.account = n.account and i.dedupe_string = n.dedupe_string
     where i.status <> 'RESOLVED' order by i.account, i.dedupe_string for share of i`,
  ),
  /** Held as it is until the transaction ends. */
  hold: statement<IncidentRow>(
    'incidents.hold',
    `select ${COLUMNS} from incidents i where i.account = $1 and i.id = $2 for share`,
  ),
  /** The same for many, by their ids. */
  holdAll: statement<IncidentRow>(
    'incidents.holdAll',
    `select ${COLUMNS} from incidents i where i.account = $1 and i.id = any($2::uuid[]) order by i.id for share`,
  ),
  get: statement<IncidentRow>('incidents.get', `select ${COLUMNS} from incidents i where i.account = $1 and i.id = $2`),
  /** The newest that are not resolved, wait for no silence's end, and name a topic as their chat channel. */
  openWithTopic: statement<IncidentRow>(
    'incidents.openWithTopic',
    `select ${COLUMNS} from incidents i
     where i.account = $1 and i.status in ('OPEN', 'IN_PROGRESS') and i.chat_channel -> 'chatbotSns' ? $2
       and not exists (select from silenced_incidents c where c.incident_id = i.id and c.released_at is null)
     order by i.id desc limit $3`,
  ),
  lock: statement<IncidentRow>(
    'incidents.lock',
    `select ${COLUMNS} from incidents i where i.account = $1 and i.id = $2 for update`,
  ),
  update: statement(
    'incidents.update',
    `update incidents set title = $3, summary = $4, impact = $5, status = $6, chat_channel = $7, notification_targets = $8,
       modified_at = $9, modified_by = $10, resolved_at = $11, title_slug = $12,
       resolution_plan = $13, resolution_note = $14 where account = $1 and id = $2`,
  ),
  /** Those that are not resolved and whose title has this slug, newest first. */
  openBySlug: statement<{ id: string; plan_name: string }>(
    'incidents.openBySlug',
    `select i.id, i.plan_name from incidents i where i.account = $1 and i.title_slug = $2 and i.status <> 'RESOLVED'
     order by i.created_at desc, i.id desc limit $3`,
  ),
  /** Those of a response plan that are not resolved, newest first. */
  openByPlan: statement<{ id: string; plan_name: string }>(
    'incidents.openByPlan',
    `select i.id, i.plan_name from incidents i where i.account = $1 and i.plan_name = $2 and i.status <> 'RESOLVED'
     order by i.created_at desc, i.id desc limit $3`,
  ),
  /** How many are not resolved; $2 stands for all beyond it. */
  countOpen: statement<{ count: number }>(
    'incidents.countOpen',
    `select count(*)::int as count from
       (select 1 from incidents i where i.account = $1 and i.status <> 'RESOLVED' limit $2) as found`,
  ),
  /** Which of these dedupe strings have an incident that is not resolved. */
  openAmong: statement<{ dedupe_string: string }>(
    'incidents.openAmong',
    `select i.dedupe_string from incidents i
     where i.account = $1 and i.dedupe_string = any($2::text[]) and i.status <> 'RESOLVED'`,
  ),
  /** The dedupe strings of those of these that are open. */
  openOf: statement<{ id: string; dedupe_string: string }>(
    'incidents.openOf',
    `select i.id, i.dedupe_string from incidents i where i.account = any($1::text[]) and i.id = any($2::uuid[])
       and i.status <> 'RESOLVED'`,
  ),
  /** Locked, by their ids. */
  lockSome: statement<IncidentRow>(
    'incidents.lockSome',
    `select ${COLUMNS} from incidents i where i.account = $1 and i.id = any($2::uuid[]) order by i.id for update`,
  ),
  /** Which of these are there and not over. */
  unresolved: statement<{ id: string }>(
    'incidents.unresolved',
    `select i.id from incidents i where i.id = any($1::uuid[]) and i.status <> 'RESOLVED'`,
  ),
  openTwin: statement<{ id: string }>(
    'incidents.openTwin',
    `select i.id from incidents i where i.account = $1 and i.dedupe_string = $2 and i.status <> 'RESOLVED' and i.id <> $3 limit 1`,
  ),
  list: statement<IncidentRow>(
    'incidents.list',
    `select ${COLUMNS} from incidents i where i.account = $1
       and ($2::text[] is null or i.status = any($2)) and ($3::int[] is null or i.impact = any($3))
       and ($4::text[] is null or i.created_by = any($4))
       and ($5::timestamptz is null or i.created_at > $5) and ($6::timestamptz is null or i.created_at < $6)
       and ($7::timestamptz is null or (i.created_at, i.id) < ($7, $8::uuid))
       and ($10::text[] is null or i.plan_name = any($10))
       and ($11::text is null or position(lower($11) in lower(i.title || ' ' || coalesce(i.summary, ''))) > 0)
     order by i.created_at desc, i.id desc limit $9`,
  ),
  inProgress: statement<{ id: string }>(
    'incidents.inProgress',
    `select i.id from incidents i where i.account = $1 and i.id = any($2::uuid[]) and i.status = 'IN_PROGRESS'`,
  ),
  touch: statement(
    'incidents.touch',
    'update incidents set modified_at = $3, modified_by = $4 where account = $1 and id = $2',
  ),
  tags: statement<{ plan_name: string; tags: Record<string, string> }>(
    'incidents.tags',
    'select i.plan_name, i.tags from incidents i where i.account = $1 and i.id = $2',
  ),
  lockTags: statement<{ plan_name: string; tags: Record<string, string> }>(
    'incidents.lockTags',
    'select i.plan_name, i.tags from incidents i where i.account = $1 and i.id = $2 for update',
  ),
  saveTags: statement('incidents.saveTags', 'update incidents set tags = $3 where account = $1 and id = $2'),
  delete: statement('incidents.delete', 'delete from incidents i where i.account = $1 and i.id = $2'),
  lockAll: statement<{ id: string }>(
    'incidents.lockAll',
    'select i.id from incidents i where i.account = $1 order by i.account, i.dedupe_string, i.id for update',
  ),
  erase: statement('incidents.erase', 'delete from incidents i where i.account = $1'),
};
