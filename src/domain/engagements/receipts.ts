import type { Tx } from '#storage/db';
import { pagesSql, type ReceiptRow } from './pages.sql.ts';

/** What a receipt keeps of what the provider or the person said. */
const INFO_LENGTH = 2_048;

/** Adds a receipt to each of the pages, after all that they have; locks them in the order in which everybody does. */
export async function addReceipts(
  tx: Tx,
  now: Date,
  pageIds: string[],
  type: ReceiptRow['type'],
  info: string,
): Promise<void> {
  if (pageIds.length === 0) return;
  const kept = info.slice(0, INFO_LENGTH);
  const passedOver = await tx.rows(pagesSql.addReceipt, [pageIds, type, now, kept]);
  await again(tx, now, passedOver, type, kept);
}

/** Records that the pages of messages have left, each with its receipt. */
export async function addSent(tx: Tx, now: Date, sent: { messageId: string; info: string }[]): Promise<void> {
  const rows = sent.map(({ messageId, info }) => ({ message_id: messageId, info: info.slice(0, INFO_LENGTH) }));
  for (const page of await tx.rows(pagesSql.sent, [JSON.stringify(rows), now]))
    await again(tx, now, [page], 'SENT', page.info);
}

/** Pages got a receipt of somebody else's while we waited for them: they are ours now, and a new statement sees it. */
async function again(tx: Tx, now: Date, pages: { id: string }[], type: ReceiptRow['type'], info: string) {
  if (pages.length > 0) await tx.rows(pagesSql.addReceipt, [pages.map((page) => page.id), type, now, info]);
}
