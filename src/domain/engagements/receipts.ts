import type { Tx } from '#storage/db';
import { pagesSql, type ReceiptRow } from './pages.sql.ts';

/** What a receipt keeps of what the provider or the person said. */
const INFO_LENGTH = 2_048;

/** Adds a receipt to each of the pages, in the order in which everybody locks them. */
export async function addReceipts(
  tx: Tx,
  now: Date,
  pageIds: string[],
  type: ReceiptRow['type'],
  info: string,
): Promise<void> {
  if (pageIds.length === 0) return;
  await tx.rows(pagesSql.lock, [pageIds]);
  await tx.rows(pagesSql.addReceipt, [pageIds, type, now, info.slice(0, INFO_LENGTH)]);
}
