import { createHash, randomBytes } from 'node:crypto';
import type { Actor } from '#kernel/actor';
import { isUuid, newId } from '#kernel/ids';
import { type Quota, within } from '#kernel/quota';
import { notFound, Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { oneAtATime } from '#storage/one-at-a-time';
import { MONITOR_QUEUE, monitorWork } from './looks.ts';
import { checkMonitor, dueAt, type Monitor, type MonitorStatus } from './monitor.ts';
import { type MonitorRow, monitorsSql, toMonitor } from './monitors.sql.ts';

export type NewMonitor = Pick<Monitor, 'name' | 'intervalSeconds' | 'graceSeconds' | 'labels'> & { planName?: string };

/** What is to change; what is absent stays. */
export interface MonitorChange {
  intervalSeconds?: number;
  graceSeconds?: number;
  /** null takes it away. */
  planName?: string | null;
  labels?: Record<string, string>;
  /** Disabled it misses nothing; enabled it waits for its next beat. */
  enabled?: boolean;
}

export interface MonitorRef {
  account: string;
  region: string;
  /** A UUID. */
  id: string;
}

export interface Monitors {
  /** `address` is what is to be called, told this once: only its hash is stored. Refuses a name that is taken (conflict). */
  create(tx: Tx, now: Date, actor: Actor, monitor: NewMonitor): Promise<{ monitor: Monitor; address: string }>;
  get(on: Queries, ref: MonitorRef): Promise<Monitor>;
  /** The same, locked until the transaction ends. */
  lock(tx: Tx, ref: MonitorRef): Promise<Monitor>;
  /** By name. */
  list(
    on: Queries,
    query: { account: string; region: string; status?: MonitorStatus; limit: number; after?: string },
  ): Promise<Monitor[]>;
  update(tx: Tx, now: Date, actor: Actor, ref: MonitorRef, change: MonitorChange): Promise<void>;
  /** Another address; the former one is unknown from this commit on. */
  renew(tx: Tx, now: Date, actor: Actor, ref: MonitorRef): Promise<string>;
  remove(tx: Tx, ref: MonitorRef): Promise<void>;
}

export interface MonitorRooms {
  due: DueWork;
  quotas: Readonly<Record<'heartbeatMonitors', Quota>>;
  publicUrl: string;
}

/** 256 bits: nobody guesses an address. */
const SECRET_BYTES = 32;

export const keyHash = (secret: string): Buffer => createHash('sha256').update(secret).digest();

export function createMonitors({ due, quotas, publicUrl }: MonitorRooms): Monitors {
  const newAddress = () => {
    const secret = randomBytes(SECRET_BYTES).toString('base64url');
    return { hash: keyHash(secret), address: `${publicUrl}/heartbeat/${secret}` };
  };
  return {
    async create(tx, now, actor, { name, intervalSeconds, graceSeconds, labels, planName }) {
      checkMonitor({ name, intervalSeconds, graceSeconds, labels });
      const { account, region, principal } = actor;
      await oneAtATime(tx, `monitors/${account}`);
      const { count } = (await tx.first(monitorsSql.count, [account]))!;
      within(quotas.heartbeatMonitors, count + 1, { type: 'HEARTBEAT_MONITOR', id: account });
      const id = newId(now);
      const { hash, address } = newAddress();
      const values = [id, account, region, name, hash, intervalSeconds, graceSeconds, planName ?? null];
      if (!(await tx.first(monitorsSql.insert, [...values, JSON.stringify(labels), now, principal]))) throw taken(name);
      return { monitor: await get(tx, { account, region, id }), address };
    },
    get,
    lock,
    async list(on, { account, region, status, limit, after }) {
      const rows = await on.rows(monitorsSql.list, [account, region, after ?? null, status ?? null, limit]);
      return rows.map(toMonitor);
    },
    async update(tx, now, actor, ref, change) {
      const was = await lock(tx, ref);
      const next = changed(was, change);
      checkMonitor(next);
      const values = [next.intervalSeconds, next.graceSeconds, next.planName ?? null, JSON.stringify(next.labels)];
      await tx.rows(monitorsSql.update, [was.id, ...values, next.status, now, actor.principal]);
      if (next.status !== 'heard' || !next.lastBeatAt) return due.cancel(tx, MONITOR_QUEUE, [was.id]);
      // What is wanted sooner now has its time from now on.
      const until = new Date(Math.max(dueAt(next, next.lastBeatAt).getTime(), now.getTime()));
      await due.put(tx, now, [monitorWork(was, until)]);
    },
    async renew(tx, now, actor, ref) {
      const { id } = await lock(tx, ref);
      const { hash, address } = newAddress();
      await tx.rows(monitorsSql.setKey, [id, hash, now, actor.principal]);
      return address;
    },
    async remove(tx, ref) {
      const { id } = await lock(tx, ref);
      await tx.rows(monitorsSql.remove, [id]);
      await due.cancel(tx, MONITOR_QUEUE, [id]);
    },
  };
}

function changed(was: Monitor, { enabled, planName, ...given }: MonitorChange): Monitor {
  const { planName: former, ...rest } = was;
  const plan = planName === undefined ? former : planName;
  const parts = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...rest, ...parts, ...(plan ? { planName: plan } : {}), status: statusOf(was.status, enabled) };
}

function statusOf(was: MonitorStatus, enabled: boolean | undefined): MonitorStatus {
  if (enabled === false) return 'disabled';
  return enabled && was === 'disabled' ? 'waiting' : was;
}

async function get(on: Queries, ref: MonitorRef): Promise<Monitor> {
  return toMonitor(there(isUuid(ref.id) ? await on.first(monitorsSql.find, keyOf(ref)) : undefined, ref.id));
}

async function lock(tx: Tx, ref: MonitorRef): Promise<Monitor> {
  return toMonitor(there(isUuid(ref.id) ? await tx.first(monitorsSql.lock, keyOf(ref)) : undefined, ref.id));
}

const keyOf = ({ account, region, id }: MonitorRef) => [account, region, id];

function there(row: MonitorRow | undefined, id: string): MonitorRow {
  if (row) return row;
  throw notFound('HEARTBEAT_MONITOR', id);
}

const taken = (name: string) =>
  new Refusal('conflict', `A heartbeat monitor named ${name} exists already`, {
    resourceType: 'HEARTBEAT_MONITOR',
    resourceId: name,
  });
