import type { NewMessage, Outbox } from '#domain/channels';
import { type ContactChannels, type Contacts, contactArn } from '#domain/contacts';
import { eventTypes, type NewEvent, type Timeline } from '#domain/timeline';
import { arns } from '#kernel/arn';
import { newId } from '#kernel/ids';
import type { Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { readBook } from './book.ts';
import { decide } from './decide.ts';
import type { Decision, Effect, Engagement, EngagementTree, Input } from './engagement.ts';
import { type EngagementRow, engagementsSql } from './engagements.sql.ts';
import { pagesSql } from './pages.sql.ts';

export const ENGAGEMENT_QUEUE = 'engagement';
/** The kind of message that carries pages. */
export const PAGE = 'page';
/** On whose behalf the engine acts, as AWS names it. */
const SERVICE = 'ssm-contacts.amazonaws.com';

export interface EngagementRooms {
  contacts: Contacts;
  contactChannels: ContactChannels;
  timeline: Timeline;
  outbox: Outbox;
  due: DueWork;
  /** Milliseconds that a minute of a plan lasts. */
  minuteMs: number;
}

/** What an engagement is about; the same for all of its tree. */
export interface Matter {
  account: string;
  region: string;
  incident?: { id: string; arn: string };
  severity: number;
  sender: string;
  subject: string;
  content: string;
  publicSubject?: string;
  publicContent?: string;
  requestId?: string;
}

/** Decides on a locked tree and writes all that follows: state, timeline, pages, timers, in the caller's transaction (law 1). */
export async function apply(
  tx: Tx,
  now: Date,
  rooms: EngagementRooms,
  was: EngagementTree,
  matter: Matter,
  input: Input,
): Promise<Decision> {
  const book = await readBook(
    tx,
    rooms,
    was.all.map((one) => one.contact),
  );
  const decision = decide(now, was, book, input, () => newId(now));
  await save(tx, now, was, decision.next, matter, input.kind === 'started');
  await perform(tx, now, rooms, decision, matter);
  if (decision.why !== 'nothingDue' && decision.why !== 'alreadySettled') {
    const record = [JSON.stringify(input), decision.why, JSON.stringify(decision.effects)];
    await tx.rows(engagementsSql.logDecision, [was.root.id, newId(now), now, ...record]);
  }
  return decision;
}

async function save(
  tx: Tx,
  now: Date,
  was: EngagementTree,
  next: EngagementTree,
  matter: Matter,
  all: boolean,
): Promise<void> {
  const known = new Set(was.all);
  const changed = next.all.filter((one) => all || !known.has(one));
  if (changed.length === 0) return;
  await tx.rows(engagementsSql.save, [JSON.stringify(changed.map((one) => toRow(one, next.root.id, matter))), now]);
}

async function perform(
  tx: Tx,
  now: Date,
  rooms: EngagementRooms,
  { next, effects }: Decision,
  matter: Matter,
): Promise<void> {
  const events: NewEvent[] = [];
  const pages: object[] = [];
  const messages: NewMessage[] = [];
  for (const effect of effects) {
    if (effect.kind === 'page') {
      const one = next.all.find((candidate) => candidate.id === effect.engagementId)!;
      const page = newPage(now, next.root.id, one, effect);
      pages.push(page);
      messages.push(newMessage(page.message_id, effect, matter));
      events.push(...onTimeline(now, matter, eventTypes.page, pageData(one)));
    } else if (effect.kind === 'tell') {
      events.push(...onTimeline(now, matter, eventTypes.custom, JSON.stringify(effect.text)));
    }
  }
  if (pages.length > 0) await tx.rows(pagesSql.insert, [JSON.stringify(pages), now]);
  await rooms.outbox.put(tx, now, messages);
  await setTimer(tx, now, rooms.due, next.root.id, effects, matter);
  await rooms.timeline.append(tx, now, events);
}

async function setTimer(
  tx: Tx,
  now: Date,
  due: DueWork,
  key: string,
  effects: Effect[],
  matter: Matter,
): Promise<void> {
  const timer = effects.findLast((effect) => effect.kind === 'wakeAt' || effect.kind === 'sleep');
  if (timer?.kind === 'wakeAt') {
    const requestId = matter.requestId ? { requestId: matter.requestId } : {};
    const work = { queue: ENGAGEMENT_QUEUE, key, account: matter.account, runAt: timer.at, priority: matter.severity };
    await due.put(tx, now, [{ ...work, payload: {}, ...requestId }]);
  } else if (timer) {
    await due.cancel(tx, ENGAGEMENT_QUEUE, [key]);
  }
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
  if (!incident) return [];
  return [{ account, incidentId: incident.id, eventId: newId(now), time: now, type, data, actor }];
}

type PageEffect = Extract<Effect, { kind: 'page' }>;

function newPage(now: Date, rootId: string, one: Engagement, effect: PageEffect) {
  const { account, region, alias } = one.contact;
  return {
    id: newId(now),
    account,
    region,
    alias,
    engagement_id: one.id,
    root_id: rootId,
    channel_id: effect.channelId,
    channel_type: effect.channelType,
    stage: effect.stage,
    attempt: effect.attempt,
    due_at: effect.dueAt,
    message_id: newId(now),
  };
}

function newMessage(id: string, effect: PageEffect, matter: Matter): NewMessage {
  const { channelId, channelType, dueAt } = effect;
  const { account, severity: priority, requestId } = matter;
  return {
    id,
    account,
    channelId,
    channelType,
    kind: PAGE,
    dueAt,
    payload: {},
    priority,
    ...(requestId ? { requestId } : {}),
  };
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
    essential: one.essential,
    status: one.status,
    stage: one.stage,
    stage_started_at: one.stageStartedAt,
    attempts: one.attempts,
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
