import type { ContactChannelType } from '#domain/channels';
import type { ContactType } from '#domain/contacts';
import { statement } from '#storage/statement';
import type { KeptAnswer } from './words.ts';

/** A read model: these statements read what other rooms wrote, and write nothing (decision 0055). */

export interface IncidentRow {
  id: string;
  plan_name: string;
  title: string;
  impact: number;
  created_at: Date;
  resolved_at: Date | null;
}

export interface PartRow {
  id: string;
  account: string;
  region: string;
  alias: string;
  contact_type: ContactType;
  root_id: string;
  parent_id: string | null;
  parent_stage: number | null;
  status: 'engaging' | 'acknowledged' | 'stopped' | 'ended';
  stage: number;
  started_at: Date;
  stopped_at: Date | null;
  stop_reason: string | null;
  incident_id: string;
  /** When it was decided; later than `started_at` where the engine was late. */
  created_at: Date;
}

export interface DecisionRow {
  root_id: string;
  at: Date;
  input: { kind: string; engagementId?: string; reason?: string };
  why: string;
  effects: { kind: string; text?: string; engagementId?: string; channelId?: string }[];
  asked: (KeptAnswer & { engagementId: string })[] | null;
}

export interface PageFacts {
  id: string;
  engagement_id: string;
  channel_id: string;
  channel_type: ContactChannelType;
  stage: number;
  attempt: number;
  due_at: Date;
  created_at: Date;
  sent_at: Date | null;
  /** Absent where the page left the message that others still go in. */
  message_status: 'pending' | 'sending' | 'sent' | 'failed' | 'cancelled' | 'folded' | null;
  attempts: number | null;
  error: string | null;
  provider: string | null;
  settled_at: Date | null;
  /** Of the message; what waits. */
  next_at: Date | null;
  waits_for: string | null;
  /** How many pages go in the same message. */
  together: number;
}

export interface TriggerRow {
  incident_id: string;
  event_time: Date;
  written_at: Date;
  event_type: string;
  event_data: string;
}

export interface EventRow {
  id: string;
  accepted_at: Date;
  source: string;
  detail_type: string;
  body: string;
  matched_rules: number;
}

export interface DeliveryRow {
  event_id: string;
  rule: string;
  target_id: string;
  at: Date;
  result: string | null;
  error: string | null;
}

export interface RuleRow {
  name: string;
  pattern: string;
  state: 'ENABLED' | 'DISABLED';
  modified_at: Date;
}

export interface SilencedRow {
  incident_id: string;
  at: Date;
  released_at: Date | null;
  ends_at: Date;
  reason: string;
  created_by: string;
}

/** One try of a message, and what its provider said. */
export interface AttemptFacts {
  /** From 1, over all providers. */
  number: number;
  provider: string;
  provider_id: string | null;
  /** When it was given to the provider; null: the node ended before it could say. */
  handed_at: Date | null;
  answered_at: Date | null;
  /** `refused`: for good; `failed`: surely not sent; `unknown`: perhaps sent. */
  outcome: 'sent' | 'refused' | 'failed' | 'unknown';
  reason: string | null;
}

export interface IncidentAttempt extends AttemptFacts {
  page_id: string;
  engagement_id: string;
  alias: string;
  channel_id: string;
  channel_type: ContactChannelType;
  message_id: string;
}

const ATTEMPT = 'a.number, a.provider, a.provider_id, a.handed_at, a.answered_at, a.outcome, a.reason';

export const factsSql = {
  /** The silences in which incidents were opened, in order. */
  silenced: statement<SilencedRow>(
    'insight.silenced',
    `select c.incident_id, c.at, c.released_at, s.ends_at, s.reason, s.created_by
     from silenced_incidents c join silences s on s.id = c.silence_id
     where c.incident_id = any($1::uuid[]) order by c.incident_id, c.at`,
  ),
  /** Those open at some moment of [$2, $3], newest first; or one. */
  incidents: statement<IncidentRow>(
    'insight.incidents',
    `select i.id, i.plan_name, i.title, i.impact, i.created_at, i.resolved_at from incidents i
     where i.account = $1 and ($4::uuid is null or i.id = $4) and i.created_at <= $3
       and (i.resolved_at is null or i.resolved_at >= $2)
     order by i.created_at desc, i.id desc limit $5`,
  ),
  incident: statement<IncidentRow>(
    'insight.incident',
    `select i.id, i.plan_name, i.title, i.impact, i.created_at, i.resolved_at from incidents i
     where i.account = $1 and i.id = $2`,
  ),
  parts: statement<PartRow>(
    'insight.parts',
    `select e.id, e.account, e.region, e.alias, e.contact_type, e.root_id, e.parent_id, e.parent_stage, e.status, e.stage,
       e.started_at, e.stopped_at, e.stop_reason, e.incident_id, e.created_at
     from engagements e where e.account = $1 and e.incident_id is not null and e.root_id in (
       select r.id from engagements r where r.account = $1 and r.incident_arn = any($2::text[]) and r.parent_id is null)
     order by e.started_at, e.id limit $3`,
  ),
  decisions: statement<DecisionRow>(
    'insight.decisions',
    `select d.root_id, d.at, d.input, d.why, d.effects, d.asked from engagement_decisions d
     where d.root_id = any($1::uuid[]) order by d.at, d.id limit $2`,
  ),
  pages: statement<PageFacts>(
    'insight.pages',
    `select p.id, p.engagement_id, p.channel_id, p.channel_type, p.stage, p.attempt, p.due_at, p.created_at, p.sent_at,
       m.status as message_status, m.attempts, m.error, m.provider, m.settled_at, d.run_at as next_at, d.error as waits_for,
       (select count(*) from pages o where o.message_id = p.message_id)::int as together
     from pages p left join messages m on m.id = p.message_id
       left join due d on d.queue = 'send.' || lower(p.channel_type) and d.key = p.message_id::text
     where p.engagement_id = any($1::uuid[]) order by p.due_at, p.id limit $2`,
  ),
  receipts: statement<{ page_id: string; type: string; at: Date; info: string | null }>(
    'insight.receipts',
    'select r.page_id, r.type, r.at, r.info from page_receipts r where r.page_id = any($1::uuid[]) order by r.page_id, r.seq',
  ),
  /** Every try of the messages of some pages. */
  attempts: statement<AttemptFacts & { page_id: string }>(
    'insight.attempts',
    `select p.id as page_id, ${ATTEMPT} from pages p join message_attempts a on a.message_id = p.message_id
     where p.id = any($1::uuid[]) order by p.id, a.number`,
  ),
  /** Every try of an incident's pages, by when its page was made; after a page's numbered one. */
  attemptsOf: statement<IncidentAttempt>(
    'insight.attemptsOf',
    `select p.id as page_id, p.engagement_id, p.alias, p.channel_id, p.channel_type, p.message_id, ${ATTEMPT}
     from engagements e join pages p on p.engagement_id = e.id join message_attempts a on a.message_id = p.message_id
     where e.account = $1 and e.incident_arn = $2 and ($3::uuid is null or (p.id, a.number) > ($3, $4::int))
     order by p.id, a.number limit $5`,
  ),
  /** The timers of engagement trees, by their roots. */
  timers: statement<{ key: string; run_at: Date }>(
    'insight.timers',
    `select d.key, d.run_at from due d where d.queue = 'engagement' and d.key = any($1::text[])`,
  ),
  triggers: statement<TriggerRow>(
    'insight.triggers',
    `select t.incident_id, t.event_time, t.written_at, t.event_type, t.event_data from timeline_entries t
     where t.account = $1 and t.incident_id = any($2::uuid[]) and t.kind = 'event' and t.event_type = any($3::text[])
     order by t.incident_id, t.seq limit $4`,
  ),
  events: statement<EventRow>(
    'insight.events',
    `select v.id, v.accepted_at, v.source, v.detail_type, v.body, v.matched_rules from events v
     where v.account = $1 and v.region = $2 and v.accepted_at between $3 and $4 order by v.accepted_at desc limit $5`,
  ),
  deliveries: statement<DeliveryRow>(
    'insight.deliveries',
    `select x.event_id, x.rule, x.target_id, x.at, x.result, x.error from event_deliveries x
     where x.account = $1 and x.region = $2 and x.event_id = any($3::uuid[]) order by x.at, x.rule, x.target_id`,
  ),
  rules: statement<RuleRow>(
    'insight.rules',
    `select r.name, r.pattern, r.state, r.modified_at from event_rules r
     where r.account = $1 and r.region = $2 and r.pattern is not null order by r.name limit $3`,
  ),
  /** In which a person has a turn. */
  rotationsWith: statement<{ id: string }>(
    'insight.rotationsWith',
    'select r.id from rotations r where r.account = $1 and r.contacts @> array[$2::text]',
  ),
  /** When a contact's plan was last changed. */
  changedAt: statement<{ alias: string; modified_at: Date }>(
    'insight.changedAt',
    'select c.alias, c.modified_at from contacts c where c.account = $1 and c.region = $2 and c.alias = any($3::text[])',
  ),
};
