import type { Log } from '#kernel/log';
import type { Probe } from '#kernel/probe';
import type { Db, Tx } from '#storage/db';
import type { DueWork, Job } from '#storage/due';
import { patiently } from '#storage/patiently';
import { type Channel, type OutgoingMessage, retryDelayMs, type Sent } from './channel.ts';
import { type MessageRow, messagesSql } from './messages.sql.ts';
import { NO_PROVIDER } from './no-provider.ts';
import { isLate, lateBefore } from './outbox.ts';
import { type Message, type MessageSource, sendQueue } from './source.ts';

export interface SendDeps {
  db: Db;
  due: DueWork;
  log: Log;
  probe: Probe;
  channels: Channel[];
  sources: MessageSource[];
  now: () => Date;
}

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

/** A message marked as leaving. */
interface Marked {
  attempt: number;
  /** An earlier try may have reached its receiver: whatever this one says, it stays unknown. */
  uncertain: boolean;
}

interface Leaving extends Marked {
  message: Message;
  content: OutgoingMessage;
}

/** Marks the message as leaving and reads its state again; undefined when nothing has to go. */
async function depart(deps: SendDeps, channel: Channel, job: Job): Promise<Leaving | undefined> {
  // Once this is committed nobody folds the message; what is read after it is the state at the moment of sending.
  const row = await deps.db.first(messagesSql.depart, [job.key, lateBefore(deps.now()), channel.provider]);
  if (!row) return deps.db.tx((tx) => decideDeparture(deps, channel, tx, job));
  const message = toMessage(row);
  const marked = { attempt: row.attempts, uncertain: row.uncertain };
  const content = await sourceOf(deps, row.kind).ready?.(deps.db, message);
  if (content) return { ...marked, message, content };
  return deps.db.tx((tx) => decideDeparture(deps, channel, tx, job, marked));
}

/** The whole of it, in one transaction: what late messages go together, what is not needed any more. */
async function decideDeparture(
  deps: SendDeps,
  channel: Channel,
  tx: Tx,
  job: Job,
  already?: Marked,
): Promise<Leaving | undefined> {
  const now = deps.now();
  const open = await tx.rows(messagesSql.lockOpen, [job.key]);
  const row = open.find((candidate) => candidate.id === job.key);
  if (!row) {
    await deps.due.finish(tx, job);
    return undefined;
  }
  const source = sourceOf(deps, row.kind);
  const siblings =
    row.status === 'pending' && isLate(now, row.due_at) ? open.filter((other) => canFold(now, row, other)) : [];
  const message = toMessage(row);
  const marked = already ?? { attempt: row.attempts + 1, uncertain: row.status === 'sending' };
  const prepared = await source.prepare(tx, now, message, siblings.map(toMessage));
  if (siblings.length > 0) {
    const ids = siblings.map((sibling) => sibling.id);
    await tx.rows(messagesSql.fold, [ids, row.id, now]);
    await deps.due.cancel(tx, job.queue, ids);
  }
  if ('cancel' in prepared) {
    deps.log.info(
      { requestId: job.requestId, message: row.id, reason: prepared.cancel },
      'message not needed any more',
    );
    await tx.rows(messagesSql.cancel, [row.id, now, prepared.cancel, marked.attempt - 1]);
    await deps.due.finish(tx, job);
    return undefined;
  }
  if (!already) await tx.rows(messagesSql.sending, [row.id, channel.provider]);
  return { ...marked, message, content: prepared.send };
}

/** Late messages of the same kind to the same channel, which surely have not left, go with this one as a digest. */
function canFold(now: Date, into: MessageRow, other: MessageRow): boolean {
  return other.id !== into.id && other.kind === into.kind && other.status === 'pending' && isLate(now, other.due_at);
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

function sourceOf(deps: SendDeps, kind: string): MessageSource {
  const source = deps.sources.find((candidate) => candidate.kind === kind);
  if (!source) throw new Error(`no room offers messages of kind ${kind}`);
  return source;
}

function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    account: row.account,
    channelId: row.channel_id,
    channelType: row.channel_type,
    kind: row.kind,
    dueAt: row.due_at,
    payload: row.payload,
  };
}
