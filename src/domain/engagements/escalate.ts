import { contactArn } from '#domain/contacts';
import { eventTypes } from '#domain/timeline';
import type { Tx } from '#storage/db';
import { applyAll, type Case, type EngagementRooms, onTimeline } from './apply.ts';
import { readBook } from './book.ts';
import { nextLevel } from './hurry.ts';
import { lockTrees } from './lock.ts';
import type { PageRow } from './pages.sql.ts';
import { toMatter, toTree } from './rows.ts';

/**
 * Somebody who was called asks for the next stage now: of the plan that reached them, else of their own. It acknowledges
 * nothing. Answers whether one has begun; told on the timelines.
 */
export async function escalateByKey(tx: Tx, now: Date, rooms: EngagementRooms, pages: PageRow[]): Promise<boolean> {
  const trees = await lockTrees(tx, [...new Set(pages.map(({ root_id }) => root_id))]);
  const parts = [...trees.values()].flatMap((rows) => toTree(rows)?.all ?? []);
  const book = await readBook(
    tx,
    now,
    rooms,
    parts.map(({ contact }) => contact),
  );
  const cases = [...trees].flatMap(([root, rows]): Case[] => {
    const was = toTree(rows)!;
    const page = pages.find(({ root_id }) => root_id === root)!;
    const engagementId = nextLevel(was, book, page.engagement_id);
    return engagementId ? [{ was, matter: toMatter(rows[0]!), input: { kind: 'hurried', engagementId } }] : [];
  });
  const by = contactArn(pages[0]!);
  const told = cases.flatMap(({ matter }) =>
    onTimeline(now, matter, eventTypes.custom, JSON.stringify(`${pages[0]!.alias} has escalated by phone`), by),
  );
  await applyAll(tx, now, rooms, book, cases, told);
  return cases.length > 0;
}
