import type { Tx } from '#storage/db';
import type { Job } from '#storage/due';
import { type MessageRow, messagesSql } from './messages.sql.ts';
import { isOpen } from './outbox.ts';
import { sourceOf, toMessage } from './rows.ts';
import type { SendDeps } from './send-deps.ts';

/** Messages that no provider can take, now or ever, of which their rooms have still to be told. */
const STUCK_QUEUE = 'stuck';
const CONCURRENCY = 16;

type Told = Pick<MessageRow, 'id' | 'account' | 'kind'>;

/** Lets the message's room know soon, in a transaction of its own: what it decides on is locked before the message. */
export const tellStuck = (
  { due }: Pick<SendDeps, 'due'>,
  tx: Tx,
  now: Date,
  { id, account }: Omit<Told, 'kind'>,
  reason: string,
): Promise<void> =>
  due.put(tx, now, [{ queue: STUCK_QUEUE, key: id, account, runAt: now, priority: 1, payload: { reason } }]);

/** The same of a message that will never leave, where its room wants to hear of that. */
export async function tellRefused(
  deps: Pick<SendDeps, 'due' | 'sources'>,
  tx: Tx,
  now: Date,
  message: Told,
  reason: string,
): Promise<void> {
  if (sourceOf(deps.sources, message.kind).refused) await tellStuck(deps, tx, now, message, reason);
}

/**
 * No provider can take a message now: its room decides what is tried meanwhile, and the message itself goes on being tried. Or
 * it will never leave: then its room decides what is tried instead.
 */
export function stuckHandler({ db, due, sources, now }: Pick<SendDeps, 'db' | 'due' | 'sources' | 'now'>) {
  const handle = (job: Job): Promise<void> =>
    db.tx(async (tx) => {
      const seen = await tx.first(messagesSql.look, [[job.key]]);
      const source = seen && sourceOf(sources, seen.kind);
      await source?.hold?.(tx, job.key);
      const row = await tx.first(messagesSql.lockAny, [job.key]);
      await due.finish(tx, job);
      if (!row) return;
      const { reason } = job.payload as { reason: string };
      if (isOpen(row.status)) await source?.stuck?.(tx, now(), toMessage(row), reason);
      else if (row.status === 'failed' || row.status === 'cancelled')
        await source?.refused?.(tx, now(), toMessage(row));
    });
  return { queue: STUCK_QUEUE, concurrency: CONCURRENCY, handle };
}
