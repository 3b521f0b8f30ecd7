import type { Tx } from '#storage/db';
import type { Job } from '#storage/due';
import { messagesSql } from './messages.sql.ts';
import { isOpen } from './outbox.ts';
import { sourceOf, toMessage } from './rows.ts';
import type { SendDeps } from './send-deps.ts';

/** Messages that no provider can take now, of which their rooms have still to be told. */
const STUCK_QUEUE = 'stuck';
const CONCURRENCY = 16;

/** Lets the message's room know soon, in a transaction of its own: what it decides on is locked before the message. */
export const tellStuck = (
  { due }: Pick<SendDeps, 'due'>,
  tx: Tx,
  now: Date,
  { id, account }: { id: string; account: string },
  reason: string,
): Promise<void> =>
  due.put(tx, now, [{ queue: STUCK_QUEUE, key: id, account, runAt: now, priority: 1, payload: { reason } }]);

/** No provider can take a message now: its room decides what is tried meanwhile. The message itself goes on being tried. */
export function stuckHandler({ db, due, sources, now }: Pick<SendDeps, 'db' | 'due' | 'sources' | 'now'>) {
  const handle = (job: Job): Promise<void> =>
    db.tx(async (tx) => {
      const seen = await tx.first(messagesSql.look, [[job.key]]);
      const source = seen && sourceOf(sources, seen.kind);
      await source?.hold?.(tx, job.key);
      const row = await tx.first(messagesSql.lockAny, [job.key]);
      await due.finish(tx, job);
      if (!row || !isOpen(row.status)) return;
      const { reason } = job.payload as { reason: string };
      await source?.stuck?.(tx, now(), toMessage(row), reason);
    });
  return { queue: STUCK_QUEUE, concurrency: CONCURRENCY, handle };
}
