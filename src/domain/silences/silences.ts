import type { Actor } from '#kernel/actor';
import { parseArn } from '#kernel/arn';
import { isUuid, newId } from '#kernel/ids';
import { parsePattern } from '#kernel/patterns/index';
import { type Quota, within } from '#kernel/quota';
import { invalid, notFound, Refusal } from '#kernel/refusal';
import { cut } from '#kernel/text';
import type { Queries, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { oneAtATime } from '#storage/one-at-a-time';
import { endWork, SILENCE_QUEUE } from './end.ts';
import { toSilence } from './rows.ts';
import { beginning, checkWindow, type Scope, type Silence, type SilenceStatus } from './silence.ts';
import { type SilencedRow, type SilenceRow, silencedSql, silencesSql } from './silences.sql.ts';

export interface NewSilence {
  scope: Scope;
  reason: string;
  /** Now unless given. */
  from?: Date;
  until: Date;
  includeCritical: boolean;
}

export interface SilenceRef {
  account: string;
  /** A UUID. */
  id: string;
}

/** What is to change; what is absent stays. */
export interface SilenceChange {
  reason?: string;
  until?: Date;
  includeCritical?: boolean;
}

export interface SilenceQuery {
  account: string;
  status?: SilenceStatus;
  limit: number;
  /** The last id of the page before. */
  before?: string;
}

/** An incident that was opened in a silence, and by what. */
export interface Silenced {
  silenceId: string;
  incidentId: string;
  account: string;
  names: string[];
}

export interface Silences {
  /** Refuses (validation) a window that is over, too long or too far ahead, and what is another account's; (quotaExceeded) too many. */
  create(tx: Tx, now: Date, actor: Actor, silence: NewSilence): Promise<string>;
  /** Refuses (conflict) one that is over. */
  update(tx: Tx, now: Date, actor: Actor, ref: SilenceRef, change: SilenceChange): Promise<void>;
  /** From now on it silences nothing. One that is over stays as it is. */
  end(tx: Tx, now: Date, actor: Actor, ref: SilenceRef): Promise<void>;
  get(on: Queries, now: Date, ref: SilenceRef): Promise<Silence>;
  /** The same, locked until the transaction ends. */
  lock(tx: Tx, now: Date, ref: SilenceRef): Promise<Silence>;
  /** Newest first. */
  list(on: Queries, now: Date, query: SilenceQuery): Promise<Silence[]>;
  /** Those of an account that are not over and have begun at an instant. */
  at(on: Queries, account: string, instant: Date): Promise<Silence[]>;
  /** The same for accounts now, held until the transaction ends: what is silenced by them, their end finds. */
  hold(tx: Tx, now: Date, accounts: string[]): Promise<Silence[]>;
  /** Keeps which incidents a silence has silenced. */
  silence(tx: Tx, now: Date, silenced: Silenced[]): Promise<void>;
  /** Of these incidents those that wait for a silence's end. */
  held(on: Queries, incidentIds: string[]): Promise<Silenced[]>;
  /** They wait no more. Answers those that did, each once: whoever releases them decides what becomes of them. */
  release(tx: Tx, now: Date, incidentIds: string[]): Promise<Silenced[]>;
  /** Forgets in which silences these incidents were opened. */
  forget(tx: Tx, incidentIds: string[]): Promise<void>;
  /** Deletes all that an account has of silences. */
  erase(tx: Tx, account: string): Promise<void>;
}

export interface SilenceRooms {
  due: DueWork;
  quotas: Readonly<Record<'silences', Quota>>;
  /** The longest that one may last. */
  longestMs: number;
}

const LONGEST_REASON = 1_000;

export function createSilences({ due, quotas, longestMs }: SilenceRooms): Silences {
  const put = (tx: Tx, now: Date, row: Pick<SilenceRow, 'id' | 'account'>, at: Date, requestId?: string) =>
    due.put(tx, now, [endWork(row, at, requestId)]);
  return {
    async create(tx, now, actor, { scope, reason, until, includeCritical, ...given }) {
      const from = beginning(now, given.from);
      const { account, principal, requestId } = actor;
      checkWindow(now, { from, until }, longestMs);
      checkReason(reason);
      checkScope(account, scope);
      await oneAtATime(tx, `silences/${account}`);
      const open = await tx.first(silencesSql.countOpen, [account]);
      within(quotas.silences, (open?.count ?? 0) + 1, { type: 'SILENCE', id: account });
      const id = newId(now);
      const target = targetOf(scope);
      await tx.rows(silencesSql.insert, [
        ...[id, account, scope.of, target, reason, from, until, includeCritical],
        ...[now, principal],
      ]);
      await put(tx, now, { id, account }, until, requestId);
      return id;
    },
    async update(tx, now, actor, ref, change) {
      const row = await lockOpen(tx, now, ref);
      const until = change.until ?? row.ends_at;
      const reason = change.reason ?? row.reason;
      checkReason(reason);
      if (change.until) checkWindow(now, { from: row.starts_at, until }, longestMs);
      const includeCritical = change.includeCritical ?? row.include_critical;
      await tx.rows(silencesSql.update, [row.id, reason, until, includeCritical, now, actor.principal]);
      if (change.until) await put(tx, now, row, until, actor.requestId);
    },
    async end(tx, now, actor, ref) {
      const row = await locked(tx, ref);
      if (isOver(row, now)) return;
      // One that had not begun ends as it would have begun.
      const at = new Date(Math.max(row.starts_at.getTime(), now.getTime()));
      await tx.rows(silencesSql.update, [row.id, row.reason, at, row.include_critical, now, actor.principal]);
      if (at > now) await tx.rows(silencesSql.over, [row.id, now]);
      await put(tx, now, row, now, actor.requestId);
    },
    get: find,
    async lock(tx, now, ref) {
      await locked(tx, ref);
      return find(tx, now, ref);
    },
    async list(on, now, { account, status, limit, before }) {
      const [begun, over] = STATES[status ?? 'any'];
      const rows = await on.rows(silencesSql.list, [account, before ?? null, now, begun, over, limit]);
      return rows.map((row) => toSilence(row, now));
    },
    async at(on, account, instant) {
      const rows = await on.rows(silencesSql.unsettled, [[account], instant]);
      return rows.map((row) => toSilence(row, instant));
    },
    async hold(tx, now, accounts) {
      return (await tx.rows(silencesSql.hold, [accounts, now])).map((row) => toSilence(row, now));
    },
    async silence(tx, now, silenced) {
      const rows = silenced.map(({ silenceId, incidentId, account, names }) => ({
        ...{ silence_id: silenceId, incident_id: incidentId, account, names },
      }));
      if (rows.length > 0) await tx.rows(silencedSql.insert, [JSON.stringify(rows), now]);
    },
    async held(on, incidentIds) {
      return (await on.rows(silencedSql.held, [incidentIds])).map(toSilenced);
    },
    async release(tx, now, incidentIds) {
      const rows = await tx.rows(silencedSql.release, [incidentIds, now]);
      return [...new Map(rows.map((row) => [row.incident_id, toSilenced(row)])).values()];
    },
    async forget(tx, incidentIds) {
      await tx.rows(silencedSql.forget, [incidentIds]);
    },
    async erase(tx, account) {
      await tx.rows(silencedSql.erase, [account]);
      const gone = await tx.rows(silencesSql.erase, [account]);
      await due.cancel(
        tx,
        SILENCE_QUEUE,
        gone.map(({ id }) => id),
      );
    },
  };
}

/** Whether it has begun, and whether it is over; null: either. */
const STATES: Readonly<Record<SilenceStatus | 'any', [boolean | null, boolean | null]>> = {
  any: [null, null],
  planned: [false, false],
  active: [true, false],
  over: [null, true],
};

const isOver = (row: SilenceRow, now: Date) => row.over_at !== null || row.ends_at <= now;

async function find(on: Queries, now: Date, { account, id }: SilenceRef): Promise<Silence> {
  const row = isUuid(id) ? await on.first(silencesSql.find, [account, id]) : undefined;
  if (!row) throw notFound('SILENCE', id);
  return toSilence(row, now);
}

async function locked(tx: Tx, { account, id }: SilenceRef): Promise<SilenceRow> {
  const row = isUuid(id) ? await tx.first(silencesSql.lock, [account, id]) : undefined;
  if (!row) throw notFound('SILENCE', id);
  return row;
}

async function lockOpen(tx: Tx, now: Date, ref: SilenceRef): Promise<SilenceRow> {
  const row = await locked(tx, ref);
  if (!isOver(row, now)) return row;
  const message = 'The silence is over, and what it had silenced is decided on. Make another one.';
  throw new Refusal('conflict', message, { resourceType: 'SILENCE', resourceId: row.id });
}

function checkReason(reason: string): void {
  if (reason.trim() !== '' && reason.length <= LONGEST_REASON) return;
  const message = `wanted 1 to ${LONGEST_REASON} characters that say why, got ${JSON.stringify(cut(reason, 100))}`;
  throw invalid(`reason: ${message}`, { name: 'reason', message });
}

const WANTED = {
  plan: /^arn:aws:ssm-incidents::\d{12}:response-plan\/[^/]+$/,
  rule: /^arn:aws:events:[a-z0-9-]+:\d{12}:rule\/.+$/,
  alarm: /^arn:aws:cloudwatch:[a-z0-9-]+:\d{12}:alarm:.+$/,
} as const;

export function targetOf(scope: Scope): string | null {
  if (scope.of === 'everything') return null;
  return scope.of === 'pattern' ? scope.pattern : scope.arn;
}

function checkScope(account: string, scope: Scope): void {
  if (scope.of === 'everything') return;
  if (scope.of === 'pattern') return void parsePattern(scope.pattern);
  if (WANTED[scope.of].test(scope.arn) && parseArn(scope.arn)?.account === account) return;
  const message = `wanted the ARN of a ${scope.of} of account ${account}, got ${JSON.stringify(scope.arn)}`;
  throw invalid(`target: ${message}`, { name: 'target', message });
}

const toSilenced = ({ silence_id, incident_id, account, names }: SilencedRow): Silenced => ({
  silenceId: silence_id,
  incidentId: incident_id,
  account,
  names,
});
