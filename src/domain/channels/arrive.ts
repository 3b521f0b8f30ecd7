import type { Tx } from '#storage/db';
import { type Job, LeaseLost } from '#storage/due';
import { type Channel, retryDelayMs, type Sent } from './channel.ts';
import { awaitFates } from './confirm.ts';
import type { Leaving } from './depart.ts';
import { messagesSql } from './messages.sql.ts';
import { sourceOf } from './rows.ts';
import type { SendDeps } from './send-deps.ts';

/** What a provider said of a message that was given to it. */
export interface Arriving {
  job: Job;
  leaving: Leaving;
  sent: Sent;
}

/** Whether it is the ordinary case, of which many are recorded together: sent at the first try. */
export function canShare({ sources }: SendDeps, { leaving, sent }: Arriving): boolean {
  return sent.ok && leaving.attempt === 1 && sourceOf(sources, leaving.message.kind).left !== undefined;
}

/** Records many ordinary ones. Fails for all where one is not ours any more: nothing of that one is kept. */
export async function arriveAll(deps: SendDeps, channel: Channel, tx: Tx, arriving: Arriving[]): Promise<undefined[]> {
  const now = deps.now();
  const left = arriving.flatMap(({ leaving, sent }) =>
    sent.ok ? [{ message: leaving.message, providerId: sent.providerId }] : [],
  );
  const rows = left.map(({ message, providerId }) => ({ id: message.id, provider_id: providerId }));
  await tx.rows(messagesSql.settleSent, [JSON.stringify(rows), now]);
  const ours = await deps.due.finishAll(
    tx,
    arriving.map(({ job }) => job),
  );
  const lost = arriving.find(({ job }) => !ours.has(job.id));
  if (lost) throw new LeaseLost(lost.job);
  for (const [kind, some] of Map.groupBy(left, ({ message }) => message.kind))
    await sourceOf(deps.sources, kind).left?.(tx, now, channel.provider, some);
  await awaitFates(deps, channel, tx, now, left);
  return arriving.map(() => undefined);
}

/** Records what the provider said of a message, in the transaction that ends the try. */
export async function arrive(
  deps: SendDeps,
  channel: Channel,
  tx: Tx,
  { job, leaving, sent }: Arriving,
): Promise<void> {
  const now = deps.now();
  const { message, attempt } = leaving;
  const source = sourceOf(deps.sources, message.kind);
  const { provider } = channel;
  // The message's row first, as in a departure, then the work: nothing is kept when that is not ours any more.
  if (sent.ok) {
    await tx.rows(messagesSql.settle, [message.id, 'sent', now, sent.providerId, null]);
    await deps.due.finish(tx, job);
    await source.settled(tx, now, message, { kind: 'sent', provider, providerId: sent.providerId, attempt });
    return awaitFates(deps, channel, tx, now, [{ message }]);
  }
  if (sent.permanent) {
    await tx.rows(messagesSql.settle, [message.id, 'failed', now, null, sent.reason]);
    await deps.due.finish(tx, job);
    return source.settled(tx, now, message, { kind: 'failed', provider, reason: sent.reason, attempt });
  }
  const at = new Date(now.getTime() + retryDelayMs(attempt, sent.retryAfterMs));
  const status = sent.certain && !leaving.uncertain ? 'pending' : 'sending';
  await tx.rows(messagesSql.failedTry, [message.id, status, sent.reason]);
  await source.settled(tx, now, message, { kind: 'retrying', provider, reason: sent.reason, attempt, at });
  await deps.due.again(tx, job, at, sent.reason);
}
