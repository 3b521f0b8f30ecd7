import type { Tx } from '#storage/db';
import { ENGAGEMENT_QUEUE, type EngagementRooms } from './apply.ts';
import { eraseSql } from './erase.sql.ts';

/**
 * Ends all of an account's engagements by deleting them, their pages and their timers. Locks in everybody's order: roots, so
 * that no decider is at work; messages, so that none leaves; then pages.
 */
export async function eraseEngagements(
  tx: Tx,
  { due, outbox }: Pick<EngagementRooms, 'due' | 'outbox'>,
  account: string,
): Promise<void> {
  const roots = (await tx.rows(eraseSql.lockRoots, [account])).map(({ id }) => id);
  await due.cancel(tx, ENGAGEMENT_QUEUE, roots);
  await outbox.erase(tx, account);
  await tx.rows(eraseSql.decisions, [roots]);
  await tx.rows(eraseSql.receipts, [account]);
  await tx.rows(eraseSql.pages, [account]);
  await tx.rows(eraseSql.engagements, [account]);
}
