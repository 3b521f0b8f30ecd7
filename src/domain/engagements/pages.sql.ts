import type { ContactChannelType } from '#domain/channels';
import { statement } from '#storage/statement';
import type { EngagementStatus } from './engagement.ts';

export interface PageRow {
  id: string;
  account: string;
  region: string;
  alias: string;
  engagement_id: string;
  root_id: string;
  channel_id: string;
  channel_type: ContactChannelType;
  stage: number;
  attempt: number;
  due_at: Date;
  created_at: Date;
  message_id: string;
  sent_at: Date | null;
  delivered_at: Date | null;
  read_at: Date | null;
  /** The round of the engagement in which it was decided; only of the present one does it still leave or count. */
  round: number;
  /** Of the engagement it belongs to. */
  engagement_round: number;
  status: EngagementStatus;
  stop_reason: string | null;
  incident_id: string | null;
  incident_arn: string | null;
  severity: number;
  sender: string;
  subject: string;
  content: string;
  public_subject: string | null;
  public_content: string | null;
  /** It belongs to an acknowledgement that may time out: another answer lets the wait begin anew. */
  waits: boolean;
}

export interface ReceiptRow {
  page_id: string;
  seq: number;
  type: 'SENT' | 'DELIVERED' | 'READ' | 'ERROR' | 'STOP';
  at: Date;
  info: string | null;
}

const PAGE = `p.id, p.account, p.region, p.alias, p.engagement_id, p.root_id, p.channel_id, p.channel_type, p.stage, p.attempt,
  p.due_at, p.created_at, p.message_id, p.sent_at, p.delivered_at, p.read_at, p.round, e.round as engagement_round, e.status, e.stop_reason, e.incident_id,
  e.incident_arn, e.severity, e.sender, e.subject, e.content, e.public_subject, e.public_content,
  e.status = 'acknowledged' and (select r.repage_at is not null from engagements r where r.id = p.root_id) as waits`;
const FROM = 'from pages p join engagements e on e.id = p.engagement_id';
/**
 * A receipt ($type, $at, $info) to each page of `mine`, which is locked. It is numbered by what the statement saw when it
 * began; where another receipt has come meanwhile, the page is passed over.
 */
const noted = (type: string, at: string, info: string) => `noted as (
       insert into page_receipts (page_id, seq, type, at, info)
       select x.id, coalesce((select max(r.seq) from page_receipts r where r.page_id = x.id), 0) + 1, ${type}, ${at}, ${info}
       from mine x on conflict (page_id, seq) do nothing returning page_id
     )`;

export const pagesSql = {
  /** Whether anything is live for a contact, or was answered or ran out since a page of theirs after $4. */
  isPaged: statement<{ paged: boolean }>(
    'pages.isPaged',
    `select exists (
       select 1 from engagements e where e.account = $1 and e.region = $2 and e.alias = $3 and e.status = 'engaging'
     ) or exists (
       select 1 from pages p join engagements e on e.id = p.engagement_id
       where p.account = $1 and p.region = $2 and p.alias = $3 and p.id > $4::uuid and e.status in ('acknowledged', 'ended')
     ) as paged`,
  ),
  insert: statement(
    'pages.insert',
    `insert into pages (id, account, region, alias, engagement_id, root_id, channel_id, channel_type, stage, attempt, due_at,
       created_at, message_id, round)
     select n.id, n.account, n.region, n.alias, n.engagement_id, n.root_id, n.channel_id, n.channel_type, n.stage, n.attempt,
       n.due_at, $2, n.message_id, n.round
     from json_to_recordset($1::json) as n(id uuid, account text, region text, alias text, engagement_id uuid, root_id uuid,
       channel_id uuid, channel_type text, stage integer, attempt integer, due_at timestamptz, message_id uuid, round integer)`,
  ),
  ofMessages: statement<PageRow>(
    'pages.ofMessages',
    `select ${PAGE} ${FROM} where p.message_id = any($1::uuid[]) order by p.id`,
  ),
  /** The latest page to a person that waits for an answer; of one incident, where $4 names it. */
  waitingFor: statement<PageRow>(
    'pages.waitingFor',
    `select ${PAGE} ${FROM} where p.account = $1 and p.region = $2 and p.alias = $3 and p.read_at is null
       and e.status in ('engaging', 'ended') and p.round = e.round and ($4::text is null or e.incident_arn = $4)
     order by p.id desc limit 1`,
  ),
  /**
   * Of engagements of trees, in their present round: whether every page of the stage that runs has failed for good (refused, never
   * left, not delivered), and whether every page has. Engagements without pages are left out.
   */
  failed: statement<{ root_id: string; engagement_id: string; stage: boolean; all: boolean }>(
    'pages.failed',
    `select f.root_id, f.engagement_id, coalesce(bool_and(f.failed) filter (where f.is_present), false) as stage,
       bool_and(f.failed) as all
     from (
       select p.root_id, p.engagement_id, p.stage = e.stage and p.due_at >= e.stage_started_at as is_present, p.read_at is null and p.delivered_at is null
         and coalesce(m.status = 'failed' or (m.status = 'cancelled' and p.sent_at is null) or m.fate = 'failed', false) as failed
       from pages p join engagements e on e.id = p.engagement_id left join messages m on m.id = p.message_id
       where p.root_id = any($1::uuid[]) and p.round = e.round
     ) f group by f.root_id, f.engagement_id`,
  ),
  /** Which of these messages carry pages. */
  carriedBy: statement<{ message_id: string }>(
    'pages.carriedBy',
    'select distinct p.message_id from pages p where p.message_id = any($1::uuid[])',
  ),
  regroup: statement(
    'pages.regroup',
    `update pages p set message_id = $2 from (select x.id from pages x where x.message_id = any($1::uuid[]) order by x.id for update) mine
     where p.id = mine.id`,
  ),
  /** Pages that nobody needs any more leave the message that others still go in: what becomes of it is not said of them. */
  leave: statement(
    'pages.leave',
    `update pages p set message_id = p.id from (select x.id from pages x where x.id = any($1::uuid[]) order by x.id for update) mine
     where p.id = mine.id`,
  ),
  get: statement<PageRow>('pages.get', `select ${PAGE} ${FROM} where p.id = $1 and p.account = $2 and p.region = $3`),
  byId: statement<PageRow>('pages.byId', `select ${PAGE} ${FROM} where p.id = $1`),
  byEngagement: statement<PageRow>(
    'pages.byEngagement',
    `select ${PAGE} ${FROM} where p.engagement_id = $1 and ($2::uuid is null or p.id < $2) order by p.id desc limit $3`,
  ),
  byContact: statement<PageRow>(
    'pages.byContact',
    `select ${PAGE} ${FROM} where p.account = $1 and p.region = $2 and p.alias = $3 and ($4::uuid is null or p.id < $4)
     order by p.id desc limit $5`,
  ),
  /** The pages of messages have left, each with its receipt. Answers those that were passed over: `addReceipt`. */
  sent: statement<{ id: string; info: string }>(
    'pages.sent',
    `with n as (select * from json_to_recordset($1::json) as n(message_id uuid, info text)),
     mine as (select p.id, n.info from pages p join n on n.message_id = p.message_id order by p.id for update of p),
     left_now as (update pages p set sent_at = coalesce(p.sent_at, $2) from mine where p.id = mine.id),
     ${noted("'SENT'", '$2', 'x.info')}
     select x.id, x.info from mine x where x.id not in (select n.page_id from noted n)`,
  ),
  delivered: statement('pages.delivered', 'update pages set delivered_at = coalesce(delivered_at, $2) where id = $1'),
  deliveredAll: statement(
    'pages.deliveredAll',
    `update pages p set delivered_at = coalesce(p.delivered_at, $2)
     from (select x.id from pages x where x.id = any($1::uuid[]) order by x.id for update) mine where p.id = mine.id`,
  ),
  /** The latest pages to channels, made since $2: what a code in a reply can mean. */
  toChannels: statement<PageRow>(
    'pages.toChannels',
    `select ${PAGE} ${FROM} where p.channel_id = any($1::uuid[]) and p.created_at >= $2 order by p.id desc limit $3`,
  ),
  /** The message that came last to channels, since $2: what a reply without a code means. */
  lastToChannels: statement<{ message_id: string }>(
    'pages.lastToChannels',
    `select p.message_id from pages p where p.channel_id = any($1::uuid[]) and p.created_at >= $2 and p.sent_at is not null
     order by p.sent_at desc, p.id desc limit 1`,
  ),
  read: statement(
    'pages.read',
    `update pages p set read_at = coalesce(p.read_at, $2)
     from (select x.id from pages x where x.id = any($1::uuid[]) order by x.id for update) mine where p.id = mine.id`,
  ),
  /**
   * Receipts in the order they came. A statement that waits for a lock does not see what was written meanwhile, so it
   * answers the pages that it passed over for that: locked now, they take theirs the next time.
   */
  addReceipt: statement<{ id: string }>(
    'pages.addReceipt',
    `with mine as (select p.id from pages p where p.id = any($1::uuid[]) order by p.id for update),
     ${noted('$2', '$3', '$4')}
     select x.id from mine x where x.id not in (select n.page_id from noted n)`,
  ),
  /** The pages of engagements that went out and were not read. */
  unread: statement<{ id: string; engagement_id: string }>(
    'pages.unread',
    `select p.id, p.engagement_id from pages p where p.engagement_id = any($1::uuid[]) and p.sent_at is not null and p.read_at is null
     order by p.id`,
  ),
  receipts: statement<ReceiptRow>(
    'pages.receipts',
    'select r.page_id, r.seq, r.type, r.at, r.info from page_receipts r where r.page_id = $1 and r.seq > $2 order by r.seq limit $3',
  ),
};
