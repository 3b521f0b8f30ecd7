import type { Tx } from '#storage/db';
import type { Job } from '#storage/due';
import type { Channel, OutgoingMessage } from './channel.ts';
import type { SendDeps } from './handlers.ts';
import { type DepartedRow, type MessageRow, messagesSql } from './messages.sql.ts';
import { isLate, lateBefore } from './outbox.ts';
import { sourceOf, toMessage } from './rows.ts';
import type { Message } from './source.ts';

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

/** What came of marking a message as leaving: nothing where it is late or settled; no content where something is in doubt. */
export interface Marking {
  row: DepartedRow | undefined;
  content: OutgoingMessage | undefined;
}

/** Marks those that are in time as leaving, and reads what they are for again: two statements, however many they are. */
export async function mark(deps: SendDeps, channel: Channel, jobs: Job[]): Promise<Marking[]> {
  const ids = jobs.map(({ key }) => key);
  // Once this is committed nobody folds the messages; what is read after it is the state at the moment of sending.
  const rows = await deps.db.rows(messagesSql.depart, [ids, lateBefore(deps.now()), channel.provider]);
  const marked = new Map(rows.map((row) => [row.id, row]));
  const contents = await readyOf(deps, rows);
  return ids.map((id) => ({ row: marked.get(id), content: contents.get(id) }));
}

/** What nothing stands against, rendered; by the message's id. */
async function readyOf(deps: SendDeps, rows: DepartedRow[]): Promise<Map<string, OutgoingMessage>> {
  const contents = new Map<string, OutgoingMessage>();
  for (const [kind, some] of Map.groupBy(rows, (row) => row.kind)) {
    const ready = await sourceOf(deps.sources, kind).ready?.(deps.db, some.map(toMessage));
    for (const [id, content] of ready ?? []) contents.set(id, content);
  }
  return contents;
}

/** The message that leaves; undefined when nothing has to go. Whatever is late or in doubt is decided in a transaction. */
export async function depart(
  deps: SendDeps,
  channel: Channel,
  job: Job,
  { row, content }: Marking,
): Promise<Leaving | undefined> {
  if (!row) return deps.db.tx((tx) => decideDeparture(deps, channel, tx, job));
  const marked = { attempt: row.attempts, uncertain: row.uncertain };
  if (content) return { ...marked, message: toMessage(row), content };
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
  const source = sourceOf(deps.sources, row.kind);
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
