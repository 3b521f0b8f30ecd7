import type { Tx } from '#storage/db';
import type { Job } from '#storage/due';
import { patiently } from '#storage/patiently';
import { type Channel, type OutgoingMessage, retryDelayMs, type Sent } from './channel.ts';
import { depart, type Leaving, sourceOf } from './depart.ts';
import { messagesSql } from './messages.sql.ts';
import { NO_PROVIDER } from './no-provider.ts';
import type { SendDeps } from './send-deps.ts';
import { sendQueue } from './source.ts';

/** How many messages of one channel type a node sends at once. */
const CONCURRENCY = 24;

/**
 * Sends what is due, a queue for each channel type. Three steps: the message is marked as leaving and its state read again;
 * the provider; a transaction that records what it said. Killed between them, the message is sent again under the same key.
 */
export function sendHandlers(deps: SendDeps) {
  return deps.channels.map((channel) => ({
    queue: sendQueue(channel.type),
    concurrency: CONCURRENCY,
    handle: (job: Job, { signal }: { signal: AbortSignal }) => send(deps, channel, job, signal),
  }));
}

async function send(deps: SendDeps, channel: Channel, job: Job, signal: AbortSignal): Promise<void> {
  const leaving = await depart(deps, channel, job);
  if (!leaving) return;
  await deps.probe('beforeSend', leaving.message.id);
  const sent = await attempt(channel, leaving.content, signal);
  await deps.probe('afterSend', leaving.message.id);
  const log = {
    requestId: job.requestId,
    message: leaving.message.id,
    channel: channel.type,
    attempt: leaving.attempt,
  };
  if (sent.ok)
    deps.log.info(
      { ...log, providerId: sent.providerId, lateMs: deps.now().getTime() - job.dueAt.getTime() },
      'message sent',
    );
  else deps.log.warn({ ...log, reason: sent.reason, permanent: sent.permanent }, 'message not sent');
  // It has left, or has not: while the database is away this is the only one who knows, so it waits for it.
  await patiently(signal, () => deps.db.tx((tx) => arrive(deps, channel, tx, job, leaving, sent)));
}

async function attempt(channel: Channel, content: OutgoingMessage, signal: AbortSignal): Promise<Sent> {
  const reason = channel.notReady();
  // A missing setting may be given at any moment, so it is no permanent error; that there is no provider at all is one.
  if (reason) return { ok: false, permanent: channel.provider === NO_PROVIDER, certain: true, reason };
  return channel.send(content, signal);
}

async function arrive(deps: SendDeps, channel: Channel, tx: Tx, job: Job, leaving: Leaving, sent: Sent): Promise<void> {
  const now = deps.now();
  const { message, attempt } = leaving;
  const source = sourceOf(deps, message.kind);
  const { provider } = channel;
  // The message's row first, as in a departure, then the work: nothing is kept when that is not ours any more.
  if (sent.ok) {
    await tx.rows(messagesSql.settle, [message.id, 'sent', now, sent.providerId, null]);
    await deps.due.finish(tx, job);
    return source.settled(tx, now, message, { kind: 'sent', provider, providerId: sent.providerId, attempt });
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
