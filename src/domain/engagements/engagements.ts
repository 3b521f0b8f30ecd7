import { type ContactRef, contactArn, keyOf, type OwnedRef, parseContactArn } from '#domain/contacts';
import { eventTypes, type NewEvent } from '#domain/timeline';
import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { newId } from '#kernel/ids';
import { notFound } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { apply, applyAll, type Case, type EngagementRooms, type Matter, onTimeline } from './apply.ts';
import { readBook } from './book.ts';
import type { Engagement } from './engagement.ts';
import { type ChainRow, type EngagementRow, engagementsSql } from './engagements.sql.ts';
import { forgetEngagements } from './forget.ts';
import { lockTree, lockTrees } from './lock.ts';
import { type PageRow, pagesSql, type ReceiptRow } from './pages.sql.ts';
import { toMatter, toTree } from './rows.ts';

export interface ListEngagements {
  account: string;
  /** Absent: of every region. */
  region?: string;
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

export interface EngagedFor {
  contacts: ReadonlySet<string>;
  acknowledged: boolean;
}

/** An incident for which an engagement is live. */
export interface LiveIncident {
  account: string;
  id: string;
  arn: string;
}

export interface Engagements {
  /**
   * Engages contacts by their ARNs: their first stages' pages are in the outbox when the transaction commits. Answers, in
   * order, the engagements' ids; undefined where there is no such contact (the caller tells it, nothing fails). `before` are
   * the caller's own events, which come first on the timelines.
   */
  start(tx: Tx, now: Date, starts: StartEngagement[], before?: NewEvent[]): Promise<(string | undefined)[]>;
  /**
   * Stops an engagement: its next stages do not begin, and what waits to be sent is not. A plan's is stopped with whom it
   * engaged; a person's own leaves the plan above as it is. One that is settled stays as it is.
   */
  stop(tx: Tx, now: Date, actor: Actor, ref: OwnedRef, reason?: string): Promise<void>;
  /** Stops all that is engaged for an incident: it is over. Answers how many engagements that were. */
  incidentOver(tx: Tx, now: Date, account: string, incidentArn: string, reason: string): Promise<number>;
  /** Deletes all that is kept of whom incidents engaged, and what was sent to them. Answers how many engagements that were. */
  forget(tx: Tx, account: string, incidentArns: string[]): Promise<number>;
  /** Incidents for which somebody is engaged, or an acknowledgement waits: by engagement, a part after `after`. */
  live(on: Queries, limit: number, after?: string): Promise<{ engaged: LiveIncident[]; next?: string }>;
  /**
   * Whom an incident's engagements began with, by ARN, and whether one of them is acknowledged as it stands. With `since`, of
   * those that began then or later, or have stages to come.
   */
  engagedFor(on: Queries, account: string, incidentArn: string, since?: Date): Promise<EngagedFor>;
  get(on: Queries, ref: OwnedRef): Promise<EngagementRow>;
  /** The account's engagement of this id, whomever it is of. */
  byId(on: Queries, account: string, id: string): Promise<EngagementRow>;
  /** Newest first. */
  list(on: Queries, query: ListEngagements): Promise<EngagementRow[]>;
  pagesOf(on: Queries, engagementId: string, limit: number, before?: string): Promise<PageRow[]>;
  /** Newest first. */
  pagesOfContact(on: Queries, ref: ContactRef, limit: number, before?: string): Promise<PageRow[]>;
  page(on: Queries, ref: OwnedRef): Promise<PageRow>;
  /** How a page came to its person: from what was engaged, down to them. */
  resolutions(on: Queries, page: PageRow): Promise<ChainRow[]>;
  receipts(on: Queries, pageId: string, limit: number, after: number): Promise<ReceiptRow[]>;
}

const FIRST = '00000000-0000-0000-0000-000000000000';

export function createEngagements(rooms: EngagementRooms): Engagements {
  return {
    async start(tx, now, starts, before) {
      const asked = starts.map(({ contactArn, matter }) => ({ ref: parseContactArn(contactArn, 'ContactId'), matter }));
      const book = await readBook(
        tx,
        now,
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
        before,
      );
      return cases.map((one) => one?.was.root.id);
    },
    async incidentOver(tx, now, account, incidentArn, reason) {
      const roots = (await tx.rows(engagementsSql.rootsOfIncident, [account, incidentArn])).map(({ id }) => id);
      if (roots.length > 0) await stopTrees(tx, now, rooms, roots, reason);
      return roots.length;
    },
    forget: (tx, account, arns) => forgetEngagements(tx, rooms, account, arns),
    async live(on, limit, after = FIRST) {
      const rows = await on.rows(engagementsSql.liveIncidents, [after, limit]);
      const engaged = rows.flatMap(({ account, incident_id: id, incident_arn: arn }) =>
        id && arn ? [{ account, id, arn }] : [],
      );
      const last = rows.length === limit ? rows.at(-1) : undefined;
      return { engaged, ...(last ? { next: last.root_id } : {}) };
    },
    async engagedFor(on, account, incidentArn, since = new Date(0)) {
      const all = await on.rows(engagementsSql.rootsAbout, [account, incidentArn]);
      const roots = all.filter(({ started_at, status }) => started_at >= since || status === 'engaging');
      const acknowledged = roots.some(({ status }) => status === 'acknowledged');
      return { contacts: new Set(roots.map(contactArn)), acknowledged };
    },
    async stop(tx, now, actor, ref, given) {
      const { id, root_id, alias } = await findEngagement(tx, ref);
      const rows = await lockTree(tx, root_id);
      const matter = toMatter(rows[0]!);
      const reason = given || `stopped by ${actor.principal}`;
      const input = { kind: 'stopped' as const, reason, engagementId: id };
      const { why } = await apply(tx, now, rooms, { was: toTree(rows)!, matter, input });
      if (why !== 'stopped') return;
      const told = JSON.stringify(`The engagement of ${alias} was stopped${given ? `: ${given}` : ''}`);
      await rooms.timeline.append(tx, now, onTimeline(now, matter, eventTypes.custom, told, actor.principal));
    },
    get: findEngagement,
    async byId(on, account, id) {
      const row = await on.first(engagementsSql.byId, [account, id]);
      if (!row) throw notFound('ENGAGEMENT', id);
      return row;
    },
    list(on, { account, region, incidentArn, from, to, limit, position }) {
      const filters = [incidentArn ?? null, from ?? null, to ?? null];
      return on.rows(engagementsSql.list, [
        account,
        region ?? null,
        ...filters,
        position?.startedAt ?? null,
        position?.id ?? null,
        limit,
      ]);
    },
    pagesOf: (on, engagementId, limit, before) => on.rows(pagesSql.byEngagement, [engagementId, before ?? null, limit]),
    pagesOfContact: (on, { account, region, alias }, limit, before) =>
      on.rows(pagesSql.byContact, [account, region, alias, before ?? null, limit]),
    page: findPage,
    resolutions: (on, page) => on.rows(engagementsSql.chain, [page.engagement_id]),
    receipts: (on, pageId, limit, after) => on.rows(pagesSql.receipts, [pageId, after, limit]),
  };
}

async function findEngagement(on: Queries, ref: OwnedRef): Promise<EngagementRow> {
  const row = await on.first(engagementsSql.get, [ref.id, ref.account, ref.region]);
  if (row?.alias === ref.alias) return row;
  throw notFound('ENGAGEMENT', arns.engagement(ref.region, ref.account, ref.alias, ref.id));
}

/** The page that the whole ARN names; a right id under another's alias is not it. */
export async function findPage(on: Queries, ref: OwnedRef): Promise<PageRow> {
  const row = await on.first(pagesSql.get, [ref.id, ref.account, ref.region]);
  if (row?.alias !== ref.alias) throw notFound('PAGE', arns.page(ref.region, ref.account, ref.alias, ref.id));
  return row;
}

/** An engagement that begins now, and that no other one engaged. */
export function newRoot(now: Date, contact: ContactRef, contactType: Engagement['contactType']): Engagement {
  const { account, region, alias } = contact;
  const fresh = {
    status: 'engaging' as const,
    essential: true,
    stage: -1,
    stageStartedAt: now,
    cycle: 0,
    round: 0,
    attempts: {},
    attemptedAt: {},
    startedAt: now,
  };
  return { id: newId(now), contact: { account, region, alias }, contactType, ...fresh };
}

/** Stops whole trees: all locked, in the order of their ids, before the first is decided. */
async function stopTrees(tx: Tx, now: Date, rooms: EngagementRooms, roots: string[], reason: string): Promise<void> {
  const cases = [...(await lockTrees(tx, roots)).values()].flatMap((rows): Case[] => {
    const was = toTree(rows);
    return was ? [{ was, matter: toMatter(rows[0]!), input: { kind: 'stopped', reason } }] : [];
  });
  const named = cases.flatMap(({ was }) => was.all.map(({ contact }) => contact));
  await applyAll(tx, now, rooms, await readBook(tx, now, rooms, named), cases);
}
