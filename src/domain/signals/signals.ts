import { noiseOf, type ResponsePlan } from '#domain/response-plans';
import type { Queries, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { activitySql } from './activity.sql.ts';
import { LOOK_QUEUE, lookWork } from './looks.ts';
import { type Activity, type Signal, toActivity, toSignal } from './rows.ts';
import { type Facts, flaps } from './signal.ts';
import { groupsSql, signalsSql } from './signals.sql.ts';

export interface SignalRef {
  account: string;
  planName: string;
  key: string;
}

/** A signal that fires for an incident. */
export interface Fired extends SignalRef {
  incidentId: string;
  /** By which event; ids tell the order. */
  eventId: string;
  times: number;
}

/** What came to an incident. */
export interface Triggered {
  account: string;
  incidentId: string;
  createdAt: Date;
  /** Triggers that were folded in; 0: it is new. */
  folded: number;
  /** One of them does not say when it is over. */
  endless: boolean;
  /** It is new, its plan is not engaged, and it is looked at then. */
  heldUntil?: Date;
}

/** How an incident stood before a trigger. */
export interface Stood {
  /** When the last trigger or recovery was. */
  lastAt: Date;
  /** Its plan was held back. */
  held: boolean;
}

/** An alert's group, the dedupe string that a new window of it gets, and when that would be over. */
export interface GroupRef extends SignalRef {
  dedupeString: string;
  until: Date;
}

export interface SignalQuery {
  account: string;
  firing?: boolean;
  plan?: string;
  limit: number;
  /** The last one of the page before. */
  after?: { plan: string; key: string };
}

export interface Signals {
  /** They fire. Answers when each recovered lately, by `refKey`. */
  fire(tx: Tx, now: Date, fired: Fired[]): Promise<Map<string, Date[]>>;
  /** Answers how each incident stood before, by its id. */
  triggered(tx: Tx, now: Date, triggered: Triggered[]): Promise<Map<string, Stood>>;
  /** Incidents for which something fires under a name. */
  firingFor(on: Queries, account: string, key: string): Promise<string[]>;
  /** It is over for these incidents, which the caller has locked. Answers what was; what came late changes nothing. */
  recover(
    tx: Tx,
    now: Date,
    over: { account: string; key: string; eventId: string; incidentIds: string[] },
  ): Promise<Signal[]>;
  /** Notes that something recovered; `all`: nothing fires any more. */
  noteRecovery(tx: Tx, now: Date, account: string, incidentId: string, all: boolean): Promise<void>;
  /** Plans were engaged anew. */
  noteAnew(tx: Tx, now: Date, account: string, incidentIds: string[]): Promise<void>;
  /** What is known of an incident when it is looked at. */
  facts(on: Queries, account: string, incidentId: string): Promise<Facts>;
  /** Whether what recovered then flaps now, by the plan that it fires for. */
  isFlapping(now: Date, recoveries: readonly Date[], plan: Pick<ResponsePlan, 'noise'> | undefined): boolean;
  /** When it is looked at next, if ever; `held`: its plan is still not engaged. */
  lookAt(tx: Tx, now: Date, account: string, incidentId: string, at: Date | undefined, held: boolean): Promise<void>;
  activity(on: Queries, account: string, incidentIds: string[]): Promise<Map<string, Activity>>;
  ofIncident(on: Queries, account: string, incidentId: string, limit: number): Promise<Signal[]>;
  /** Where these fire, or fired last: the incidents' ids by `refKey`. */
  incidentOf(on: Queries, refs: SignalRef[]): Promise<Map<string, string>>;
  /** The dedupe string of each group, by `refKey`. Held until the transaction ends. */
  join(tx: Tx, now: Date, groups: GroupRef[]): Promise<Map<string, string>>;
  /** An incident was opened for each of these groups. */
  openedFor(tx: Tx, groups: GroupRef[]): Promise<void>;
  /** By plan and name. */
  list(on: Queries, query: SignalQuery): Promise<Signal[]>;
  /** Those that have fired `times` at least, some before `since` and some after, and never said that they were over. */
  neverOver(on: Queries, account: string, times: number, since: Date, limit: number): Promise<Signal[]>;
  /** Forgets what came to these incidents. */
  forget(tx: Tx, account: string, incidentIds: string[]): Promise<void>;
  erase(tx: Tx, account: string): Promise<void>;
}

export const refKey = ({ account, planName, key }: SignalRef) => `${account}/${planName}/${key}`;

const toRef = ({ account, planName: plan_name, key }: SignalRef) => ({ account, plan_name, key });
const keyOfRow = (row: { account: string; plan_name: string; key: string }) =>
  refKey({ account: row.account, planName: row.plan_name, key: row.key });

/** Signals of an incident that are looked at for flapping. */
const MOST = 1_000;

export function createSignals(due: DueWork, minuteMs: number): Signals {
  return {
    isFlapping: (now, recoveries, plan) => flaps(now, recoveries, noiseOf(plan).flapping, minuteMs),
    async fire(tx, now, fired) {
      if (fired.length === 0) return new Map();
      const rows = fired.map(({ incidentId: incident_id, eventId: event_id, times, ...ref }) => ({
        ...toRef(ref),
        ...{ incident_id, event_id, times },
      }));
      const known = await tx.rows(signalsSql.fire, [JSON.stringify(rows), now]);
      return new Map(known.map((row) => [keyOfRow(row), row.recent]));
    },
    async triggered(tx, now, triggered) {
      if (triggered.length === 0) return new Map();
      const rows = triggered.map(({ account, incidentId, createdAt, folded, endless, heldUntil }) => ({
        ...{ account, incident_id: incidentId, created_at: createdAt, folded, endless },
        ...(heldUntil ? { held_at: now, look_at: heldUntil } : {}),
      }));
      const known = await tx.rows(activitySql.triggered, [JSON.stringify(rows), now]);
      const held = triggered.flatMap(({ account, incidentId, heldUntil }) =>
        heldUntil ? [lookWork(account, incidentId, heldUntil)] : [],
      );
      await due.put(tx, now, held);
      return new Map(known.map((row) => [row.incident_id, { lastAt: row.before_at, held: row.held }]));
    },
    async firingFor(on, account, key) {
      return (await on.rows(signalsSql.firing, [account, key])).map(({ incident_id }) => incident_id);
    },
    async recover(tx, now, { account, key, eventId, incidentIds }) {
      return (await tx.rows(signalsSql.recover, [account, key, eventId, incidentIds, now])).map(toSignal);
    },
    async noteRecovery(tx, now, account, incidentId, all) {
      await tx.rows(activitySql.recovered, [account, incidentId, now, all]);
    },
    async noteAnew(tx, now, account, incidentIds) {
      await tx.rows(activitySql.anew, [account, incidentIds, now]);
    },
    facts,
    async lookAt(tx, now, account, incidentId, at, held) {
      await tx.rows(activitySql.looked, [account, incidentId, at ?? null, held]);
      if (at) await due.put(tx, now, [lookWork(account, incidentId, at)]);
      else await due.cancel(tx, LOOK_QUEUE, [incidentId]);
    },
    activity,
    ofIncident,
    async incidentOf(on, refs) {
      if (refs.length === 0) return new Map();
      const rows = await on.rows(signalsSql.incidentOf, [JSON.stringify(refs.map(toRef))]);
      return new Map(rows.map((row) => [keyOfRow(row), row.incident_id]));
    },
    async join(tx, now, groups) {
      if (groups.length === 0) return new Map();
      const rows = await tx.rows(groupsSql.join, [JSON.stringify(groups.map(toGroup)), now]);
      return new Map(rows.map((row) => [keyOfRow(row), row.dedupe_string]));
    },
    async openedFor(tx, groups) {
      if (groups.length > 0) await tx.rows(groupsSql.opened, [JSON.stringify(groups.map(toGroup))]);
    },
    async list(on, { account, firing, plan, limit, after }) {
      const filters = [firing ?? null, plan ?? null];
      const rows = await on.rows(signalsSql.list, [
        account,
        after?.plan ?? null,
        after?.key ?? null,
        ...filters,
        limit,
      ]);
      return rows.map(toSignal);
    },
    async neverOver(on, account, times, since, limit) {
      return (await on.rows(signalsSql.neverOver, [account, times, since, limit])).map(toSignal);
    },
    async forget(tx, account, incidentIds) {
      await tx.rows(activitySql.forget, [account, incidentIds]);
      await due.cancel(tx, LOOK_QUEUE, incidentIds);
    },
    async erase(tx, account) {
      await tx.rows(signalsSql.erase, [account]);
      await tx.rows(groupsSql.erase, [account]);
      const gone = await tx.rows(activitySql.erase, [account]);
      const looks = gone.flatMap(({ incident_id: id, look_at: at }) => (at ? [id] : []));
      await due.cancel(tx, LOOK_QUEUE, looks.sort());
    },
  };
}

const toGroup = ({ dedupeString: dedupe_string, until, ...ref }: GroupRef) => ({
  ...toRef(ref),
  ...{ dedupe_string, until },
});

async function activity(on: Queries, account: string, incidentIds: string[]): Promise<Map<string, Activity>> {
  const rows = await on.rows(activitySql.get, [account, incidentIds]);
  return new Map(rows.map((row) => [row.incident_id, toActivity(row)]));
}

async function ofIncident(on: Queries, account: string, incidentId: string, limit: number): Promise<Signal[]> {
  return (await on.rows(signalsSql.ofIncident, [account, incidentId, limit])).map(toSignal);
}

async function facts(on: Queries, account: string, incidentId: string): Promise<Facts> {
  const { count } = (await on.first(signalsSql.countFiring, [account, incidentId]))!;
  const own = (await activity(on, account, [incidentId])).get(incidentId);
  const signals = await ofIncident(on, account, incidentId, MOST);
  return {
    firing: count,
    endless: own?.endless ?? false,
    ...(own?.recoveredAt ? { recoveredAt: own.recoveredAt } : {}),
    ...(own?.heldAt ? { heldAt: own.heldAt } : {}),
    recoveries: signals.map(({ recent }) => recent),
  };
}
