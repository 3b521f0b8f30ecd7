import type { Tx } from '#storage/db';
import type { Job } from '#storage/due';
import type { Channel, OutgoingMessage } from './channel.ts';
import { type MessageRow, messagesSql } from './messages.sql.ts';
import { isLate, isOpen, lateBefore } from './outbox.ts';
import { paceSql } from './pace.sql.ts';
import { type Asking, judge, noPace, type Verdict } from './pace.ts';
import { freeAgainAt } from './rate.ts';
import type { SendDeps } from './send-deps.ts';
import type { Message, MessageSource } from './source.ts';

/** A message marked as leaving. */
interface Marked {
  attempt: number;
  /** An earlier try may have reached its receiver: whatever this one says, it stays unknown. */
  uncertain: boolean;
}

export interface Leaving extends Marked {
  message: Message;
  content: OutgoingMessage;
}

/** How often a departure is decided again because another one to the same person was quicker. */
const RACES = 5;

/** Marks the message as leaving and reads its state again; undefined when nothing has to go now. */
export async function depart(deps: SendDeps, channel: Channel, job: Job): Promise<Leaving | undefined> {
  const free = await freeAgainAt(deps, channel.type);
  if (free) return void (await deps.due.again(deps.db, job, free, 'the provider’s rate is reached'));
  const row = await mark(deps, channel, job);
  if (!row) return deps.db.tx((tx) => decideDeparture(deps, channel, tx, job));
  const message = toMessage(row);
  const marked = { attempt: row.attempts, uncertain: row.uncertain };
  const content = await sourceOf(deps, row.kind).ready?.(deps.db, message);
  if (content) return { ...marked, message, content };
  return deps.db.tx((tx) => decideDeparture(deps, channel, tx, job, marked));
}

/**
 * The common case, a message in time that nothing holds, by two statements. Once the second is committed nobody folds the
 * message; what is read after it is the state at the moment of sending. Undefined: to be decided in a transaction.
 */
async function mark(deps: SendDeps, channel: Channel, job: Job) {
  for (let race = 0; race < RACES; race++) {
    const now = deps.now();
    const values = [job.key, lateBefore(now), channel.provider];
    const asked = await deps.db.first(messagesSql.look, [job.key]);
    if (!asked) return undefined;
    if (!isOpen(asked.status)) return undefined;
    if (!isAsked(asked)) return deps.db.first(messagesSql.depart, values);
    const verdict = judge(now, asked.state ?? noPace, askingOf(asked), deps.limits);
    if (!verdict.go || verdict.gathers || isLate(now, asked.due_at)) return undefined;
    const pace = [now, JSON.stringify(verdict.next), asked.version];
    const row = await deps.db.first(messagesSql.departPaced, [...values, ...pace]);
    if (row) return row;
  }
  return undefined;
}

/** Whether its receiver's pace has a say: pages that were not let through yet. */
const isAsked = (row: MessageRow) => row.recipient !== null && row.admitted_at === null;

const askingOf = (row: MessageRow): Asking => ({
  channel: row.channel_id,
  severity: row.priority,
  since: row.created_at,
});

/** The whole of it, in one transaction: what goes together, what waits, what is not needed any more. */
async function decideDeparture(
  deps: SendDeps,
  channel: Channel,
  tx: Tx,
  job: Job,
  already?: Marked,
): Promise<Leaving | undefined> {
  const now = deps.now();
  const asked = already ? undefined : await askPace(deps, tx, now, job);
  if (asked && !asked.verdict.go) return holdBack(deps, tx, job, asked, asked.verdict.until);
  const open = await tx.rows(messagesSql.lockOpen, [job.key]);
  const row = open.find((candidate) => candidate.id === job.key);
  if (!row) {
    await deps.due.finish(tx, job);
    return undefined;
  }
  const gathers = asked?.verdict.go === true && asked.verdict.gathers;
  const siblings = row.status === 'pending' ? open.filter((other) => canFold(now, row, other, gathers)) : [];
  const message = toMessage(row);
  const marked = already ?? { attempt: row.attempts + 1, uncertain: row.status === 'sending' };
  const prepared = await sourceOf(deps, row.kind).prepare(tx, now, message, siblings.map(toMessage));
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
  // What is not needed any more takes nobody's turn, so the pace is kept only now.
  if (asked) await savePace(tx, asked);
  if (!already) await tx.rows(messagesSql.sending, [row.id, channel.provider, now]);
  return { ...marked, message, content: prepared.send };
}

interface Asked {
  row: MessageRow;
  verdict: Verdict;
}

/** Its receiver's pace, locked before any message is; undefined where it has no say. */
async function askPace(deps: SendDeps, tx: Tx, now: Date, job: Job): Promise<Asked | undefined> {
  const seen = await tx.first(messagesSql.look, [job.key]);
  if (!seen || !isAsked(seen)) return undefined;
  await tx.rows(paceSql.ensure, [seen.recipient, seen.account, JSON.stringify(noPace)]);
  const pace = await tx.first(paceSql.lock, [seen.recipient]);
  // Read again: while this waited, it may have gone with another.
  const row = await tx.first(messagesSql.look, [job.key]);
  if (!row || !isAsked(row) || !isOpen(row.status)) return undefined;
  return { row, verdict: judge(now, pace?.state ?? noPace, askingOf(row), deps.limits) };
}

const savePace = (tx: Tx, { row, verdict }: Asked) =>
  tx.rows(paceSql.save, [row.recipient, JSON.stringify(verdict.next)]);

/** It waits, and with it all that waits for the channel: in a flood each is looked at once, and not again and again. */
async function holdBack(deps: SendDeps, tx: Tx, job: Job, asked: Asked, until: Date): Promise<undefined> {
  const { row, verdict } = asked;
  const recent = verdict.next.recent.filter((one) => one.channel === row.channel_id);
  const worst = Math.min(row.priority, ...recent.map((one) => one.severity));
  const waiting = await tx.rows(messagesSql.waiting, [row.channel_id, row.kind, worst]);
  await savePace(tx, asked);
  const others = waiting.flatMap(({ id }) => (id === row.id ? [] : [id]));
  await deps.due.defer(tx, job.queue, others, until);
  await deps.due.again(tx, job, until, 'held: it goes with others, as one message');
  const log = { requestId: job.requestId, message: row.id, waiting: waiting.length, until };
  deps.log.info(log, 'page held: many come to this channel');
  return undefined;
}

/** What goes with this one: messages of its kind that surely have not left, late as it is, or held for the storm's next message. */
function canFold(now: Date, into: MessageRow, other: MessageRow, gathers: boolean): boolean {
  if (other.id === into.id || other.kind !== into.kind || other.status !== 'pending') return false;
  if (gathers && other.admitted_at === null) return true;
  return isLate(now, into.due_at) && isLate(now, other.due_at);
}

export function sourceOf(deps: Pick<SendDeps, 'sources'>, kind: string): MessageSource {
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
