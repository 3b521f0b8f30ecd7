import type { Outbox } from '#domain/channels';
import { contactArn } from '#domain/contacts';
import { eventTypes, type NewEvent, type Timeline } from '#domain/timeline';
import { arns } from '#kernel/arn';
import { newId } from '#kernel/ids';
import type { Tx } from '#storage/db';
import type { Due, DueWork } from '#storage/due';
import { askedIn } from './asked.ts';
import { type PlanRooms, readBook } from './book.ts';
import { decide } from './decide.ts';
import type { Book, Decision, Effect, Engagement, EngagementTree, Input, Reason } from './engagement.ts';
import { type EngagementRow, engagementsSql } from './engagements.sql.ts';
import { newPages } from './new-pages.ts';
import { pagesSql } from './pages.sql.ts';
import { addReceipts } from './receipts.ts';

export const ENGAGEMENT_QUEUE = 'engagement';
/** On whose behalf the engine acts, as AWS names it. */
const SERVICE = 'ssm-contacts.amazonaws.com';

export interface EngagementRooms extends PlanRooms {
  timeline: Timeline;
  outbox: Outbox;
  due: DueWork;
}

/** What an engagement is about; the same for all of its tree. */
export interface Matter {
  account: string;
  region: string;
  /** The incident by its ARN and id. Without an id it is another system's: a label, and nothing more. */
  incident?: { id?: string; arn: string };
  severity: number;
  sender: string;
  subject: string;
  content: string;
  publicSubject?: string;
  publicContent?: string;
  requestId?: string;
}

/** One engagement to decide on: its tree is locked, or new. */
export interface Case {
  was: EngagementTree;
  matter: Matter;
  input: Input;
}

/** Decides on one engagement. See `applyAll`. */
export async function apply(tx: Tx, now: Date, rooms: EngagementRooms, one: Case): Promise<Decision> {
  const book = await readBook(
    tx,
    now,
    rooms,
    one.was.all.map((part) => part.contact),
  );
  return (await applyAll(tx, now, rooms, book, [one]))[0]!;
}

/**
 * Decides on engagements and writes all that follows: state, timeline, pages, timers, in the caller's transaction (law 1).
 * However many they are, it is the same number of statements. `before` is what comes first on the timelines.
 */
export async function applyAll(
  tx: Tx,
  now: Date,
  rooms: EngagementRooms,
  book: Book,
  cases: Case[],
  before: NewEvent[] = [],
): Promise<Decision[]> {
  const decided = cases.map((one) => ({ ...one, ...decide(now, one.was, book, one.input, () => newId(now)) }));
  await save(tx, now, decided);
  await stopPages(tx, now, decided);
  const outcomes = decided.flatMap((one) => one.effects.map((effect) => ({ effect, one })));
  const pages = newPages(now, decided);
  if (pages.length > 0) await tx.rows(pagesSql.insert, [JSON.stringify(pages.map((page) => page.row)), now]);
  const messages = pages.flatMap(({ row, message }) => (row.message_id === message.id ? [message] : []));
  const { wake, sleep } = timersOf(decided);
  await rooms.outbox.put(tx, now, messages, wake);
  await rooms.due.cancel(tx, ENGAGEMENT_QUEUE, sleep);
  const events = outcomes.flatMap(({ effect, one }) => eventsOf(now, effect, one));
  await rooms.timeline.append(tx, now, [...before, ...events]);
  await logDecisions(tx, now, book, decided);
  return decided;
}

export type Decided = Case & Decision;

async function save(tx: Tx, now: Date, decided: Decided[]): Promise<void> {
  const changed = decided.flatMap(({ was, next, matter, input }) => {
    const known = new Set(input.kind === 'started' ? [] : was.all);
    const ids = new Set([...known].map(({ id }) => id));
    return next.all
      .filter((one) => !known.has(one))
      .map((one) => ({ row: toRow(one, next.root.id, matter), isNew: !ids.has(one.id) }));
  });
  const { fresh = [], kept = [] } = Object.groupBy(changed, ({ isNew }) => (isNew ? 'fresh' : 'kept'));
  if (kept.length > 0) await tx.rows(engagementsSql.update, [rowsOf(kept)]);
  if (fresh.length > 0) await tx.rows(engagementsSql.insert, [rowsOf(fresh), now]);
}

const rowsOf = (some: { row: EngagementRow }[]) => JSON.stringify(some.map(({ row }) => row));

/** What went out and was not answered ends with a receipt that says why. */
async function stopPages(tx: Tx, now: Date, decided: Decided[]): Promise<void> {
  const stopped = decided.flatMap(({ was, next }) => {
    const before = new Set(was.all.flatMap(({ id, status }) => (status === 'stopped' ? [id] : [])));
    return next.all.filter(({ id, status }) => status === 'stopped' && !before.has(id));
  });
  if (stopped.length === 0) return;
  const reasons = new Map(stopped.map(({ id, stopReason = 'stopped' }) => [id, stopReason]));
  const pages = await tx.rows(pagesSql.unread, [[...reasons.keys()]]);
  for (const [reason, own] of Map.groupBy(pages, (page) => reasons.get(page.engagement_id)!)) {
    await addReceipts(
      tx,
      now,
      own.map(({ id }) => id),
      'STOP',
      reason,
    );
  }
}

/** The timers to be set, and the roots that need none any more. */
function timersOf(decided: Decided[]): { wake: Due[]; sleep: string[] } {
  const timers = decided.map(({ next, effects, matter }) => ({
    key: next.root.id,
    matter,
    timer: effects.findLast((effect) => effect.kind === 'wakeAt' || effect.kind === 'sleep'),
  }));
  const wake = timers.flatMap(({ key, matter: { account, severity, requestId }, timer }): Due[] => {
    if (timer?.kind !== 'wakeAt') return [];
    const work = { queue: ENGAGEMENT_QUEUE, key, account, runAt: timer.at, priority: severity, payload: {} };
    return [{ ...work, ...(requestId ? { requestId } : {}) }];
  });
  return { wake, sleep: timers.flatMap(({ key, timer }) => (timer?.kind === 'sleep' ? [key] : [])) };
}

function eventsOf(now: Date, effect: Effect, { next, matter }: Decided): NewEvent[] {
  if (effect.kind === 'page')
    return onTimeline(now, matter, eventTypes.page, pageData(part(next, effect.engagementId)));
  if (effect.kind === 'tell') return onTimeline(now, matter, eventTypes.custom, JSON.stringify(effect.text));
  return [];
}

const part = (tree: EngagementTree, id: string) => tree.all.find((one) => one.id === id)!;

/** Of these nobody asks later why it was so: nothing was. */
const UNTOLD: ReadonlySet<Reason> = new Set(['nothingDue', 'alreadySettled', 'stillInProgress']);

/** With what the schedules among them answered: the reason of whatever followed, however they are edited later. */
async function logDecisions(tx: Tx, now: Date, book: Book, decided: Decided[]): Promise<void> {
  const rows = decided
    .filter(({ why }) => !UNTOLD.has(why))
    .map(({ was, next, input, why, effects }) => {
      const asked = askedIn(now, was, next, book);
      const kept = asked.length > 0 ? { asked } : {};
      return { root_id: was.root.id, id: newId(now), input, why, effects, ...kept };
    });
  if (rows.length > 0) await tx.rows(engagementsSql.logDecisions, [JSON.stringify(rows), now]);
}

/** What the timeline says of a page or its acknowledgement (aws-behaviour.md 2.5). */
export function pageData(one: Engagement): string {
  const { account, region, alias } = one.contact;
  return JSON.stringify({
    contactArn: contactArn(one.contact),
    engagementArn: arns.engagement(region, account, alias, one.id),
  });
}

/** An event for the incident's timeline; none where the engagement is about no incident. */
export function onTimeline(
  now: Date,
  matter: Pick<Matter, 'account' | 'incident'>,
  type: string,
  data: string,
  actor = SERVICE,
): NewEvent[] {
  const { account, incident } = matter;
  if (!incident?.id) return [];
  return [{ account, incidentId: incident.id, eventId: newId(now), time: now, type, data, actor }];
}

function toRow(one: Engagement, rootId: string, matter: Matter): EngagementRow {
  return {
    id: one.id,
    account: one.contact.account,
    region: one.contact.region,
    alias: one.contact.alias,
    contact_type: one.contactType,
    root_id: rootId,
    parent_id: one.parentId ?? null,
    parent_stage: one.parentStage ?? null,
    essential: one.essential,
    status: one.status,
    stage: one.stage,
    stage_started_at: one.stageStartedAt,
    cycle: one.cycle,
    round: one.round,
    attempts: one.attempts,
    attempted_at: one.attemptedAt,
    repage_at: one.repageAt ?? null,
    started_at: one.startedAt,
    stopped_at: one.stoppedAt ?? null,
    stop_reason: one.stopReason ?? null,
    incident_id: matter.incident?.id ?? null,
    incident_arn: matter.incident?.arn ?? null,
    severity: matter.severity,
    sender: matter.sender,
    subject: matter.subject,
    content: matter.content,
    public_subject: matter.publicSubject ?? null,
    public_content: matter.publicContent ?? null,
    request_id: matter.requestId ?? null,
  };
}
