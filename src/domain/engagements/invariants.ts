import { eventTypes } from '#domain/timeline';
import { HOUR } from '#kernel/clock';
import { firstIdAt } from '#kernel/ids';
import type { Queries, Tx } from '#storage/db';
import { type Astray, astrayWork, workInPlace } from '#storage/due-audit';
import { apply, ENGAGEMENT_QUEUE, type EngagementRooms, type Matter, onTimeline } from './apply.ts';
import type { EngagementTree } from './engagement.ts';
import { type EngagementRow, engagementsSql } from './engagements.sql.ts';
import { invariantsSql, type SuspectRow, type UnsentRow } from './invariants.sql.ts';
import { lockTree } from './lock.ts';
import { PAGE } from './new-pages.ts';
import { toMatter, toTree } from './rows.ts';

/** Parts of trees, or pages, in one look. */
const PART = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';
/** Pages older than this are not looked at: their messages have gone, or have been tried a hundred times. */
const PAGES_SINCE_MS = HOUR;
/** Who mends, on the timeline. */
const AUDITOR = 'auditor.muster';
const FOUND = 'found by Muster’s auditor';

interface Fault {
  key: string;
  account: string;
  requestId?: string;
}

/** What must hold of engagements and their pages: see the auditor. */
export function engagementInvariants(rooms: EngagementRooms) {
  return [timerInvariant(rooms), messageInvariant(rooms)];
}

/** Every tree in which something is still to come has its root, and a timer that can be claimed when it is due. */
function timerInvariant(rooms: EngagementRooms) {
  return {
    name: 'engagements.without-timer',
    queues: [ENGAGEMENT_QUEUE],
    async find(on: Queries, now: Date, after: string | undefined) {
      const astray = after === undefined ? await astrayWork(on, now, [ENGAGEMENT_QUEUE]) : [];
      const rows = await on.rows(invariantsSql.unattended, [after ?? FIRST, ENGAGEMENT_QUEUE, PART]);
      const last = rows.find((row) => !row.fault);
      return {
        faults: [...astray.map(heldFault), ...rows.filter((row) => row.fault).map(lostFault)],
        ...(last ? { next: last.root_id } : {}),
      };
    },
    /** Decides anew what is due now (law 5), which sets the next timer. */
    async repair(tx: Tx, now: Date, { key }: Fault) {
      const rows = await lockTree(tx, key);
      const was = toTree(rows);
      if (!was) return adopt(tx, now, rooms, key);
      const { repageAt } = was.root;
      if (!repageAt && !was.all.some((one) => one.status === 'engaging')) return undefined;
      if ((await workInPlace(tx, now, ENGAGEMENT_QUEUE, [key])).has(key)) return undefined;
      if (repageAt) return wakeAgain(tx, now, rooms, was, toMatter(rows[0]!), repageAt);
      const text = `The timer of the engagement of ${was.root.contact.alias} was lost; ${FOUND}, and what is due is decided anew`;
      return decideAnew(tx, now, rooms, was, toMatter(rows[0]!), text);
    },
  };
}

/** What waits after an acknowledgement is left to its timer, which asks whether somebody works on the incident. */
async function wakeAgain(
  tx: Tx,
  now: Date,
  rooms: EngagementRooms,
  { root }: EngagementTree,
  matter: Matter,
  runAt: Date,
) {
  const text = `The timer of the acknowledged engagement of ${root.contact.alias} was lost; ${FOUND}, and set again`;
  const { account, region, severity: priority, requestId } = matter;
  const work = { queue: ENGAGEMENT_QUEUE, key: root.id, account, runAt, priority, payload: {} };
  await rooms.due.put(tx, now, [{ ...work, ...(requestId ? { requestId } : {}) }]);
  await rooms.timeline.append(tx, now, onTimeline(now, matter, eventTypes.custom, JSON.stringify(text), AUDITOR));
  return { account, region, text, ...(requestId ? { requestId } : {}) };
}

async function decideAnew(
  tx: Tx,
  now: Date,
  rooms: EngagementRooms,
  was: EngagementTree,
  matter: Matter,
  text: string,
) {
  await rooms.timeline.append(tx, now, onTimeline(now, matter, eventTypes.custom, JSON.stringify(text), AUDITOR));
  await apply(tx, now, rooms, { was, matter, input: { kind: 'woken' } });
  const { account, region, requestId } = matter;
  return { account, region, text, ...(requestId ? { requestId } : {}) };
}

/**
 * What is left of a tree whose root is gone: whoever has nobody above them any more becomes a root of their own, and their plans go
 * on. The plan above is lost, and the timeline says so.
 */
async function adopt(tx: Tx, now: Date, rooms: EngagementRooms, rootId: string) {
  const rows = await tx.rows(engagementsSql.lockParts, [rootId]);
  const ids = new Set(rows.map(({ id }) => id));
  const tops = rows.filter(({ parent_id }) => parent_id === null || !ids.has(parent_id));
  await rooms.due.cancel(tx, ENGAGEMENT_QUEUE, [rootId]);
  let done: Awaited<ReturnType<typeof decideAnew>> | undefined;
  for (const top of tops) {
    const parts = below(rows, top);
    const partIds = parts.map(({ id }) => id);
    await tx.rows(invariantsSql.reroot, [partIds, top.id]);
    await tx.rows(invariantsSql.rerootPages, [partIds, top.id]);
    const was = toTree([{ ...top, parent_id: null }, ...parts.filter((part) => part !== top)])!;
    const text = `Whatever engaged ${top.alias} is gone from the database; ${FOUND}. ${top.alias} is engaged on, and nobody after them: engage others by hand if nobody answers`;
    done = await decideAnew(tx, now, rooms, was, toMatter(top), text);
  }
  return done;
}

/** An engagement and all below it, in the order in which they were engaged. */
function below(rows: EngagementRow[], top: EngagementRow): EngagementRow[] {
  const meant = new Set([top.id]);
  for (const { id, parent_id } of rows) if (parent_id !== null && meant.has(parent_id)) meant.add(id);
  return rows.filter(({ id }) => meant.has(id));
}

/** Every page that waits to be sent has a message that carries it. */
function messageInvariant(rooms: EngagementRooms) {
  return {
    name: 'engagements.page-without-message',
    async find(on: Queries, now: Date, after: string | undefined) {
      const from = after ?? firstIdAt(new Date(now.getTime() - PAGES_SINCE_MS));
      const pages = await on.rows(invariantsSql.unsent, [from, PART]);
      const missing = await rooms.outbox.missing(
        on,
        pages.map((page) => page.message_id),
      );
      const last = pages.length === PART ? pages.at(-1) : undefined;
      return {
        faults: pages.filter((page) => missing.has(page.message_id)).map(pageFault),
        ...(last ? { next: last.id } : {}),
      };
    },
    /** Puts the message again under its own id, so that one which had left is known again. */
    async repair(tx: Tx, now: Date, { key }: Fault) {
      const known = await tx.first(invariantsSql.unsentPage, [key]);
      if (!known) return undefined;
      const rows = await lockTree(tx, known.root_id);
      const page = await tx.first(invariantsSql.unsentPage, [key]);
      if (!page || !(await rooms.outbox.missing(tx, [page.message_id])).has(page.message_id)) return undefined;
      await rooms.outbox.put(tx, now, [toMessage(page)]);
      const matter = toMatter(rows[0]!);
      const text = `A page was to be sent and its message was lost; ${FOUND}, and it is sent now`;
      await rooms.timeline.append(tx, now, onTimeline(now, matter, eventTypes.custom, JSON.stringify(text), AUDITOR));
      return { account: matter.account, region: matter.region, text };
    },
  };
}

const toMessage = (page: UnsentRow) => ({
  id: page.message_id,
  account: page.account,
  channelId: page.channel_id,
  channelType: page.channel_type,
  kind: PAGE,
  dueAt: page.due_at,
  payload: {},
  priority: page.severity,
  ...(page.request_id ? { requestId: page.request_id } : {}),
});

const lostFault = ({ root_id, account, request_id, rooted }: SuspectRow) => ({
  key: root_id,
  account,
  text: rooted
    ? `engagement ${root_id} is live and has no timer`
    : `engagement ${root_id} is gone and others hang from it`,
  ...(request_id ? { requestId: request_id } : {}),
});

const heldFault = ({ key, account, run_at, request_id }: Astray) => ({
  key,
  account,
  text: `the timer of engagement ${key} is held until ${run_at.toISOString()}, longer than any lease or back-off`,
  ...(request_id ? { requestId: request_id } : {}),
});

const pageFault = ({ id, account, request_id }: UnsentRow) => ({
  key: id,
  account,
  text: `page ${id} waits to be sent, and its message is gone`,
  ...(request_id ? { requestId: request_id } : {}),
});
