import type { Admission, Published } from '#domain/events';
import { HOUR, MINUTE } from '#kernel/clock';
import { together } from '#kernel/together';
import { instantColumn, textColumn, uuidColumn } from '#storage/columns';
import type { Db, Tx } from '#storage/db';
import { type AlertState, senderId } from './alert.ts';
import { alertsSql, type KnownRow } from './alerts.sql.ts';
import { repeating } from './source.ts';

/** What is known of alerts, so that what is sent again and says nothing new costs a reading, and nothing is written. */
export interface AlertStates extends Admission {
  /** Of these, what is to be written: what may be news, and what was last seen a minute ago. */
  unsaid(now: Date, states: AlertState[]): Promise<Set<AlertState>>;
}

/** How exactly it is known when an alert was sent last: it costs a write. */
const SEEN_MS = MINUTE;
/** A source that repeats itself is heard again after so long: whoever resolved the incident by hand is to know that it fires still. */
const REMIND_MS = 4 * HOUR;
/** Alerts that this node remembers to have written: only of these it is worth asking whether they are known. */
const REMEMBERED = 50_000;
/** Requests whose alerts are looked up by one statement. */
const ASKED = 100;

/** Whether a state is news beside what is kept; `alertsSql.put` decides the same where two say it at once. */
function isNews(now: Date, known: KnownRow, state: AlertState): boolean {
  const { status, labelsHash, startsAt, source } = state;
  if (known.status !== status) return true;
  if (status === 'resolved') return false;
  const remindMs = repeating.includes(source) ? REMIND_MS : 0;
  if (known.changed_ms <= now.getTime() - remindMs) return true;
  return known.labels_hash !== labelsHash || (startsAt !== undefined && startsAt.getTime() > known.seen_ms + SEEN_MS);
}

export function createAlertStates(db: Db): AlertStates {
  const recent = createRecent();
  async function known(ids: Set<string>): Promise<Map<string, KnownRow>> {
    const rows = await db.rows(alertsSql.known, [uuidColumn([...ids])]);
    return new Map(rows.map((row) => [row.id, row]));
  }
  const idsOf = (states: readonly AlertState[]) => new Set(states.map(({ id }) => id));
  const lookUp = together<AlertState[], Map<string, KnownRow>>({
    most: ASKED,
    flights: 2,
    kind: ([state]) => state!.account,
    async all(calls) {
      // Servers that come in pairs say the same at the same moment.
      const found = await known(idsOf(calls.flat()));
      return calls.map(() => found);
    },
    alone: (states) => known(idsOf(states)),
    shared: () => true,
  });
  return {
    async unsaid(now, states) {
      const asked = states.filter(({ id }) => recent.has(id));
      if (asked.length === 0) return new Set(states);
      const rows = await lookUp(asked);
      const old = now.getTime() - SEEN_MS;
      const said = (state: AlertState) => {
        const row = rows.get(state.id);
        return row !== undefined && !isNews(now, row, state) && row.seen_ms >= old;
      };
      return new Set(states.filter((state) => !said(state)));
    },
    async admit(tx, now, published) {
      const news = new Set<Published>();
      for (const round of roundsOf(published)) for (const one of await put(tx, now, round)) news.add(one);
      const remember = () => {
        for (const { claim } of published) if (claim) recent.add(stateIn(claim).id);
      };
      tx.afterCommit(remember);
      return published.filter((one) => one.claim === undefined || news.has(one));
    },
  };
}

/** Whoever claims is this room. */
const stateIn = (claim: object) => claim as AlertState;

/** Writes states, each alert once; answers those that are news. */
async function put(tx: Tx, now: Date, round: Map<string, Published>): Promise<Published[]> {
  const states = [...round.values()].map(({ claim }) => stateIn(claim!));
  const remind = new Date(now.getTime() - REMIND_MS);
  const texts = (of: (state: AlertState) => string) => textColumn(states.map(of));
  const rows = await tx.rows(alertsSql.put, [
    ...[now, remind, repeating],
    uuidColumn([...round.keys()]),
    ...[texts(({ account }) => account), texts(({ source }) => source)],
    uuidColumn(states.map(senderId)),
    texts(({ status }) => status),
    texts(({ labelsHash }) => labelsHash),
    instantColumn(states.map(({ startsAt }) => startsAt)),
    instantColumn(states.map(({ endsAt }) => endsAt)),
    uuidColumn([...round.values()].map(({ event }) => event.id)),
  ]);
  return rows.flatMap((row) => (row.news ? (round.get(row.id) ?? []) : []));
}

/** No statement may write an alert twice: what one says after another goes into the next round, unless it says the same. */
function roundsOf(published: Published[]): Map<string, Published>[] {
  const rounds: Map<string, Published>[] = [];
  const last = new Map<string, { at: number; state: AlertState }>();
  for (const one of published) {
    if (one.claim === undefined) continue;
    const state = stateIn(one.claim);
    const before = last.get(state.id);
    if (before && before.state.status === state.status && before.state.labelsHash === state.labelsHash) continue;
    const at = before ? before.at + 1 : 0;
    rounds[at] ??= new Map();
    rounds[at].set(state.id, one);
    last.set(state.id, { at, state });
  }
  return rounds;
}

/** The last of what was added, half of the bound at least. */
function createRecent() {
  let young = new Set<string>();
  let old = new Set<string>();
  return {
    has: (id: string) => young.has(id) || old.has(id),
    add(id: string) {
      young.add(id);
      if (young.size < REMEMBERED / 2) return;
      old = young;
      young = new Set();
    },
  };
}
