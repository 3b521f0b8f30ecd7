import {
  isLate,
  type Message,
  type MessageSource,
  NO_PROVIDER,
  type Outcome,
  type OutgoingMessage,
  type Prepared,
} from '#domain/channels';
import type { ContactChannel } from '#domain/contacts';
import { SECOND } from '#kernel/clock';
import { count } from '#kernel/text';
import type { Queries, Tx } from '#storage/db';
import type { EngagementRooms } from './apply.ts';
import { isLive } from './engagement.ts';
import { holdPages, pagesFated } from './fates.ts';
import { PAGE } from './new-pages.ts';
import { type PageRow, pagesSql, type ReceiptRow } from './pages.sql.ts';
import { addReceipts, addSent } from './receipts.ts';
import { type RenderContext, renderPages } from './render.ts';
import { tell } from './tell.ts';

/** Tries after which a failure is told on the timeline again: often at first, then ever more seldom. */
const TOLD_TRIES = new Set([1, 3, 10, 30, 100, 300, 1000]);

export interface PageMessagesDeps extends RenderContext, EngagementRooms {}

/** The messages that carry pages. */
export function pageMessages(deps: PageMessagesDeps): MessageSource {
  return {
    kind: PAGE,
    ready: (on, messages) => ready(deps, on, messages),
    prepare: (tx, now, message, folded) => prepare(deps, tx, now, message, folded),
    settled: (tx, now, message, outcome) => settled(deps, tx, now, message, outcome),
    left: (tx, now, provider, sent) => left(deps, tx, now, provider, sent),
    hold: holdPages,
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
  const channels = await deps.contactChannels.byId(on, [...new Set(messages.map(({ channelId }) => channelId))]);
  const contents = new Map<string, OutgoingMessage>();
  for (const { id, channelId } of messages) {
    const pages = pagesOf.get(id) ?? [];
    const channel = channels.get(channelId);
    if (pages.length > 0 && pages.every(isNeeded) && channel?.activated)
      contents.set(id, renderPages(id, channel.address, pages, deps));
  }
  return contents;
}

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
  const channel = (await deps.contactChannels.byId(tx, [message.channelId])).get(message.channelId);
  const live = pages.filter(isNeeded);
  const dead = pages.filter((page) => !live.includes(page));
  const unsent = dead.filter((page) => !page.sent_at);
  await receiptFor(tx, now, unsent, 'STOP', dead[0]?.stop_reason ?? 'already answered');
  if (live.length === 0) return { cancel: 'answered, stopped or resolved meanwhile' };
  if (unsent.length > 0) await tx.rows(pagesSql.leave, [unsent.map(({ id }) => id)]);
  const fault = channelFault(channel);
  if (fault) {
    await tellFailure(deps, tx, now, live, { reason: fault, text: `Page not sent: ${fault}` });
    return { cancel: fault };
  }
  return { send: renderPages(message.id, channel!.address, live, deps) };
}

function channelFault(channel: ContactChannel | undefined): string | undefined {
  if (!channel) return 'the contact channel was deleted';
  return channel.activated ? undefined : `the contact channel "${channel.name}" is not activated`;
}

/** A receipt on each page; on the timelines, how late those were that were late. */
async function left(
  deps: PageMessagesDeps,
  tx: Tx,
  now: Date,
  provider: string,
  sent: { message: Message; providerId: string }[],
): Promise<void> {
  await addSent(
    tx,
    now,
    sent.map(({ message, providerId }) => ({ messageId: message.id, info: providerId })),
  );
  const late = sent.flatMap(({ message }) => (isLate(now, message.dueAt) ? [message.id] : []));
  if (late.length === 0) return;
  const pages = Map.groupBy(await tx.rows(pagesSql.ofMessages, [late]), (page) => page.message_id);
  const text = (page: PageRow) => `Page sent by ${provider}${lateness(now, page)}`;
  const events = late.flatMap((id) => tell(now, pages.get(id) ?? [], text));
  await deps.timeline.append(tx, now, events);
}

async function settled(deps: PageMessagesDeps, tx: Tx, now: Date, message: Message, outcome: Outcome): Promise<void> {
  const pages = () => tx.rows(pagesSql.ofMessages, [[message.id]]);
  const tries = count(outcome.attempt, 'try', 'tries');
  switch (outcome.kind) {
    case 'sent': {
      if (outcome.attempt === 1)
        return left(deps, tx, now, outcome.provider, [{ message, providerId: outcome.providerId }]);
      await addSent(tx, now, [{ messageId: message.id, info: outcome.providerId }]);
      const text = (page: PageRow) => `Page sent by ${outcome.provider} after ${tries}${lateness(now, page)}`;
      return deps.timeline.append(tx, now, tell(now, await pages(), text));
    }
    case 'failed':
      return tellFailure(deps, tx, now, await pages(), {
        reason: outcome.reason,
        text:
          outcome.provider === NO_PROVIDER
            ? `Page not sent: ${outcome.reason}`
            : `Page refused for good by ${outcome.provider}: ${outcome.reason}`,
      });
    case 'retrying':
      if (!TOLD_TRIES.has(outcome.attempt)) return;
      return tellFailure(deps, tx, now, await pages(), {
        reason: outcome.reason,
        text: `Page not sent by ${outcome.provider} (${tries}): ${outcome.reason}. It is tried again.`,
      });
  }
}

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
