import { type ContactRef, keyOf, parseContactArn } from '#domain/contacts';
import { newId } from '#kernel/ids';
import { notFound } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { apply, type EngagementRooms, type Matter } from './apply.ts';
import type { Engagement } from './engagement.ts';
import { type EngagementRow, engagementsSql } from './engagements.sql.ts';
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

export interface Engagements {
  /**
   * Engages the contact with this ARN: its first stage's pages are in the outbox when the transaction commits. Answers the
   * engagement's id; undefined where there is no such contact (the caller tells it, nothing fails).
   */
  start(tx: Tx, now: Date, contactArn: string, matter: Omit<Matter, 'region'>): Promise<string | undefined>;
  /** Stops all that is engaged for an incident: it is over. */
  incidentOver(tx: Tx, now: Date, account: string, incidentArn: string, reason: string): Promise<void>;
  get(on: Queries, account: string, region: string, id: string): Promise<EngagementRow>;
  /** Newest first. */
  list(on: Queries, query: ListEngagements): Promise<EngagementRow[]>;
  pagesOf(on: Queries, engagementId: string, limit: number, before?: string): Promise<PageRow[]>;
  page(on: Queries, account: string, region: string, id: string): Promise<PageRow>;
  receipts(on: Queries, pageId: string, limit: number, after: number): Promise<ReceiptRow[]>;
}

export function createEngagements(rooms: EngagementRooms): Engagements {
  return {
    async start(tx, now, contactArn, matter) {
      const ref = parseContactArn(contactArn, 'ContactId');
      const known = (await rooms.contacts.find(tx, [ref])).get(keyOf(ref));
      // Another account's people are not ours to wake.
      if (!known || ref.account !== matter.account) return undefined;
      const root = newRoot(now, ref, known.type);
      await apply(tx, now, rooms, { root, all: [root] }, { ...matter, region: ref.region }, { kind: 'started' });
      return root.id;
    },
    async incidentOver(tx, now, account, incidentArn, reason) {
      const roots = await tx.rows(engagementsSql.rootsOfIncident, [account, incidentArn]);
      for (const { id } of roots) await stopTree(tx, now, rooms, id, reason);
    },
    async get(on, account, region, id) {
      const row = await on.first(engagementsSql.get, [id, account, region]);
      if (!row) throw notFound('ENGAGEMENT', id);
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
    async page(on, account, region, id) {
      const row = await on.first(pagesSql.get, [id, account, region]);
      if (!row) throw notFound('PAGE', id);
      return row;
    },
    receipts: (on, pageId, limit, after) => on.rows(pagesSql.receipts, [pageId, after, limit]),
  };
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
  const rows = await tx.rows(engagementsSql.lockTree, [rootId]);
  const was = toTree(rows);
  if (was) await apply(tx, now, rooms, was, toMatter(rows[0]!), { kind: 'stopped', reason });
}
