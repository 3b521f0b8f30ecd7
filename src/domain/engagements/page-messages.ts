import {
  isLate,
  type Left,
  type Message,
  type MessageSource,
  NO_PROVIDER,
  type Outcome,
  type OutgoingMessage,
  type Prepared,
} from '#domain/channels';
import type { Reach } from '#domain/contacts';
import type { Parts } from '#domain/templates';
import { SECOND } from '#kernel/clock';
import { count } from '#kernel/text';
import type { Queries, Tx } from '#storage/db';
import type { EngagementRooms } from './apply.ts';
import { isLive } from './engagement.ts';
import { flagged, holdPages, pagesFated, pagesStuck } from './fates.ts';
import { PAGE } from './new-pages.ts';
import { type PageTexts, textsOf } from './page-texts.ts';
import { type PageRow, pagesSql, type ReceiptRow } from './pages.sql.ts';
import { addReceipts, addSent } from './receipts.ts';
import { pagesRefused } from './refused-pages.ts';
import { type RenderContext, renderPages } from './render.ts';
import { tell } from './tell.ts';

/** Rounds of tries in which failures are told on the timeline again: often at first, then ever more seldom. */
const TOLD_TRIES = new Set([1, 3, 10, 30, 100, 300, 1000]);

export interface PageMessagesDeps extends RenderContext, EngagementRooms, Omit<PageTexts, 'contacts'> {
  /** A stage of which every page was refused for good is over at once; else it lasts as long as the plan says, as at AWS. */
  skipRefused?: boolean | undefined;
}

/** The messages that carry pages. */
export function pageMessages(deps: PageMessagesDeps): MessageSource {
  return {
    kind: PAGE,
    ready: (on, messages) => ready(deps, on, messages),
    prepare: (tx, now, message, folded) => prepare(deps, tx, now, message, folded),
    settled: (tx, now, message, outcome) => settled(deps, tx, now, message, outcome),
    left: (tx, now, sent) => left(deps, tx, now, sent),
    hold: holdPages,
    needed: async (on, ids) => (await on.rows(pagesSql.carriedBy, [ids])).map((row) => row.message_id),
    stuck: (tx, now, message, reason) => pagesStuck(tx, now, deps, message, reason),
    ...(deps.skipRefused ? { refused: (tx, now, message) => pagesRefused(tx, now, deps, message) } : {}),
    fated: (tx, now, message, fate) => pagesFated(tx, now, deps, message, fate),
    mended: async (tx, now, message, text) =>
      deps.timeline.append(
        tx,
        now,
        tell(now, await tx.rows(pagesSql.ofMessages, [[message.id]]), () => text),
      ),
  };
}

/** The messages all of whose pages are still needed, and whose channel can take them. */
async function ready(deps: PageMessagesDeps, on: Queries, messages: Message[]): Promise<Map<string, OutgoingMessage>> {
  const all = await on.rows(pagesSql.ofMessages, [messages.map(({ id }) => id)]);
  const pagesOf = Map.groupBy(all, (page) => page.message_id);
  const reached = await deps.contactChannels.reach(on, [...new Set(messages.map(({ channelId }) => channelId))]);
  const going = messages.flatMap(({ id, channelId }) => {
    const pages = pagesOf.get(id) ?? [];
    const reach = reached.get(channelId);
    return reach && pages.length > 0 && pages.every(isNeeded) && !channelFault(reach) ? [{ id, pages, reach }] : [];
  });
  const texts = await textsOf(on, deps, going);
  const contents = new Map<string, OutgoingMessage>();
  for (const { id, pages, reach } of going) {
    const own = texts.get(id);
    // That a template cannot be used is told, which takes a transaction.
    if (!own || 'parts' in own) contents.set(id, renderFor(reach, id, pages, deps, own?.parts));
  }
  return contents;
}

const renderFor = (
  { envelope }: Reach,
  id: string,
  pages: PageRow[],
  deps: PageMessagesDeps,
  texts?: Parts,
): OutgoingMessage => ({ ...renderPages(id, envelope.to, pages, deps, texts), ...envelope });

const isNeeded = (page: PageRow) => isLive(page) && !page.read_at && page.round === page.engagement_round;

/** Reads again what the pages are for: nothing goes out for what was answered, stopped or resolved (law 1). */
async function prepare(
  deps: PageMessagesDeps,
  tx: Tx,
  now: Date,
  message: Message,
  folded: Message[],
): Promise<Prepared> {
  const others = folded.map((other) => other.id);
  if (others.length > 0) await tx.rows(pagesSql.regroup, [others, message.id]);
  const pages = await tx.rows(pagesSql.ofMessages, [[message.id]]);
  const reach = (await deps.contactChannels.reach(tx, [message.channelId])).get(message.channelId);
  const live = pages.filter(isNeeded);
  const dead = pages.filter((page) => !live.includes(page));
  const unsent = dead.filter((page) => !page.sent_at);
  await receiptFor(tx, now, unsent, 'STOP', dead[0]?.stop_reason ?? 'already answered');
  if (live.length === 0) return { cancel: 'answered, stopped or resolved meanwhile' };
  if (unsent.length > 0) await tx.rows(pagesSql.leave, [unsent.map(({ id }) => id)]);
  const fault = channelFault(reach);
  if (fault) {
    await tellFailure(deps, tx, now, live, { reason: fault, text: `Page not sent: ${fault}` });
    return { cancel: fault, undeliverable: true };
  }
  const own = (await textsOf(tx, deps, [{ id: message.id, pages: live }])).get(message.id);
  if (own && 'fault' in own && message.attempts <= 1) await tellUnused(deps, tx, now, live, own.fault);
  const texts = own && 'parts' in own ? own.parts : {};
  return { send: renderFor(reach!, message.id, live, deps, texts) };
}

/** Nobody is left without a page because of its words: the built-in ones go, and the timeline says why. */
const tellUnused = (deps: PageMessagesDeps, tx: Tx, now: Date, pages: PageRow[], fault: string) =>
  deps.timeline.append(
    tx,
    now,
    tell(now, pages, () => `The template was not used, and the built-in text sent instead: ${fault}. Correct it.`),
  );

function channelFault(reach: Reach | undefined): string | undefined {
  if (!reach) return 'the contact channel was deleted';
  const { channel, fault } = reach;
  return channel.activated ? fault : `the contact channel "${channel.name}" is not activated`;
}

/** A receipt on each page. Where nobody says later that one arrived, that it was taken has to do. */
async function taken({ contactChannels }: PageMessagesDeps, tx: Tx, now: Date, sent: Left[]): Promise<void> {
  await addSent(
    tx,
    now,
    sent.map(({ message, providerId }) => ({ messageId: message.id, info: providerId })),
  );
  const arrived = sent.flatMap(({ message, confirms }) => (confirms ? [] : [message.channelId]));
  await contactChannels.clearFlags(tx, [...new Set(arrived)]);
}

/** Many that have left at the first try; on the timelines, how late those were that were late. */
async function left(deps: PageMessagesDeps, tx: Tx, now: Date, sent: Left[]): Promise<void> {
  await taken(deps, tx, now, sent);
  const late = sent.filter(({ message }) => isLate(now, message.dueAt));
  if (late.length === 0) return;
  const ids = late.map(({ message }) => message.id);
  const pages = Map.groupBy(await tx.rows(pagesSql.ofMessages, [ids]), (page) => page.message_id);
  const events = late.flatMap(({ message, provider }) =>
    tell(now, pages.get(message.id) ?? [], (page) => `Page sent by ${provider}${lateness(now, page)}`),
  );
  await deps.timeline.append(tx, now, events);
}

async function settled(deps: PageMessagesDeps, tx: Tx, now: Date, message: Message, outcome: Outcome): Promise<void> {
  const pages = () => tx.rows(pagesSql.ofMessages, [[message.id]]);
  const tries = count(outcome.attempt, 'try', 'tries');
  switch (outcome.kind) {
    case 'sent': {
      if (outcome.attempt === 1) return left(deps, tx, now, [{ message, ...outcome }]);
      await taken(deps, tx, now, [{ message, ...outcome }]);
      const text = (page: PageRow) => `Page sent by ${outcome.provider} after ${tries}${lateness(now, page)}`;
      return deps.timeline.append(tx, now, tell(now, await pages(), text));
    }
    case 'failed':
      return refused(deps, tx, now, message, outcome);
    case 'retrying':
      if (!TOLD_TRIES.has(outcome.round)) return;
      return tellFailure(deps, tx, now, await pages(), {
        reason: outcome.reason,
        text: `Page not sent by ${outcome.provider} (${tries}): ${outcome.reason}. ${whatNext(outcome)}`,
      });
  }
}

async function refused(
  deps: PageMessagesDeps,
  tx: Tx,
  now: Date,
  { id, channelId }: Message,
  { provider, reason }: Extract<Outcome, { kind: 'failed' }>,
): Promise<void> {
  const pages = await tx.rows(pagesSql.ofMessages, [[id]]);
  await receiptFor(tx, now, pages, 'ERROR', reason);
  const none = provider === NO_PROVIDER;
  const text = none ? `Page not sent: ${reason}` : `Page refused for good by ${provider}: ${reason}`;
  // That there is no provider says nothing of the channel.
  const flag = none ? [] : await flagged(tx, now, deps, pages, channelId, { permanent: true, reason });
  await deps.timeline.append(tx, now, [...tell(now, pages, () => text), ...flag]);
}

const whatNext = ({ next }: Extract<Outcome, { kind: 'retrying' }>) =>
  next === undefined ? 'It is tried again.' : `It goes to ${next} at once.`;

/** On the pages a receipt, on the timelines of their incidents a line. */
async function tellFailure(
  deps: PageMessagesDeps,
  tx: Tx,
  now: Date,
  pages: PageRow[],
  { reason, text }: { reason: string; text: string },
): Promise<void> {
  await receiptFor(tx, now, pages, 'ERROR', reason);
  await deps.timeline.append(
    tx,
    now,
    tell(now, pages, () => text),
  );
}

const receiptFor = (tx: Tx, now: Date, pages: PageRow[], type: ReceiptRow['type'], info: string) =>
  addReceipts(
    tx,
    now,
    pages.map((page) => page.id),
    type,
    info,
  );

/** How much later than its stage asked for a page has left; nothing where it was in time. */
function lateness(now: Date, page: PageRow): string {
  if (!isLate(now, page.due_at)) return '';
  const seconds = Math.round((now.getTime() - page.due_at.getTime()) / SECOND);
  return seconds < 120 ? `, ${count(seconds, 'second')} late` : `, ${count(Math.round(seconds / 60), 'minute')} late`;
}
