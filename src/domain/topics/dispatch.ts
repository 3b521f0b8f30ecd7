import type { NewMessage } from '#domain/channels';
import { newId } from '#kernel/ids';
import type { Tx } from '#storage/db';
import type { Due } from '#storage/due';
import { deliveriesSql } from './deliveries.sql.ts';
import type { TopicsDeps } from './deps.ts';
import { channelTypeOf, type Protocol } from './subscription.ts';

/** Where deliveries over HTTP and to functions wait; mails and text messages wait where all of their kind do. */
export const DELIVERY_QUEUE = 'send.topic';
/** The kind of message in the outbox that is a delivery. */
export const TOPIC_MESSAGE = 'topic';
/** Behind pages of the severities that wake people. */
export const PRIORITY = 4;

/** Somewhere to deliver to. */
export interface Destination {
  subscription?: string;
  protocol: Protocol;
  endpoint: string;
}

/** What is delivered. */
export interface Dispatch {
  account: string;
  topic?: string;
  /** Absent: the question whether the subscription is wanted. */
  message?: string;
  requestId?: string | undefined;
}

/** Writes deliveries down, together with the work of making them. */
export async function dispatch(
  tx: Tx,
  now: Date,
  { outbox }: Pick<TopicsDeps, 'outbox'>,
  { account, topic, message, requestId }: Dispatch,
  destinations: readonly Destination[],
): Promise<void> {
  if (destinations.length === 0) return;
  const rows = destinations.map((destination) => ({ id: newId(now), ...destination }));
  await tx.rows(deliveriesSql.insert, [JSON.stringify(rows), account, topic ?? null, message ?? null, now]);
  const common = { account, priority: PRIORITY, ...(requestId ? { requestId } : {}) };
  const work: Due[] = [];
  const messages: NewMessage[] = [];
  for (const { id, protocol } of rows) {
    const channelType = channelTypeOf(protocol);
    if (!channelType) work.push({ ...common, queue: DELIVERY_QUEUE, key: id, runAt: now, payload: {} });
    // Under the delivery's own id, and as a channel of its own: messages of a topic are not folded into one another.
    else messages.push({ ...common, id, channelId: id, channelType, kind: TOPIC_MESSAGE, dueAt: now, payload: {} });
  }
  await outbox.put(tx, now, messages, work);
}
