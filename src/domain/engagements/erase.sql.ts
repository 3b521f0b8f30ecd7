import { statement } from '#storage/statement';

/** All that an account has of engagements goes: with its replication set. */
export const eraseSql = {
  lockRoots: statement<{ id: string }>(
    'engagements.lockRoots',
    'select e.id from engagements e where e.account = $1 and e.parent_id is null order by e.id for update',
  ),
  /** The roots of whatever incidents engaged. */
  lockRootsOf: statement<{ id: string }>(
    'engagements.lockRootsOf',
    `select e.id from engagements e where e.account = $1 and e.incident_arn = any($2::text[]) and e.incident_id is not null
       and e.parent_id is null order by e.id for update`,
  ),
  /** The messages that carry pages of these trees, and no others. */
  messagesOf: statement<{ message_id: string }>(
    'engagements.messagesOf',
    `select distinct p.message_id from engagements e join pages p on p.engagement_id = e.id
     where e.root_id = any($1::uuid[]) and not exists (
       select from pages o where o.message_id = p.message_id and o.root_id <> all($1::uuid[]))`,
  ),
  receiptsOf: statement(
    'engagements.forgetReceipts',
    `delete from page_receipts r using pages p, engagements e
     where p.id = r.page_id and e.id = p.engagement_id and e.root_id = any($1::uuid[])`,
  ),
  pagesOf: statement(
    'engagements.forgetPages',
    'delete from pages p using engagements e where e.id = p.engagement_id and e.root_id = any($1::uuid[])',
  ),
  engagementsOf: statement(
    'engagements.forgetEngagements',
    'delete from engagements e where e.root_id = any($1::uuid[])',
  ),
  decisions: statement(
    'engagements.eraseDecisions',
    'delete from engagement_decisions d where d.root_id = any($1::uuid[])',
  ),
  receipts: statement(
    'engagements.eraseReceipts',
    'delete from page_receipts r using pages p where p.id = r.page_id and p.account = $1',
  ),
  pages: statement('engagements.erasePages', 'delete from pages p where p.account = $1'),
  engagements: statement('engagements.erase', 'delete from engagements e where e.account = $1'),
};
