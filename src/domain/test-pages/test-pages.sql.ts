import type { ChannelType } from '#domain/channels';
import { statement } from '#storage/statement';
import type { Attempt, Origin, TestPage, TestStatus } from './test-page.ts';

export interface TestPageRow {
  id: string;
  account: string;
  region: string;
  alias: string;
  channel_id: string;
  channel_type: ChannelType;
  origin: Origin;
  requested_by: string;
  created_at: Date;
  answer_by: Date;
  status: TestStatus;
  attempts: Attempt[];
  info: string | null;
  sent_at: Date | null;
  delivered_at: Date | null;
  answered_at: Date | null;
  answered_by: string | null;
  tries: number;
}

const ROW = `t.id, t.account, t.region, t.alias, t.channel_id, t.channel_type, t.origin, t.requested_by, t.created_at, t.answer_by,
  t.status, t.attempts, t.info, t.sent_at, t.delivered_at, t.answered_at, t.answered_by, t.tries`;

export const testPagesSql = {
  insert: statement(
    'testPages.insert',
    `insert into test_pages (id, account, region, alias, channel_id, channel_type, origin, requested_by, created_at, answer_by,
       status, attempts)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', '[]')`,
  ),
  save: statement(
    'testPages.save',
    `update test_pages set status = $2, attempts = $3, info = $4, sent_at = $5, delivered_at = $6, answered_at = $7,
       answered_by = $8, tries = $9 where id = $1`,
  ),
  /** How many were asked for of a channel since then. */
  countAsked: statement<{ count: number }>(
    'testPages.countAsked',
    `select count(*)::int as count from test_pages t where t.channel_id = $1 and t.origin = 'asked' and t.created_at > $2`,
  ),
  byId: statement<TestPageRow>('testPages.byId', `select ${ROW} from test_pages t where t.id = $1`),
  lock: statement<TestPageRow>('testPages.lock', `select ${ROW} from test_pages t where t.id = $1 for update`),
  /** Of one contact, newest first, after a position. */
  list: statement<TestPageRow>(
    'testPages.list',
    `select ${ROW} from test_pages t where t.account = $1 and t.region = $2 and t.alias = $3
       and ($4::uuid is null or t.id < $4) order by t.id desc limit $5`,
  ),
  /** What went to these channels since then and can be answered, newest first. */
  answerable: statement<TestPageRow>(
    'testPages.answerable',
    `select ${ROW} from test_pages t where t.channel_id = any($1::uuid[]) and t.created_at > $2
       and t.status not in ('answered', 'cancelled') order by t.id desc limit 100`,
  ),
  /** The newest of each of an account's channels of an origin (null: of any), $4 of each at most. */
  latest: statement<TestPageRow>(
    'testPages.latest',
    `select ${ROW} from contact_channels h cross join lateral (
       select x.* from test_pages x where x.channel_id = h.id and ($3::text is null or x.origin = $3)
       order by x.id desc limit $4
     ) t where h.account = $1 and ($2::jsonb is null or exists (
       select 1 from jsonb_to_recordset($2) as n(region text, alias text) where n.region = h.region and n.alias = h.alias
     )) order by t.channel_id, t.id desc`,
  ),
  /** What is so old that no score counts it. */
  forget: statement('testPages.forget', 'delete from test_pages t where t.channel_id = $1 and t.created_at < $2'),
};

export function toTestPage(row: TestPageRow): TestPage {
  return {
    id: row.id,
    contact: { account: row.account, region: row.region, alias: row.alias },
    channelId: row.channel_id,
    channelType: row.channel_type,
    origin: row.origin,
    requestedBy: row.requested_by,
    createdAt: row.created_at,
    answerBy: row.answer_by,
    status: row.status,
    attempts: row.attempts,
    tries: row.tries,
    ...(row.info === null ? {} : { info: row.info }),
    ...(row.sent_at ? { sentAt: row.sent_at } : {}),
    ...(row.delivered_at ? { deliveredAt: row.delivered_at } : {}),
    ...(row.answered_at ? { answeredAt: row.answered_at } : {}),
    ...(row.answered_by === null ? {} : { answeredBy: row.answered_by }),
  };
}

/** The values of `save`. */
export const saved = (page: TestPage): unknown[] => [
  page.id,
  page.status,
  JSON.stringify(page.attempts),
  page.info ?? null,
  page.sentAt ?? null,
  page.deliveredAt ?? null,
  page.answeredAt ?? null,
  page.answeredBy ?? null,
  page.tries,
];
