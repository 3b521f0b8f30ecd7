import { eventTypes } from '#domain/timeline';
import type { Tx } from '#storage/db';
import { applyAll, type Case, type EngagementRooms, onTimeline, pageData } from './apply.ts';
import { readBook } from './book.ts';
import { isLive } from './engagement.ts';
import type { EngagementRow } from './engagements.sql.ts';
import { lockTrees } from './lock.ts';
import { type PageRow, pagesSql } from './pages.sql.ts';
import { addReceipts } from './receipts.ts';
import { toMatter, toTree } from './rows.ts';

/** What was answered: a page, or every page in a message. */
export type Answered = { page: PageRow } | { messageId: string };

/** Two pages are about the same matter: one incident, or one engagement without one. */
const sameMatter = (a: PageRow, b: PageRow) => (a.incident_id ?? a.root_id) === (b.incident_id ?? b.root_id);

/** The pages that an answer counts for: those of the message, or of those only the ones about the same incident. */
async function meantBy(tx: Tx, answered: Answered): Promise<PageRow[]> {
  if ('messageId' in answered) return tx.rows(pagesSql.ofMessages, [[answered.messageId]]);
  const { page } = answered;
  const others = await tx.rows(pagesSql.ofMessages, [[page.message_id]]);
  return [page, ...others.filter((other) => other.id !== page.id && sameMatter(other, page))];
}

/**
 * Answers a page, and with it every page about the same incident that came in the same message: its reader saw one code. Or
 * all pages of a message. Locks the engagements first, in order, as every decider does; then what it finds is how it stands.
 * Says whether it answered any: of two answers at once, one does.
 */
export async function answer(
  tx: Tx,
  now: Date,
  rooms: EngagementRooms,
  answered: Answered,
  info: string,
  by: string,
): Promise<boolean> {
  const roots = new Set((await meantBy(tx, answered)).map((page) => page.root_id));
  // Every lock before the first line on the timeline: whoever else decides takes them in this order, too.
  await lockTrees(tx, [...roots]);
  // Read again: while this waited, pages may have been answered, or drawn into another message.
  const again = 'page' in answered ? { page: (await tx.first(pagesSql.byId, [answered.page.id]))! } : answered;
  const pages = (await meantBy(tx, again)).filter((one) => roots.has(one.root_id) && !one.read_at);
  // Of each tree one page at a time: the next one finds the tree as that one has left it.
  const byRoot = [...Map.groupBy(pages, (page) => page.root_id).values()];
  for (let round = 0; byRoot.some((own) => own.length > round); round++) {
    await answerRound(
      tx,
      now,
      rooms,
      byRoot.flatMap((own) => own[round] ?? []),
      info,
      by,
    );
  }
  return pages.length > 0;
}

/** Pages of different trees, all answered by the same number of statements. */
async function answerRound(
  tx: Tx,
  now: Date,
  rooms: EngagementRooms,
  pages: PageRow[],
  info: string,
  by: string,
): Promise<void> {
  const trees = await lockTrees(
    tx,
    pages.map((page) => page.root_id),
  );
  const ids = pages.map((page) => page.id);
  await tx.rows(pagesSql.read, [ids, now]);
  await addReceipts(tx, now, ids, 'READ', info);
  const answers = pages.map((page) => answerOf(page, trees.get(page.root_id)!));
  await rooms.timeline.append(
    tx,
    now,
    answers.flatMap(({ one, matter }) => onTimeline(now, matter, eventTypes.acknowledgement, pageData(one), by)),
  );
  // A page of an earlier round says nothing of the present one. Of an acknowledged tree that waits, a further answer counts.
  const cases = answers.flatMap(({ page, one, was, matter }): Case[] =>
    page.round === was.root.round && (isLive(one) || was.root.repageAt)
      ? [{ was, matter, input: { kind: 'acknowledged', engagementId: one.id } }]
      : [],
  );
  const people = cases.flatMap(({ was }) => was.all.map((part) => part.contact));
  if (cases.length > 0) await applyAll(tx, now, rooms, await readBook(tx, now, rooms, people), cases);
}

function answerOf(page: PageRow, rows: EngagementRow[]) {
  const was = toTree(rows)!;
  const one = was.all.find((candidate) => candidate.id === page.engagement_id)!;
  return { page, one, was, matter: toMatter(rows[0]!) };
}
