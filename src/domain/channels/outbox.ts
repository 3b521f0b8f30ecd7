import { SECOND } from '#kernel/clock';
import type { Queries, Tx } from '#storage/db';
import type { Due, DueWork } from '#storage/due';
import { type MessageRow, messagesSql } from './messages.sql.ts';
import { paceSql } from './pace.sql.ts';
import { noPace, type Pace, type PaceLimits, waitsUntil } from './pace.ts';
import { type Message, sendQueue } from './source.ts';

/** A message due longer ago than this is late: something stood still, and others may be late with it. */
export const LATE_MS = 10 * SECOND;
/** Late messages wait this long for one another, so that a person gets one digest and not one message each. */
export const GATHER_MS = 3 * SECOND;

export interface NewMessage extends Message {
  /** 1 (most severe) to 5. */
  priority: number;
  requestId?: string;
  /**
   * Whom it is for, by one name on all of their channels: pages to them are held in a storm. Left out, it always goes at once.
   */
  recipient?: string;
}

/** Puts messages into the outbox, in the transaction that decided them. */
export interface Outbox {
  /** `also` is other due work that comes with them: it goes by the same statement. */
  put(tx: Tx, now: Date, messages: NewMessage[], also?: Due[]): Promise<void>;
  /** Those of these channels that have an open message, which stays as it is until the transaction ends. */
  busy(tx: Tx, channelIds: string[]): Promise<Set<string>>;
  /** Those of these messages that were never put, or are gone. */
  missing(on: Queries, ids: string[]): Promise<Set<string>>;
  /** Whether all of these are there and none is open any more. */
  allSettled(on: Queries, ids: string[]): Promise<boolean>;
  /** Deletes messages that are settled. */
  forget(tx: Tx, ids: string[]): Promise<void>;
  /** Deletes an account's messages and the work of sending them: what has not left, does not leave any more. */
  erase(tx: Tx, account: string): Promise<void>;
}

export function createOutbox(due: DueWork, limits: PaceLimits): Outbox {
  return {
    async put(tx, now, messages, also = []) {
      if (messages.length === 0) return due.put(tx, now, also);
      const rows = messages.map((message) => ({
        id: message.id,
        account: message.account,
        channel_id: message.channelId,
        channel_type: message.channelType,
        kind: message.kind,
        due_at: message.dueAt,
        payload: message.payload,
        priority: message.priority,
        recipient: message.recipient,
      }));
      const put = await tx.rows(messagesSql.insert, [JSON.stringify(rows), now]);
      const paces = new Map(put.map(({ id, state }) => [id, state]));
      const work = messages.map((message) => ({
        queue: sendQueue(message.channelType),
        key: message.id,
        account: message.account,
        runAt: leavesAt(now, message, paces.get(message.id) ?? noPace, limits),
        priority: message.priority,
        payload: {},
        ...(message.requestId ? { requestId: message.requestId } : {}),
      }));
      await due.put(tx, now, [...work, ...also]);
    },
    async busy(tx, channelIds) {
      return new Set((await tx.rows(messagesSql.lockBusy, [channelIds])).map(({ channel_id }) => channel_id));
    },
    async missing(on, ids) {
      const present = new Set((await on.rows(messagesSql.present, [ids])).map(({ id }) => id));
      return new Set(ids.filter((id) => !present.has(id)));
    },
    async allSettled(on, ids) {
      return (await on.rows(messagesSql.settled, [ids])).length === new Set(ids).size;
    },
    async forget(tx, ids) {
      await tx.rows(messagesSql.forget, [ids]);
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
      await tx.rows(paceSql.erase, [account]);
    },
  };
}

/** At once, or when it is due; a late one when the others have come; in a storm with the next message, so that a flood is not looked at one by one. */
function leavesAt(now: Date, message: NewMessage, pace: Pace, limits: PaceLimits): Date {
  if (message.dueAt > now) return message.dueAt;
  if (isLate(now, message.dueAt)) return new Date(now.getTime() + GATHER_MS);
  return waitsUntil(now, pace, { channel: message.channelId, severity: message.priority }, limits) ?? now;
}

/** Not settled: it has still to leave, or may have left. */
export const isOpen = (status: MessageRow['status']) => status === 'pending' || status === 'sending';

/** A message that was due before this moment is late. */
export const lateBefore = (now: Date) => new Date(now.getTime() - LATE_MS);

/** Whether what was due at a moment is late. */
export const isLate = (now: Date, dueAt: Date) => dueAt < lateBefore(now);
