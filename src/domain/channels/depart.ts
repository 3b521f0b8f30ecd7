import type { Tx } from '#storage/db';
import type { Job } from '#storage/due';
import type { Channel, OutgoingMessage } from './channel.ts';
import { type AskedRow, type DepartedRow, type MessageRow, messagesSql } from './messages.sql.ts';
import { GATHER_MS, isLate, isOpen, lateBefore } from './outbox.ts';
import { paceSql } from './pace.sql.ts';
import { type Asking, isHeld, judge, noPace, type Pace, type Verdict } from './pace.ts';
import type { Route } from './route.ts';
import { sourceOf, toMessage } from './rows.ts';
import type { SendDeps } from './send-deps.ts';
import type { Message } from './source.ts';
import { tellRefused, tellStuck } from './stuck.ts';

/** A message marked as leaving. */
interface Marked {
  attempt: number;
  /** An earlier try may have reached its receiver: whatever this one says, it stays unknown. */
  uncertain: boolean;
  /** Whom it goes to; and who had it the last time. */
  channel: Channel;
  wasWith: string | null;
}

export interface Leaving extends Marked {
  message: Message;
  content: OutgoingMessage;
  /** Who has failed before, since all of them were to be asked; and how often all of them have. */
  tried: string[];
  rounds: number;
  /** It was told already that nobody could take it. */
  stuck: boolean;
  /** When it was decided to give it to the provider. */
  handedAt: Date;
}

/** What came of marking a message as leaving: nothing where it is late, held or settled; no content where something is in doubt. */
export interface Marking {
  row: DepartedRow | undefined;
  content: OutgoingMessage | undefined;
  channel: Channel | undefined;
}

/** Marks those that go as leaving, and reads what they are for again: a few statements, however many they are. */
export async function mark(deps: SendDeps, route: Route, jobs: Job[]): Promise<Marking[]> {
  const now = deps.now();
  const ids = jobs.map(({ key }) => key);
  const chosen = new Map<string, Channel>();
  // Once this is committed nobody folds the messages; what is read after it is the state at the moment of sending.
  const rows = isHeld(deps.limits)
    ? await departAsked(deps, route, now, ids, chosen)
    : await departFresh(deps, route, now, ids, chosen);
  const marked = new Map(rows.map((row) => [row.id, row]));
  const contents = await readyOf(deps, rows);
  return ids.map((id) => ({ row: marked.get(id), content: contents.get(id), channel: chosen.get(id) }));
}

/** Where no pace has a say: those that nobody was asked to bring yet go by the first provider, without a look before. */
async function departFresh(
  { db }: SendDeps,
  route: Route,
  now: Date,
  ids: string[],
  chosen: Map<string, Channel>,
): Promise<DepartedRow[]> {
  const channel = route.working(now, []);
  if (!channel) return [];
  for (const id of ids) chosen.set(id, channel);
  return db.rows(messagesSql.departFresh, [ids, lateBefore(now), ids.map(() => channel.provider)]);
}

/** Of those that are open: what their receivers' paces let through, and what these have no say in. */
async function departAsked(
  deps: SendDeps,
  route: Route,
  now: Date,
  ids: string[],
  chosen: Map<string, Channel>,
): Promise<DepartedRow[]> {
  const seen = (await deps.db.rows(messagesSql.look, [ids])).filter(({ status }) => isOpen(status));
  // Where a provider has still to show that it works, it is decided in a transaction what becomes of a message.
  const goes = ({ id, tried, due_at }: MessageRow) => {
    const channel = isLate(now, due_at) ? undefined : route.working(now, tried);
    if (channel) chosen.set(id, channel);
    return channel !== undefined;
  };
  const values = (some: MessageRow[]) => {
    const going = some.map(({ id }) => id);
    return [going, lateBefore(now), going.map((id) => chosen.get(id)!.provider)];
  };
  const { admitted, paces } = admit(deps, now, seen.filter(isAsked), goes);
  const others = seen.filter((row) => !isAsked(row) && goes(row));
  return [
    ...(others.length > 0 ? await deps.db.rows(messagesSql.depart, values(others)) : []),
    ...(admitted.length > 0
      ? await deps.db.rows(messagesSql.departPaced, [...values(admitted), now, JSON.stringify(paces)])
      : []),
  ];
}

/** Which of these their receivers' paces let through, by severity, then age; and the paces as they are after that. */
function admit({ limits }: SendDeps, now: Date, asked: AskedRow[], goes: (row: MessageRow) => boolean) {
  const paces = new Map<string, { recipient: string; account: string; state: Pace; version: number }>();
  const admitted = asked
    .toSorted((a, b) => a.priority - b.priority || a.created_at.getTime() - b.created_at.getTime())
    .filter((row) => {
      const { account, version } = row;
      const recipient = row.recipient ?? '';
      const verdict = judge(now, paces.get(recipient)?.state ?? row.state ?? noPace, askingOf(row), limits);
      if (!verdict.go || verdict.gathers || !goes(row)) return false;
      paces.set(recipient, { recipient, account, state: verdict.next, version });
      return true;
    });
  return { admitted, paces: [...paces.values()] };
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

/** The message that leaves; undefined when nothing has to go now. What is late, held or in doubt is decided in a transaction. */
export async function depart(
  deps: SendDeps,
  route: Route,
  job: Job,
  { row, content, channel }: Marking,
): Promise<Leaving | undefined> {
  if (!row || !channel) return deps.db.tx((tx) => decideDeparture(deps, route, tx, job));
  const marked = { attempt: row.attempts, uncertain: row.uncertain, channel, wasWith: row.was_with };
  if (content) return leaving(deps.now(), row, marked, content);
  return deps.db.tx((tx) => decideDeparture(deps, route, tx, job, marked));
}

const leaving = (handedAt: Date, row: MessageRow, marked: Marked, content: OutgoingMessage): Leaving => ({
  ...marked,
  ...{ content, handedAt, message: toMessage(row), tried: row.tried, rounds: row.rounds, stuck: row.stuck_at !== null },
});

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
  route: Route,
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
  const prepared = await sourceOf(deps.sources, row.kind).prepare(tx, now, message, siblings.map(toMessage));
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
    await tx.rows(messagesSql.cancel, [row.id, now, prepared.cancel, (already?.attempt ?? row.attempts + 1) - 1]);
    await deps.due.finish(tx, job);
    if (prepared.undeliverable) await tellRefused(deps, tx, now, row, prepared.cancel);
    return undefined;
  }
  if (already) return leaving(now, row, already, prepared.send);
  const choice = route.take(now, row.tried);
  if ('until' in choice) return waitForProvider(deps, route, tx, job, row, choice);
  // What is not needed any more takes nobody's turn, so the pace is kept only now.
  if (asked) await savePace(tx, asked);
  const { channel } = choice;
  await tx.rows(messagesSql.sending, [row.id, channel.provider, now]);
  const marked = { channel, attempt: row.attempts + 1, uncertain: row.status === 'sending', wasWith: row.provider };
  return leaving(now, row, marked, prepared.send);
}

/** Nobody can be asked now: it waits, and its room hears of it once. */
async function waitForProvider(
  deps: SendDeps,
  route: Route,
  tx: Tx,
  job: Job,
  row: MessageRow,
  { until, reason }: { until: Date; reason: string },
): Promise<undefined> {
  const now = deps.now();
  const stuck = route.isHeldUp(now);
  await tx.rows(messagesSql.waits, [row.id, reason, stuck ? now : null]);
  await deps.due.again(tx, job, until, reason);
  route.waits(row.id);
  if (stuck && row.stuck_at === null) await tellStuck(deps, tx, now, row, reason);
  return undefined;
}

interface Asked {
  row: MessageRow;
  verdict: Verdict;
}

/** Its receiver's pace, locked before any message is; undefined where it has no say. */
async function askPace(deps: SendDeps, tx: Tx, now: Date, job: Job): Promise<Asked | undefined> {
  if (!isHeld(deps.limits)) return undefined;
  const seen = await tx.first(messagesSql.look, [[job.key]]);
  if (!seen || !isAsked(seen)) return undefined;
  await tx.rows(paceSql.ensure, [seen.recipient, seen.account, JSON.stringify(noPace)]);
  const pace = await tx.first(paceSql.lock, [seen.recipient]);
  // Read again: while this waited, it may have gone with another.
  const row = await tx.first(messagesSql.look, [[job.key]]);
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

/**
 * It was due while nothing ran, and so were the timers: what they decide now goes with it, and its receiver gets one digest.
 * It waits for them once.
 */
export const stoodStill = (now: Date, job: Job) => job.attempt === 1 && isLate(now, job.dueAt);

/** Lets these wait for others to go with them: one statement, however many they are. */
export async function gather({ due, now }: SendDeps, jobs: Job[]): Promise<undefined[]> {
  await due.againAll(jobs, new Date(now().getTime() + GATHER_MS), 'late: it waits for others to go with it');
  return jobs.map(() => undefined);
}

/** What goes with this one: messages of its kind that surely have not left, late as it is, or held for the storm's next message. */
function canFold(now: Date, into: MessageRow, other: MessageRow, gathers: boolean): boolean {
  if (other.id === into.id || other.kind !== into.kind || other.status !== 'pending') return false;
  if (gathers && other.admitted_at === null) return true;
  return isLate(now, into.due_at) && isLate(now, other.due_at);
}
