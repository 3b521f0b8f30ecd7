import type { BusEvent } from '#domain/events';
import type { ResponsePlan } from '#domain/response-plans';
import type { Silences } from '#domain/silences';
import { firstIdAt } from '#kernel/ids';
import { type Miss, matches, missesOf, parsePattern } from '#kernel/patterns/index';
import { Refusal } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import {
  type Counts,
  createReplay,
  type Recorded,
  type ReplaySettings,
  type WouldBe,
  type WouldBeOpen,
} from './replay.ts';
import { type RecordedRow, replaysSql } from './replays.sql.ts';

/** What recorded events are played against. */
export interface ReplayAsked extends Omit<ReplaySettings, 'silences'> {
  account: string;
  region: string;
  bus: string;
  pattern: string;
  plan: ResponsePlan;
  from: Date;
  to: Date;
  /** Where the page before ended. */
  position?: ReplayPosition;
}

export interface ReplayPosition {
  after: string;
  open: WouldBeOpen[];
}

/** A kind of event that the rule does not match, and what would have to be different; of one of them. */
export interface NearMiss {
  source: string;
  detailType: string;
  events: number;
  eventId: string;
  misses: Miss[];
}

/** One page of a replay. */
export interface Replayed extends Counts {
  scanned: number;
  matched: number;
  /** The first fifty of those that would have been opened in this page. */
  incidents: WouldBe[];
  /** By how little each missed it, the nearest first. */
  nearest: NearMiss[];
  /** How far was read. */
  readTo: Date;
  /** Where the next page begins; absent: all was read. */
  position?: ReplayPosition;
}

/** Events that one page reads at most, in parts, and the characters of them. */
const PAGE = 5_000;
const PART = 500;
const MOST_CHARACTERS = 20_000_000;
const MOST_INCIDENTS = 50;
/** Kinds of events that are looked at for misses, and those that are told. */
const MOST_KINDS = 100;
const NEAREST = 5;
const MOST_SILENCES = 1_000;

/**
 * What a rule and a plan would have made of recorded events. Reads one page, oldest first, and nothing else. Refuses
 * (validation) a pattern that is none.
 */
export async function replay(on: Queries, now: Date, silences: Silences, asked: ReplayAsked): Promise<Replayed> {
  const { account, region, bus, from, to, position } = asked;
  const pattern = parsePattern(asked.pattern);
  const all = await silences.list(on, now, { account, limit: MOST_SILENCES });
  const play = createReplay({ ...asked, silences: all }, position?.open);
  const kinds = new Map<string, NearMiss>();
  let [after, scanned, matched, characters, readTo, done] = [position?.after ?? firstIdAt(from), 0, 0, 0, from, false];
  while (!done && scanned < PAGE && characters < MOST_CHARACTERS) {
    const rows = await on.rows(replaysSql.recorded, [account, region, after, firstIdAt(to), bus, PART]);
    for (const row of rows) {
      const recorded = toRecorded(row, { account, region, bus });
      const holds = isMatch(pattern, row.body);
      play.play(recorded, holds);
      if (holds) matched++;
      else miss(kinds, row, asked.pattern);
      characters += row.body.length;
      [after, readTo] = [row.id, row.accepted_at];
    }
    scanned += rows.length;
    done = rows.length < PART;
  }
  const nearest = [...kinds.values()].sort((a, b) => a.misses.length - b.misses.length || b.events - a.events);
  return {
    ...{ scanned, matched, ...play.counts(), incidents: play.incidents().slice(0, MOST_INCIDENTS) },
    ...{ nearest: nearest.slice(0, NEAREST), readTo: done ? to : readTo },
    ...(done ? {} : { position: { after, open: play.open() } }),
  };
}

function toRecorded(row: RecordedRow, of: Pick<BusEvent, 'account' | 'region' | 'bus'>): Recorded {
  const body = JSON.parse(row.body) as { resources: string[]; detail: Record<string, unknown>; time: string };
  const { resources, detail, time } = body;
  const event = { ...of, id: row.id, source: row.source, detailType: row.detail_type, resources, detail };
  return { at: row.accepted_at, event: { ...event, time: new Date(time) } };
}

/** An event that nests too deeply for the rule is no match, as when it comes. */
function isMatch(pattern: ReturnType<typeof parsePattern>, body: string): boolean {
  try {
    return matches(pattern, JSON.parse(body));
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Of each kind of event the first one is looked at. */
function miss(kinds: Map<string, NearMiss>, { id, source, detail_type, body }: RecordedRow, pattern: string): void {
  const key = `${source}\n${detail_type}`;
  const known = kinds.get(key);
  if (known) kinds.set(key, { ...known, events: known.events + 1 });
  else if (kinds.size < MOST_KINDS)
    kinds.set(key, { source, detailType: detail_type, events: 1, eventId: id, misses: missesOf(pattern, body) });
}
