import { notFound } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { contentHash, type EntryContent, GENESIS, link } from './chain.ts';
import type { EventChange, NewEvent, TimelineEvent, TimelineOf, Written } from './event.ts';
import type { TimelineListener } from './listener.ts';
import { type EntryRow, type HeadRow, timelineSql, type WrittenRow } from './timeline.sql.ts';

export interface TimelineQuery extends TimelineOf {
  types?: string[];
  /** Both exclusive. */
  after?: Date;
  before?: Date;
  /** ARNs or related item ids, any of which an event must refer to. */
  references?: string[];
  order: 'ascending' | 'descending';
  limit: number;
  /** The last event of the page before. */
  position?: { time: Date; seq: number };
}

/** A break in an incident's chain: the entry at which it was found. */
export interface ChainFault {
  seq: number;
  fault: string;
}

export interface Timeline {
  /** Appends events, each linked to the one before it; all in the caller's transaction. */
  append(tx: Tx, now: Date, events: NewEvent[]): Promise<void>;
  /** Hides an event behind a changed one; what is not given stays. Refuses (notFound) when there is no such event. */
  change(tx: Tx, now: Date, event: EventChange): Promise<void>;
  /** Hides an event. Removing what is not there does nothing. */
  remove(tx: Tx, now: Date, of: TimelineOf, eventId: string, actor: string): Promise<void>;
  get(on: Queries, of: TimelineOf, eventId: string): Promise<TimelineEvent>;
  find(on: Queries, of: TimelineOf, eventId: string): Promise<TimelineEvent | undefined>;
  /** An event, its incident's chain locked until the transaction ends: for a change that rests on what it was. */
  lock(tx: Tx, of: TimelineOf, eventId: string): Promise<TimelineEvent>;
  /** Events as they stand now, by their time, then in the order written. */
  list(on: Queries, query: TimelineQuery): Promise<TimelineEvent[]>;
  /** What was written after `since`, of all incidents of an account, oldest first. Of one incident always in the order of `seq`. */
  written(on: Queries, account: string, since: Date, limit: number): Promise<Written[]>;
  /** From now on, whoever listens is told of what is written on these timelines. */
  follow(tx: Tx, of: TimelineOf[]): Promise<void>;
  /** What was written after the entry of this number and still stands, in the order written. */
  news(on: Queries, of: TimelineOf, after: number, limit: number): Promise<TimelineEvent[]>;
  /** The number of a timeline's last entry; 0: nothing is written. */
  last(on: Queries, of: TimelineOf): Promise<number>;
  /** Recomputes the chain from its contents. Empty: untouched. */
  verify(on: Queries, of: TimelineOf): Promise<ChainFault[]>;
  /** Takes what the timelines of these incidents say: hashes, places and times stay, and the chains can be verified (law 8). */
  forget(tx: Tx, now: Date, of: TimelineOf[]): Promise<void>;
  /** Deletes an account's timelines, hashes and all: only with everything else that the account has. */
  erase(tx: Tx, account: string): Promise<void>;
}

/** `listener` is asked for at each writing: the room that listens is made later. */
export function createTimeline(listener: () => TimelineListener | undefined = () => undefined): Timeline {
  const write = (tx: Tx, now: Date, entries: Entry[]) => writeAndTell(tx, now, entries, listener());
  const find = async (on: Queries, of: TimelineOf, eventId: string) => {
    const row = await on.first(timelineSql.current, [of.account, of.incidentId, eventId]);
    return row && toEvent(row);
  };
  return {
    append: (tx, now, events) =>
      write(
        tx,
        now,
        events.map((event) => ({ ...event, kind: 'event' as const })),
      ),
    async change(tx, now, event) {
      // Before it is read: a change that waited for a removal must find the event gone, not bring it back.
      await lockHeads(tx, [event]);
      const was = await find(tx, event, event.eventId);
      await write(tx, now, [{ ...there(was, event.eventId), ...event, kind: 'change' }]);
    },
    async remove(tx, now, of, eventId, actor) {
      await lockHeads(tx, [of]);
      const was = await find(tx, of, eventId);
      if (was) await write(tx, now, [{ ...was, data: '', references: [], actor, kind: 'removal' }]);
    },
    async get(on, of, eventId) {
      return there(await find(on, of, eventId), eventId);
    },
    async lock(tx, of, eventId) {
      await lockHeads(tx, [of]);
      return there(await find(tx, of, eventId), eventId);
    },
    find,
    async list(on, query) {
      const { position, after, before, types, references } = query;
      const listed = timelineSql.list(query.order === 'ascending' ? 'asc' : 'desc');
      const filters = [types ?? null, after ?? null, before ?? null, references ?? null];
      const from = [position?.time ?? null, position?.seq ?? null];
      const rows = await on.rows(listed, [query.account, query.incidentId, ...filters, ...from, query.limit]);
      return rows.map(toEvent);
    },
    async written(on, account, since, limit) {
      const rows = await on.rows(timelineSql.since, [account, since, limit]);
      return inChains(rows.map(toWritten));
    },
    async follow(tx, of) {
      const chains = of.map((one) => ({ account: one.account, incident_id: one.incidentId }));
      if (chains.length > 0) await tx.rows(timelineSql.follow, [JSON.stringify(chains)]);
    },
    async news(on, of, after, limit) {
      return (await on.rows(timelineSql.news, [of.account, of.incidentId, after, limit])).map(toEvent);
    },
    async last(on, of) {
      return (await on.first(timelineSql.head, [of.account, of.incidentId]))?.seq ?? 0;
    },
    verify,
    async forget(tx, now, of) {
      await lockHeads(tx, of);
      for (const [account, own] of Map.groupBy(of, (one) => one.account)) {
        await tx.rows(timelineSql.forget, [account, own.map(({ incidentId }) => incidentId), now]);
      }
    },
    async erase(tx, account) {
      await tx.rows(timelineSql.eraseEntries, [account]);
      await tx.rows(timelineSql.eraseHeads, [account]);
    },
  };
}

function there(event: TimelineEvent | undefined, eventId: string): TimelineEvent {
  if (!event) throw notFound('TIMELINE_EVENT', eventId);
  return event;
}

type Entry = NewEvent & Pick<EntryContent, 'kind'>;

/** Locks the chains of these incidents, in a fixed order: those that there are, then those that are new. */
async function lockHeads(tx: Tx, of: TimelineOf[]): Promise<HeadRow[]> {
  const chains = new Map(of.map((one) => [keyOf(one), { account: one.account, incident_id: one.incidentId }]));
  const known = await tx.rows(timelineSql.lockHeads, [JSON.stringify([...chains.values()])]);
  for (const { account, incident_id } of known) chains.delete(`${account}/${incident_id}`);
  if (chains.size === 0) return known;
  return [...known, ...(await tx.rows(timelineSql.makeHeads, [JSON.stringify([...chains.values()]), GENESIS]))];
}

interface Head {
  seq: number;
  hash: Buffer;
  followed: boolean;
}

/** Where each chain stands: locked, or, where it begins now, at its beginning. */
async function headsOf(tx: Tx, entries: Entry[], begun: ReadonlySet<string>): Promise<Map<string, Head>> {
  const heads = new Map<string, Head>([...begun].map((key) => [key, { seq: 0, hash: GENESIS, followed: false }]));
  const known = entries.filter((entry) => !begun.has(keyOf(entry)));
  if (known.length === 0) return heads;
  for (const { account, incident_id, ...head } of await lockHeads(tx, known))
    heads.set(`${account}/${incident_id}`, head);
  return heads;
}

async function writeAndTell(tx: Tx, now: Date, entries: Entry[], listener?: TimelineListener): Promise<void> {
  if (entries.length === 0) return;
  const heads = await write(tx, now, entries);
  // What only says how telling a follower went is no news to followers.
  const news = entries.filter((entry) => !entry.aboutFollowers && heads.get(keyOf(entry))!.followed);
  if (listener && news.length > 0) await listener.written(tx, now, distinct(news));
}

const distinct = (of: TimelineOf[]): TimelineOf[] => [
  ...new Map(of.map(({ account, incidentId }) => [`${account}/${incidentId}`, { account, incidentId }])).values(),
];

/** Answers where the chains stand after it. */
async function write(tx: Tx, now: Date, entries: Entry[]): Promise<Map<string, Head>> {
  const begun = new Set(entries.filter(({ begins }) => begins).map(keyOf));
  const heads = await headsOf(tx, entries, begun);
  const rows = entries.map((entry) => {
    const head = heads.get(keyOf(entry))!;
    const { kind, eventId, time, type, data, references = [], actor } = entry;
    const content = contentHash({
      seq: head.seq + 1,
      kind,
      eventId,
      time,
      type,
      data,
      references,
      actor,
      writtenAt: now,
    });
    head.seq += 1;
    head.hash = link(head.hash, content);
    return {
      account: entry.account,
      incident_id: entry.incidentId,
      seq: head.seq,
      kind,
      event_id: eventId,
      event_time: time,
      event_type: type,
      event_data: data,
      event_references: references,
      actor,
      written_at: now,
      content_hash: content.toString('hex'),
      hash: head.hash.toString('hex'),
      begins: begun.has(keyOf(entry)),
    };
  });
  await tx.rows(timelineSql.append, [JSON.stringify(rows)]);
  return heads;
}

async function verify(on: Queries, of: TimelineOf): Promise<ChainFault[]> {
  const rows = await on.rows(timelineSql.chain, [of.account, of.incidentId]);
  const head = await on.first(timelineSql.head, [of.account, of.incidentId]);
  const faults: ChainFault[] = [];
  let previous: Buffer = GENESIS;
  for (const [index, row] of rows.entries()) {
    const content = contentHash({ ...toEvent(row), kind: row.kind, writtenAt: row.written_at });
    if (row.seq !== index + 1) faults.push({ seq: row.seq, fault: `entry ${index + 1} is missing` });
    if (!row.removed_at && !content.equals(row.content_hash))
      faults.push({ seq: row.seq, fault: 'its content was changed' });
    if (!link(previous, row.content_hash).equals(row.hash))
      faults.push({ seq: row.seq, fault: 'its link does not follow from the one before' });
    previous = row.hash;
  }
  if (!(head?.hash ?? GENESIS).equals(previous))
    faults.push({ seq: rows.length, fault: 'entries at the end are missing' });
  return faults;
}

const toWritten = (row: WrittenRow): Written => ({
  incidentId: row.incident_id,
  seq: row.seq,
  kind: row.kind,
  eventId: row.event_id,
  type: row.event_type,
  deletes: row.deletes,
  writtenAt: row.written_at,
});

/** By time, but none before one that it is linked to: two nodes' readings of the clock may differ by a little. */
function inChains(all: Written[]): Written[] {
  const latest = new Map<string, number>();
  const keyed = all
    .toSorted((a, b) => a.seq - b.seq)
    .map((one) => {
      const at = Math.max(one.writtenAt.getTime(), latest.get(one.incidentId) ?? 0);
      latest.set(one.incidentId, at);
      return { one, at };
    });
  // A stable sort: what has the same time stays in the order of `seq`.
  return keyed.sort((a, b) => a.at - b.at).map(({ one }) => one);
}

const keyOf = (of: TimelineOf) => `${of.account}/${of.incidentId}`;

function toEvent(row: EntryRow): TimelineEvent {
  return {
    account: row.account,
    incidentId: row.incident_id,
    eventId: row.event_id,
    time: row.event_time,
    type: row.event_type,
    data: row.event_data,
    references: row.event_references,
    actor: row.actor,
    updatedAt: row.written_at,
    seq: row.seq,
  };
}
