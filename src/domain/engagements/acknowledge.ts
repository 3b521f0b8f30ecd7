import type { OwnedRef } from '#domain/contacts';
import { arns } from '#kernel/arn';
import { HOUR } from '#kernel/clock';
import { invalid } from '#kernel/refusal';
import { sameSecret } from '#kernel/seal';
import type { Queries, Tx } from '#storage/db';
import { type Answered, answer } from './answer.ts';
import type { EngagementRooms } from './apply.ts';
import { findPage } from './engagements.ts';
import type { PageSecrets } from './links.ts';
import { type PageRow, pagesSql } from './pages.sql.ts';
import { addReceipts } from './receipts.ts';

/** How long the link in a message acknowledges, and a reply. */
export const LINK_LIFETIME_MS = 24 * HOUR;

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

/** What an acknowledgement link stands for, and how that is now. */
export interface LinkView {
  /** Of several pages: open as long as one of them is. */
  state: 'open' | 'acknowledged' | 'over' | 'expired';
  /** The page; of several the most severe one. */
  page: PageRow;
  /** How many incidents (or engagements without one) it acknowledges. */
  matters: number;
}

export interface Acknowledging {
  acceptPage(tx: Tx, now: Date, acceptance: Acceptance): Promise<void>;
  /** What a link's token stands for; undefined for one that was not made here. Changes nothing: mail scanners follow links. */
  lookUpLink(on: Queries, now: Date, token: string): Promise<LinkView | undefined>;
  /**
   * Acknowledges by link, or by what else holds its token, which `info` tells. A second time, or too late, changes nothing; the
   * answer says how it now stands.
   */
  acknowledgeByLink(
    tx: Tx,
    now: Date,
    token: string,
    info?: string,
  ): Promise<(LinkView & { changed: boolean }) | undefined>;
}

export function createAcknowledging(rooms: EngagementRooms, secrets: PageSecrets): Acknowledging {
  async function find(on: Queries, now: Date, token: string): Promise<(LinkView & { answered: Answered }) | undefined> {
    const meant = secrets.read(token);
    if (!meant) return undefined;
    if ('messageId' in meant) {
      const pages = await on.rows(pagesSql.ofMessages, [[meant.messageId]]);
      return pages.length > 0 ? { ...viewOf(pages, now), answered: meant } : undefined;
    }
    const page = await on.first(pagesSql.byId, [meant.pageId]);
    return page && { ...viewOf([page], now), answered: { page } };
  }
  return {
    async acceptPage(tx, now, acceptance) {
      const { code, by, note = code } = acceptance;
      const page = await findPage(tx, acceptance.page);
      const answered = meantByCode(acceptance, page, secrets);
      if (acceptance.type === 'DELIVERED') return markDelivered(tx, now, page, note);
      await answer(tx, now, rooms, answered, note, by);
    },
    async lookUpLink(on, now, token) {
      return find(on, now, token);
    },
    async acknowledgeByLink(tx, now, token, info = 'link') {
      const found = await find(tx, now, token);
      if (found?.state !== 'open') return found && { ...found, changed: false };
      const { account, region, alias, id } = found.page;
      const changed = await answer(tx, now, rooms, found.answered, info, arns.page(region, account, alias, id));
      const after = await find(tx, now, token);
      return after && { ...after, changed };
    },
  };
}

/** The page's own code answers it; that of its message, every page in it. Refuses (validation) any other, where it is checked. */
function meantByCode({ code, validation }: Acceptance, page: PageRow, secrets: PageSecrets): Answered {
  const forAll = sameSecret(code, secrets.codeForAll(page.message_id));
  if (sameSecret(code, secrets.code(page.id))) return { page };
  if (forAll) return { messageId: page.message_id };
  if (validation === 'IGNORE') return { page };
  const message = 'AcceptCode: it is not the code of this page';
  throw invalid(message, { name: 'AcceptCode', message });
}

/** How the pages of a link stand: `pages` are one, or all of a message. */
export function viewOf(pages: PageRow[], now: Date): LinkView {
  const states = pages.map((page) => linkState(page, now));
  const state = STATES.find((one) => states.includes(one)) ?? 'over';
  const shown = pages.filter((_page, index) => states[index] === state);
  const [page] = shown.toSorted((a, b) => a.severity - b.severity);
  const matters = new Set(shown.map((one) => one.incident_id ?? one.root_id)).size;
  return { state, page: page!, matters };
}

/** Of several, the first that is there is how they stand. */
const STATES = ['open', 'expired', 'acknowledged', 'over'] as const;

function linkState(page: PageRow, now: Date): LinkView['state'] {
  const isPresent = page.round === page.engagement_round;
  // Of an acknowledgement that may time out every page that was not read yet counts, by whatever door.
  if (page.read_at || (page.status === 'acknowledged' && isPresent && !page.waits)) return 'acknowledged';
  if (page.status === 'stopped' || page.round < page.engagement_round) return 'over';
  return now.getTime() - page.created_at.getTime() > LINK_LIFETIME_MS ? 'expired' : 'open';
}

async function markDelivered(tx: Tx, now: Date, page: PageRow, info: string): Promise<void> {
  if (page.delivered_at) return;
  await tx.rows(pagesSql.delivered, [page.id, now]);
  await addReceipts(tx, now, [page.id], 'DELIVERED', info);
}
