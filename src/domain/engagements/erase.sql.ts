import { statement } from '#storage/statement';

/** All that an account has of engagements goes: with its replication set. */
export const eraseSql = {
  lockRoots: statement<{ id: string }>(
    'engagements.lockRoots',
    'select e.id from engagements e where e.account = $1 and e.parent_id is null order by e.id for update',
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
