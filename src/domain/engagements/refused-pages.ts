import type { Message } from '#domain/channels';
import type { Tx } from '#storage/db';
import { applyAll, type Case, type EngagementRooms } from './apply.ts';
import { readBook } from './book.ts';
import { lockTrees } from './lock.ts';
import { pagesSql } from './pages.sql.ts';
import { toMatter, toTree } from './rows.ts';

/**
 * The pages of this message will never leave: where nobody at all was reached by their stages, the next ones begin at once. Their
 * engagements are locked.
 */
export async function pagesRefused(tx: Tx, now: Date, rooms: EngagementRooms, message: Message): Promise<void> {
  const pages = await tx.rows(pagesSql.ofMessages, [[message.id]]);
  const byRoot = Map.groupBy(pages, ({ root_id }) => root_id);
  const trees = await lockTrees(tx, [...byRoot.keys()]);
  const failed = Map.groupBy(await tx.rows(pagesSql.failed, [[...byRoot.keys()]]), ({ root_id }) => root_id);
  const cases = [...trees].map(([root, rows]): Case => {
    const engagementIds = [...new Set(byRoot.get(root)!.map(({ engagement_id }) => engagement_id))];
    const became = (failed.get(root) ?? []).map(({ engagement_id, stage, all }) => [engagement_id, { stage, all }]);
    const input = { kind: 'refused' as const, engagementIds, pages: Object.fromEntries(became) };
    return { was: toTree(rows)!, matter: toMatter(rows[0]!), input };
  });
  const contacts = cases.flatMap(({ was }) => was.all.map(({ contact }) => contact));
  await applyAll(tx, now, rooms, await readBook(tx, now, rooms, contacts), cases);
}
