import { SECOND } from '#kernel/clock';
import type { Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { type MessageRow, messagesSql } from './messages.sql.ts';
import { type Message, sendQueue } from './source.ts';

/** A message due longer ago than this is late: something stood still, and others may be late with it. */
export const LATE_MS = 10 * SECOND;
/** Late messages wait this long for one another, so that a person gets one digest and not one message each. */
const GATHER_MS = 3 * SECOND;

export interface NewMessage extends Message {
  /** 1 (most severe) to 5. */
  priority: number;
  requestId?: string;
}

/** Puts messages into the outbox, in the transaction that decided them. */
export interface Outbox {
  put(tx: Tx, now: Date, messages: NewMessage[]): Promise<void>;
  /** Deletes an account's messages and the work of sending them: what has not left, does not leave any more. */
  erase(tx: Tx, account: string): Promise<void>;
}

export function createOutbox(due: DueWork): Outbox {
  return {
    async put(tx, now, messages) {
      if (messages.length === 0) return;
      const rows = messages.map((message) => ({
        id: message.id,
        account: message.account,
        channel_id: message.channelId,
        channel_type: message.channelType,
        kind: message.kind,
        due_at: message.dueAt,
        payload: message.payload,
      }));
      await tx.rows(messagesSql.insert, [JSON.stringify(rows), now]);
      const work = messages.map((message) => ({
        queue: sendQueue(message.channelType),
        key: message.id,
        account: message.account,
        runAt: isLate(now, message.dueAt) ? new Date(now.getTime() + GATHER_MS) : now,
        priority: message.priority,
        payload: {},
        ...(message.requestId ? { requestId: message.requestId } : {}),
      }));
      await due.put(tx, now, work);
    },
    async erase(tx, account) {
      const open = (await tx.rows(messagesSql.lockAll, [account])).filter(({ status }) => isOpen(status));
      for (const [type, messages] of Map.groupBy(open, (message) => message.channel_type)) {
        await due.cancel(
          tx,
          sendQueue(type),
          messages.map(({ id }) => id),
        );
      }
      await tx.rows(messagesSql.erase, [account]);
    },
  };
}

const isOpen = (status: MessageRow['status']) => status === 'pending' || status === 'sending';

/** A message that was due before this moment is late. */
export const lateBefore = (now: Date) => new Date(now.getTime() - LATE_MS);

/** Whether what was due at a moment is late. */
export const isLate = (now: Date, dueAt: Date) => dueAt < lateBefore(now);
