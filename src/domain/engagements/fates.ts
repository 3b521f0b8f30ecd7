import type { Fate, Message } from '#domain/channels';
import type { PageFailure } from '#domain/contacts';
import type { NewEvent } from '#domain/timeline';
import { SECOND } from '#kernel/clock';
import { count } from '#kernel/text';
import type { Tx } from '#storage/db';
import { applyAll, type Case, type EngagementRooms } from './apply.ts';
import { readBook } from './book.ts';
import { isLive } from './engagement.ts';
import { inVain } from './hurry.ts';
import { lockTrees } from './lock.ts';
import { type PageRow, pagesSql } from './pages.sql.ts';
import { addReceipts } from './receipts.ts';
import { toMatter, toTree } from './rows.ts';
import { tell } from './tell.ts';

/** Locks the engagements that a message pages for. */
export async function holdPages(tx: Tx, messageId: string): Promise<void> {
  const pages = await tx.rows(pagesSql.ofMessages, [[messageId]]);
  await lockTrees(tx, rootsOf(pages));
}

/**
 * What became of pages after their provider had taken them: a receipt, and where they were in vain, the next stage at once and
 * a line on the timeline. Their engagements are locked. Answers whether somebody waits for the message still, and for nothing else.
 */
export async function pagesFated(
  tx: Tx,
  now: Date,
  rooms: EngagementRooms,
  message: Message,
  fate: Fate,
): Promise<boolean> {
  const pages = await tx.rows(pagesSql.ofMessages, [[message.id]]);
  // Receipts never go back: what was read has surely arrived.
  const open = pages.filter(({ read_at, delivered_at }) => !read_at && !delivered_at);
  const ids = open.map(({ id }) => id);
  if (fate.kind === 'delivered') {
    await tx.rows(pagesSql.deliveredAll, [ids, now]);
    await addReceipts(tx, now, ids, 'DELIVERED', fate.info);
    await rooms.contactChannels.clearFlags(tx, [message.channelId]);
    return false;
  }
  if (fate.kind === 'failed') await addReceipts(tx, now, ids, 'ERROR', fate.info);
  // What is settled needs nobody any more: no next stage, and no line that would alarm its readers.
  const wanted = open.filter((page) => isLive(page) && page.round === page.engagement_round);
  const moved = new Set(await hurry(tx, now, rooms, wanted));
  const what =
    fate.kind === 'failed'
      ? `Page not delivered: ${fate.info}`
      : `Page taken by its provider and not confirmed within ${count(Math.round(fate.withinMs / SECOND), 'second')}`;
  const then = (page: PageRow) => (moved.has(page.root_id) ? '; the next stage begins at once' : '');
  const permanent = fate.kind === 'failed' && fate.permanent === true;
  const failure = permanent ? { permanent, reason: fate.info } : { permanent: false as const };
  const flag = await flagged(tx, now, rooms, pages, message.channelId, failure);
  await rooms.timeline.append(tx, now, [...tell(now, wanted, (page) => `${what}${then(page)}`), ...flag]);
  return wanted.length > 0 && moved.size === 0;
}

/** Flags a channel for a page that failed; what the timelines of the pages' incidents say of it, where that is news. */
export async function flagged(
  tx: Tx,
  now: Date,
  { contactChannels }: Pick<EngagementRooms, 'contactChannels'>,
  pages: PageRow[],
  channelId: string,
  failure: PageFailure,
): Promise<NewEvent[]> {
  const flag = await contactChannels.pageFailed(tx, now, channelId, failure);
  if (!flag) return [];
  return tell(now, pages, () => `This channel is in doubt now: ${flag.reason}. ${flag.whatToDo}`);
}

/** No provider can take the message of these pages now: the next stage begins at once, and the page goes on being tried. */
export async function pagesStuck(
  tx: Tx,
  now: Date,
  rooms: EngagementRooms,
  message: Message,
  reason: string,
): Promise<void> {
  const pages = await tx.rows(pagesSql.ofMessages, [[message.id]]);
  const wanted = pages.filter((page) => isLive(page) && !page.read_at && page.round === page.engagement_round);
  const moved = new Set(await hurry(tx, now, rooms, wanted));
  const then = (page: PageRow) =>
    moved.has(page.root_id) ? 'The next stage begins at once, and this page is tried on' : 'It is tried on';
  await rooms.timeline.append(
    tx,
    now,
    tell(now, wanted, (page) => `Page held up: no provider can take it now (${reason}). ${then(page)}.`),
  );
}

/** Answers the roots of those trees in which a next stage has begun. */
async function hurry(tx: Tx, now: Date, rooms: EngagementRooms, pages: PageRow[]): Promise<string[]> {
  const trees = await lockTrees(tx, rootsOf(pages));
  const contacts = [...trees.values()].flatMap((rows) => toTree(rows)?.all.map(({ contact }) => contact) ?? []);
  const book = await readBook(tx, now, rooms, contacts);
  const byRoot = Map.groupBy(pages, ({ root_id }) => root_id);
  const cases = [...trees].flatMap(([root, rows]): Case[] => {
    const was = toTree(rows)!;
    const [engagementId] = byRoot
      .get(root)!
      .flatMap(({ engagement_id, stage }) => inVain(was, book, engagement_id, stage) ?? []);
    return engagementId ? [{ was, matter: toMatter(rows[0]!), input: { kind: 'hurried', engagementId } }] : [];
  });
  await applyAll(tx, now, rooms, book, cases);
  return cases.map(({ was }) => was.root.id);
}

const rootsOf = (pages: PageRow[]) => [...new Set(pages.map(({ root_id }) => root_id))];
