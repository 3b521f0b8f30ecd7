import { after, SECOND } from '#kernel/clock';
import type { Db, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { monitorWork, type TellOfMonitor } from './looks.ts';
import { alertOf, dueAt, type Monitor } from './monitor.ts';
import { monitorsSql, toMonitor } from './monitors.sql.ts';
import { keyHash } from './monitors.ts';

/** What a beat came to. */
export type Beat =
  /** It counts. */
  | 'heard'
  /** Another one came less than a second ago: nothing is written. */
  | 'soon'
  /** The monitor is disabled: it is not looked at. */
  | 'disabled'
  | 'unknown';

export interface Beats {
  /** A beat of the monitor with this secret in its address. Of one that is heard it is one update and nothing else. */
  beat(secret: string): Promise<Beat>;
}

export interface BeatDeps {
  db: Db;
  due: DueWork;
  now: () => Date;
  tell: TellOfMonitor;
}

/** Beats closer together than this are one. */
const APART_MS = SECOND;
const SECRET = /^[\w-]{43}$/;

export function createBeats({ db, due, now, tell }: BeatDeps): Beats {
  async function turn(tx: Tx, at: Date, hash: Buffer): Promise<Beat> {
    const row = await tx.first(monitorsSql.lockByKey, [hash]);
    if (!row) return 'unknown';
    const monitor = toMonitor(row);
    if (monitor.status === 'disabled') return 'disabled';
    // It was looked for in the state of before: another beat has come meanwhile.
    if (monitor.status === 'heard') return 'soon';
    await tx.rows(monitorsSql.setBeat, [monitor.id, 'heard', at, null]);
    await due.put(tx, at, [monitorWork(monitor, dueAt(monitor, at))]);
    if (monitor.status === 'missing') await tell(tx, at, monitor, resolved(at, monitor));
    return 'heard';
  }
  return {
    async beat(secret) {
      if (!SECRET.test(secret)) return 'unknown';
      const at = now();
      const hash = keyHash(secret);
      if (await db.first(monitorsSql.beat, [hash, at, after(at, -APART_MS)])) return 'heard';
      const row = await db.first(monitorsSql.byKey, [hash]);
      if (!row) return 'unknown';
      // Whoever calls too often is read, and locks nothing.
      if (row.status === 'heard') return 'soon';
      if (row.status === 'disabled') return 'disabled';
      return db.tx((tx) => turn(tx, at, hash));
    },
  };
}

const resolved = (at: Date, monitor: Monitor) => alertOf(at, { ...monitor, lastBeatAt: at }, 'Resolved');
