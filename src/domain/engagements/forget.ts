import type { Tx } from '#storage/db';
import { ENGAGEMENT_QUEUE, type EngagementRooms } from './apply.ts';
import { eraseSql } from './erase.sql.ts';

/**
 * Deletes all that is known of whom incidents engaged: engagements, decisions, pages, receipts, and the messages that carried
 * nothing else. Roots are locked first, by id, as everywhere.
 */
export async function forgetEngagements(
  tx: Tx,
  { due, outbox }: Pick<EngagementRooms, 'due' | 'outbox'>,
  account: string,
  incidentArns: string[],
): Promise<number> {
  const roots = (await tx.rows(eraseSql.lockRootsOf, [account, incidentArns])).map(({ id }) => id);
  if (roots.length === 0) return 0;
  await due.cancel(tx, ENGAGEMENT_QUEUE, roots);
  const alone = (await tx.rows(eraseSql.messagesOf, [roots])).map(({ message_id: id }) => id);
  await outbox.forget(tx, alone);
  await tx.rows(eraseSql.decisions, [roots]);
  await tx.rows(eraseSql.receiptsOf, [roots]);
  await tx.rows(eraseSql.pagesOf, [roots]);
  await tx.rows(eraseSql.engagementsOf, [roots]);
  return roots.length;
}
