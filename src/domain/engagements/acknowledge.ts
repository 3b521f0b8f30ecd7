import type { OwnedRef } from '#domain/contacts';
import { eventTypes } from '#domain/timeline';
import { arns } from '#kernel/arn';
import { HOUR } from '#kernel/clock';
import { invalid } from '#kernel/refusal';
import { sameSecret } from '#kernel/seal';
import type { Queries, Tx } from '#storage/db';
import { apply, type EngagementRooms, onTimeline, pageData } from './apply.ts';
import { isLive } from './engagement.ts';
import type { EngagementRow } from './engagements.sql.ts';
import { findPage } from './engagements.ts';
import type { PageSecrets } from './links.ts';
import { lockTree } from './lock.ts';
import { type PageRow, pagesSql } from './pages.sql.ts';
import { addReceipts } from './receipts.ts';
import { toMatter, toTree } from './rows.ts';

/** How long the link in a message acknowledges. */
const LINK_LIFETIME_MS = 24 * HOUR;

export interface Acceptance {
  page: OwnedRef;
  /** READ acknowledges; DELIVERED records that the message arrived. */
  type: 'READ' | 'DELIVERED';
  code: string;
  /** IGNORE takes any code; ENFORCE (the default) only the page's own. */
  validation: 'IGNORE' | 'ENFORCE';
  note?: string;
  /** Who answered, as far as the door knows. */
  by: string;
}

/** What the page behind an acknowledgement link shows. */
export interface LinkView {
  state: 'open' | 'acknowledged' | 'over' | 'expired';
  page: PageRow;
}

export interface Acknowledging {
  acceptPage(tx: Tx, now: Date, acceptance: Acceptance): Promise<void>;
  /** What a link's token stands for; undefined for one that was not made here. Changes nothing: mail scanners follow links. */
  lookUpLink(on: Queries, now: Date, token: string): Promise<LinkView | undefined>;
  /** Acknowledges by link. A second time, or too late, changes nothing; the answer says how it now stands. */
  acknowledgeByLink(tx: Tx, now: Date, token: string): Promise<(LinkView & { changed: boolean }) | undefined>;
}

export function createAcknowledging(rooms: EngagementRooms, secrets: PageSecrets): Acknowledging {
  async function lookUpLink(on: Queries, now: Date, token: string): Promise<LinkView | undefined> {
    const pageId = secrets.pageOf(token);
    const page = pageId && (await on.first(pagesSql.byId, [pageId]));
    return page ? { state: linkState(page, now), page } : undefined;
  }
  return {
    async acceptPage(tx, now, acceptance) {
      const { code } = acceptance;
      const page = await findPage(tx, acceptance.page);
      if (acceptance.validation === 'ENFORCE' && !sameSecret(code, secrets.code(page.id))) {
        const message = 'AcceptCode: it is not the code of this page';
        throw invalid(message, { name: 'AcceptCode', message });
      }
      if (acceptance.type === 'DELIVERED') return markDelivered(tx, now, page, acceptance.note ?? code);
      await acknowledge(tx, now, rooms, page, acceptance.note ?? code, acceptance.by);
    },
    lookUpLink,
    async acknowledgeByLink(tx, now, token) {
      const found = await lookUpLink(tx, now, token);
      if (found?.state !== 'open') return found && { ...found, changed: false };
      const { account, region, alias, id } = found.page;
      await acknowledge(tx, now, rooms, found.page, 'link', arns.page(region, account, alias, id));
      const after = await lookUpLink(tx, now, token);
      return after && { ...after, changed: true };
    },
  };
}

function linkState(page: PageRow, now: Date): LinkView['state'] {
  if (page.read_at || page.status === 'acknowledged') return 'acknowledged';
  if (page.status === 'stopped') return 'over';
  return now.getTime() - page.created_at.getTime() > LINK_LIFETIME_MS ? 'expired' : 'open';
}

async function markDelivered(tx: Tx, now: Date, page: PageRow, info: string): Promise<void> {
  if (page.delivered_at) return;
  await tx.rows(pagesSql.delivered, [page.id, now]);
  await addReceipts(tx, now, [page.id], 'DELIVERED', info);
}

/** Two pages are about the same matter: one incident, or one engagement without one. */
const sameMatter = (a: PageRow, b: PageRow) => (a.incident_id ?? a.root_id) === (b.incident_id ?? b.root_id);

/**
 * Answers a page, and with it every page about the same incident that came in the same message: its reader saw one code.
 * Locks the engagements first, in order, as every decider does; then what it finds is how it stands.
 */
async function acknowledge(
  tx: Tx,
  now: Date,
  rooms: EngagementRooms,
  known: PageRow,
  info: string,
  by: string,
): Promise<void> {
  const roots = new Set((await carriedWith(tx, known)).map((page) => page.root_id));
  // Every lock before the first line on the timeline: whoever else decides takes them in this order, too.
  for (const rootId of [...roots].sort()) await lockTree(tx, rootId);
  // Read again: while this waited, the page may have been answered, or drawn into another message.
  const page = (await tx.first(pagesSql.byId, [known.id]))!;
  const pages = (await carriedWith(tx, page)).filter((one) => roots.has(one.root_id) && !one.read_at);
  // Each finds its tree as the one before it has left it.
  for (const one of pages) await answer(tx, now, rooms, await lockTree(tx, one.root_id), one, info, by);
}

/** The page, and what came about the same incident in the same message. */
async function carriedWith(tx: Tx, page: PageRow): Promise<PageRow[]> {
  const others = await tx.rows(pagesSql.ofMessages, [[page.message_id]]);
  return [page, ...others.filter((other) => other.id !== page.id && sameMatter(other, page))];
}

async function answer(
  tx: Tx,
  now: Date,
  rooms: EngagementRooms,
  rows: EngagementRow[],
  page: PageRow,
  info: string,
  by: string,
): Promise<void> {
  const was = toTree(rows)!;
  const matter = toMatter(rows[0]!);
  await tx.rows(pagesSql.read, [page.id, now]);
  await addReceipts(tx, now, [page.id], 'READ', info);
  const one = was.all.find((candidate) => candidate.id === page.engagement_id)!;
  await rooms.timeline.append(tx, now, onTimeline(now, matter, eventTypes.acknowledgement, pageData(one), by));
  if (isLive(one)) {
    await apply(tx, now, rooms, { was, matter, input: { kind: 'acknowledged', engagementId: one.id } });
  }
}
