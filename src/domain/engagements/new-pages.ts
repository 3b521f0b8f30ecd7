import type { NewMessage } from '#domain/channels';
import { keyOf } from '#domain/contacts';
import { newId } from '#kernel/ids';
import type { Decided } from './apply.ts';
import type { Effect } from './engagement.ts';

/** The kind of message that carries pages. */
export const PAGE = 'page';

type NewPage = ReturnType<typeof newPage>;

/** The pages that were decided, each with its row, and the message that carries it unless it goes in another one's. */
export function newPages(now: Date, decided: Decided[]): NewPage[] {
  return sameMessage(
    decided.flatMap((one) =>
      one.effects.flatMap((effect) => (effect.kind === 'page' ? [newPage(now, one, effect)] : [])),
    ),
  );
}

/**
 * Pages of one incident that are due at one channel at the same moment go in one message, whichever way they came there: its
 * reader sees one, and answers all (decision 0026). The others keep a message each.
 */
function sameMessage(pages: NewPage[]): NewPage[] {
  const first = new Map<string, NewPage>();
  return pages.map((page) => {
    const { incidentId, message } = page;
    if (incidentId === undefined) return page;
    const key = `${incidentId}/${message.channelId}/${message.dueAt.getTime()}`;
    const other = first.get(key);
    if (!other) first.set(key, page);
    return other ? { ...page, row: { ...page.row, message_id: other.message.id } } : page;
  });
}

/** A page and the message that carries it, unless another one does. */
function newPage(now: Date, { next, matter }: Decided, effect: Extract<Effect, { kind: 'page' }>) {
  const one = next.all.find(({ id }) => id === effect.engagementId)!;
  const { channelId, channelType, dueAt, stage, attempt } = effect;
  const messageId = newId(now);
  const message: NewMessage = {
    id: messageId,
    account: matter.account,
    channelId,
    channelType,
    kind: PAGE,
    dueAt,
    payload: {},
    priority: matter.severity,
    recipient: keyOf(one.contact),
    ...(matter.requestId ? { requestId: matter.requestId } : {}),
  };
  const row = {
    id: newId(now),
    ...one.contact,
    engagement_id: one.id,
    root_id: next.root.id,
    channel_id: channelId,
    channel_type: channelType,
    stage,
    attempt,
    due_at: dueAt,
    message_id: messageId,
    round: one.round,
  };
  return { row, message, incidentId: matter.incident?.id };
}
