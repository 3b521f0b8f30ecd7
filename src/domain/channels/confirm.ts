import type { Tx } from '#storage/db';
import type { Job } from '#storage/due';
import type { Channel } from './channel.ts';
import { type MessageRow, messagesSql } from './messages.sql.ts';
import { sourceOf, toMessage } from './rows.ts';
import type { SendDeps } from './send-deps.ts';
import { type Fate, type Message, sendQueue } from './source.ts';

/** Taken messages whose providers have still to say that they arrived. */
export const CONFIRM_QUEUE = 'confirm';
/** So many of these a node looks at once. */
const CONCURRENCY = 16;

/** What a provider says of a message that it has taken. */
export interface Confirmations {
  /**
   * Records what became of a message, once: whatever is said later, or again, changes nothing. A failure counts only of the try
   * that is the last one (`providerId`; undefined where who tells it does not know it); that an earlier one arrived is as good. An unknown
   * message changes nothing.
   */
  record(tx: Tx, now: Date, messageId: string, providerId: string | undefined, fate: Fate): Promise<void>;
  /** It is being delivered (a call was answered): its fate is waited for until then. */
  underWay(tx: Tx, now: Date, messageId: string, until: Date): Promise<void>;
}

type ConfirmDeps = Pick<SendDeps, 'due' | 'sources'>;

export function createConfirmations({ due, sources }: ConfirmDeps): Confirmations {
  return {
    async record(tx, now, messageId, providerId, fate) {
      const row = await locked(sources, tx, messageId);
      // A message is judged once; only that it arrived is news after a silence.
      if (!row || row.fate === 'delivered' || row.fate === 'failed') return;
      if (row.fate === 'unconfirmed' && fate.kind !== 'delivered') return;
      const otherTry = providerId !== undefined && row.provider_id !== null && row.provider_id !== providerId;
      if (fate.kind === 'failed' && otherTry) return;
      if (row.status !== 'sent' && row.status !== 'sending') return;
      await tx.rows(messagesSql.setFate, [row.id, fate.kind, now]);
      await due.cancel(tx, CONFIRM_QUEUE, [row.id]);
      await sourceOf(sources, row.kind).fated?.(tx, now, toMessage(row), fate);
    },
    async underWay(tx, now, messageId, until) {
      const row = await tx.first(messagesSql.lockAny, [messageId]);
      if (!row || row.fate !== null || (row.status !== 'sent' && row.status !== 'sending')) return;
      const withinMs = until.getTime() - now.getTime();
      await tx.rows(messagesSql.awaitFate, [[row.id], until]);
      await due.put(tx, now, [confirmWork(row.id, row.account, until, withinMs)]);
    },
  };
}

const sendWork = ({ id, account, channel_type, priority }: MessageRow, runAt: Date) => ({
  ...{ queue: sendQueue(channel_type), key: id, account, runAt, priority, payload: {} },
});

export const confirmWork = (key: string, account: string, runAt: Date, withinMs: number) => ({
  ...{ queue: CONFIRM_QUEUE, key, account, runAt, priority: 1 },
  payload: { withinMs },
});

/** What its room decides on, then the message: in everybody's order. */
export async function locked(sources: SendDeps['sources'], tx: Tx, messageId: string) {
  const seen = await tx.first(messagesSql.look, [[messageId]]);
  if (!seen) return undefined;
  await sourceOf(sources, seen.kind).hold?.(tx, messageId);
  return tx.first(messagesSql.lockAny, [messageId]);
}

/** Sets the timers of those that have just been taken, where their provider says later that they arrived. */
export async function awaitFates(
  { due, sources }: ConfirmDeps,
  tx: Tx,
  now: Date,
  taken: { message: Message; channel: Channel }[],
): Promise<void> {
  const asked = taken.flatMap(({ message, channel: { confirmsWithinMs } }) =>
    confirmsWithinMs !== undefined && sourceOf(sources, message.kind).fated ? [{ ...message, confirmsWithinMs }] : [],
  );
  if (asked.length === 0) return;
  const known = new Set((await tx.rows(messagesSql.fated, [asked.map(({ id }) => id)])).map(({ id }) => id));
  const waiting = asked.filter(({ id }) => !known.has(id));
  for (const [withinMs, some] of Map.groupBy(waiting, ({ confirmsWithinMs }) => confirmsWithinMs)) {
    const runAt = new Date(now.getTime() + withinMs);
    await tx.rows(messagesSql.awaitFate, [some.map(({ id }) => id), runAt]);
    // A call that was answered before it was recorded waits longer already.
    for (const { id, account } of some) await due.ensure(tx, now, confirmWork(id, account, runAt, withinMs));
  }
}

/** A provider has said nothing in time: the message's room decides what is tried instead. */
export function confirmHandler({
  db,
  due,
  sources,
  channels,
  now,
}: Pick<SendDeps, 'db' | 'due' | 'sources' | 'channels' | 'now'>) {
  const handle = (job: Job): Promise<void> =>
    db.tx(async (tx) => {
      const row = await locked(sources, tx, job.key);
      await due.finish(tx, job);
      if (!row || row.fate !== null || row.status !== 'sent') return;
      const { withinMs } = job.payload as { withinMs: number };
      const at = now();
      await tx.rows(messagesSql.setFate, [row.id, 'unconfirmed', at]);
      const fate = { kind: 'unconfirmed', withinMs } as const;
      const waits = await sourceOf(sources, row.kind).fated?.(tx, at, toMessage(row), fate);
      const route = channels.find(({ type }) => type === row.channel_type);
      const tried = [...row.tried, row.provider ?? ''];
      // Whoever was silent once is often silent twice, so that another one is asked: each of them once, and then no more.
      if (!waits || row.rounds > 0 || !route?.following(at, tried)) return;
      await tx.rows(messagesSql.reopen, [row.id, tried]);
      await due.put(tx, at, [sendWork(row, at)]);
    });
  return { queue: CONFIRM_QUEUE, concurrency: CONCURRENCY, handle };
}
