import { type ContactRef, keyOf, type OwnedRef, parseContactArn } from '#domain/contacts';
import { arns } from '#kernel/arn';
import { newId } from '#kernel/ids';
import { notFound } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { apply, applyAll, type EngagementRooms, type Matter } from './apply.ts';
import { readBook } from './book.ts';
import type { Engagement } from './engagement.ts';
import { type EngagementRow, engagementsSql } from './engagements.sql.ts';
import { lockTree } from './lock.ts';
import { type PageRow, pagesSql, type ReceiptRow } from './pages.sql.ts';
import { toMatter, toTree } from './rows.ts';

export interface ListEngagements {
  account: string;
  region: string;
  incidentArn?: string;
  from?: Date;
  to?: Date;
  limit: number;
  position?: { startedAt: Date; id: string };
}

/** Whom to engage, and about what. */
export interface StartEngagement {
  contactArn: string;
  matter: Omit<Matter, 'region'>;
}

export interface Engagements {
  /**
   * Engages contacts by their ARNs: their first stages' pages are in the outbox when the transaction commits. Answers, in
   * order, the engagements' ids; undefined where there is no such contact (the caller tells it, nothing fails).
   */
  start(tx: Tx, now: Date, starts: StartEngagement[]): Promise<(string | undefined)[]>;
  /** Stops all that is engaged for an incident: it is over. */
  incidentOver(tx: Tx, now: Date, account: string, incidentArn: string, reason: string): Promise<void>;
  get(on: Queries, ref: OwnedRef): Promise<EngagementRow>;
  /** Newest first. */
  list(on: Queries, query: ListEngagements): Promise<EngagementRow[]>;
  pagesOf(on: Queries, engagementId: string, limit: number, before?: string): Promise<PageRow[]>;
  page(on: Queries, ref: OwnedRef): Promise<PageRow>;
  receipts(on: Queries, pageId: string, limit: number, after: number): Promise<ReceiptRow[]>;
}

export function createEngagements(rooms: EngagementRooms): Engagements {
  return {
    async start(tx, now, starts) {
      const asked = starts.map(({ contactArn, matter }) => ({ ref: parseContactArn(contactArn, 'ContactId'), matter }));
      const book = await readBook(
        tx,
        rooms,
        asked.map(({ ref }) => ref),
      );
      const cases = asked.map(({ ref, matter }) => {
        const known = book.contacts.get(keyOf(ref));
        // Another account's people are not ours to wake.
        if (!known || ref.account !== matter.account) return undefined;
        const root = newRoot(now, ref, known.type);
        return {
          was: { root, all: [root] },
          matter: { ...matter, region: ref.region },
          input: { kind: 'started' as const },
        };
      });
      await applyAll(
        tx,
        now,
        rooms,
        book,
        cases.filter((one) => one !== undefined),
      );
      return cases.map((one) => one?.was.root.id);
    },
    async incidentOver(tx, now, account, incidentArn, reason) {
      const roots = await tx.rows(engagementsSql.rootsOfIncident, [account, incidentArn]);
      for (const { id } of roots) await stopTree(tx, now, rooms, id, reason);
    },
    async get(on, ref) {
      const row = await on.first(engagementsSql.get, [ref.id, ref.account, ref.region]);
      if (row?.alias !== ref.alias) {
        throw notFound('ENGAGEMENT', arns.engagement(ref.region, ref.account, ref.alias, ref.id));
      }
      return row;
    },
    list(on, { account, region, incidentArn, from, to, limit, position }) {
      const filters = [incidentArn ?? null, from ?? null, to ?? null];
      return on.rows(engagementsSql.list, [
        account,
        region,
        ...filters,
        position?.startedAt ?? null,
        position?.id ?? null,
        limit,
      ]);
    },
    pagesOf: (on, engagementId, limit, before) => on.rows(pagesSql.byEngagement, [engagementId, before ?? null, limit]),
    page: findPage,
    receipts: (on, pageId, limit, after) => on.rows(pagesSql.receipts, [pageId, after, limit]),
  };
}

/** The page that the whole ARN names; a right id under another's alias is not it. */
export async function findPage(on: Queries, ref: OwnedRef): Promise<PageRow> {
  const row = await on.first(pagesSql.get, [ref.id, ref.account, ref.region]);
  if (row?.alias !== ref.alias) throw notFound('PAGE', arns.page(ref.region, ref.account, ref.alias, ref.id));
  return row;
}

function newRoot(now: Date, contact: ContactRef, contactType: Engagement['contactType']): Engagement {
  const { account, region, alias } = contact;
  const fresh = {
    status: 'engaging' as const,
    essential: true,
    stage: -1,
    stageStartedAt: now,
    attempts: {},
    startedAt: now,
  };
  return { id: newId(now), contact: { account, region, alias }, contactType, ...fresh };
}

async function stopTree(tx: Tx, now: Date, rooms: EngagementRooms, rootId: string, reason: string): Promise<void> {
  const rows = await lockTree(tx, rootId);
  const was = toTree(rows);
  if (was) await apply(tx, now, rooms, { was, matter: toMatter(rows[0]!), input: { kind: 'stopped', reason } });
}
