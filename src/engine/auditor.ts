import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '#kernel/clock';
import { randomId } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { messageOf } from '#kernel/text';
import type { Db, Tx } from '#storage/db';
import type { Fault, Invariant, Repair } from './invariant.ts';

/** So that a fault is found within a minute, the walk over a million engagements included. */
export const AUDIT_EVERY_MS = 15_000;
/** Between two parts of a walk: the auditor never takes a connection for long. */
const BREATH_MS = 5;
/** The same fault is shouted about again after this long. */
const SHOUT_AGAIN_MS = 300_000;

export interface AuditorOptions {
  db: Db;
  clock: Clock;
  log: Log;
  invariants: Invariant[];
  /** Writes a repair into the audit trail, in its transaction (law 8). */
  record(tx: Tx, now: Date, invariant: string, repair: Repair, repairId: string): Promise<void>;
  onRepair?: (invariant: string) => void;
  onShout?: (invariant: string) => void;
  /** Told how long a whole look took, in milliseconds. */
  onLooked?: (milliseconds: number) => void;
}

export interface Looked {
  repaired: number;
  /** Faults that nobody can mend but a person, and repairs that failed. */
  shouted: number;
}

/** Looks all the time whether what must hold does; mends what it can, and shouts about the rest (law 4). */
export interface Auditor {
  start(): void;
  stop(): Promise<void>;
  /** Looks at everything once. Throws when the database is away. */
  look(): Promise<Looked>;
}

/** One for each node: every node looks, because whichever looked alone might be the one that is broken. */
export function createAuditor(options: AuditorOptions): Auditor {
  const { db, clock, log } = options;
  /** Fault → when it was last shouted about, in milliseconds. */
  const shouted = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<unknown> = Promise.resolve();
  let stopped = false;

  async function look(): Promise<Looked> {
    const began = clock.now().getTime();
    const sum: Looked = { repaired: 0, shouted: 0 };
    for (const invariant of options.invariants) await walk(invariant, sum);
    for (const [key, at] of shouted) if (clock.now().getTime() - at > 2 * SHOUT_AGAIN_MS) shouted.delete(key);
    options.onLooked?.(clock.now().getTime() - began);
    return sum;
  }

  async function walk(invariant: Invariant, sum: Looked): Promise<void> {
    let after: string | undefined;
    do {
      const found = await invariant.find(db, clock.now(), after);
      for (const fault of found.faults) await mind(invariant, fault, sum);
      after = found.next;
      if (after !== undefined) await pause(BREATH_MS);
    } while (after !== undefined && !stopped);
  }

  async function mind(invariant: Invariant, fault: Fault, sum: Looked): Promise<void> {
    if (!invariant.repair) return shout(invariant, fault, sum);
    const repairId = randomId();
    try {
      const done = await db.tx((tx) => repairIn(tx, invariant, fault, repairId));
      if (!done) return;
      sum.repaired++;
      options.onRepair?.(invariant.name);
      const about = { invariant: invariant.name, key: fault.key, account: fault.account, repair: repairId };
      log.error(
        { ...about, requestId: fault.requestId ?? done.requestId, fault: fault.text, done: done.text },
        'the auditor found a fault and repaired it',
      );
    } catch (error) {
      // One that cannot be mended must not keep the others from it.
      shout(invariant, { ...fault, text: `${fault.text}; it could not be repaired: ${messageOf(error)}` }, sum);
    }
  }

  async function repairIn(tx: Tx, invariant: Invariant, fault: Fault, repairId: string): Promise<Repair | undefined> {
    const now = clock.now();
    const done = await invariant.repair!(tx, now, fault);
    if (done) await options.record(tx, now, invariant.name, done, repairId);
    return done;
  }

  function shout(invariant: Invariant, { key, account, text, requestId }: Fault, sum: Looked): void {
    sum.shouted++;
    const name = `${invariant.name} ${key}`;
    const now = clock.now().getTime();
    if (now - (shouted.get(name) ?? Number.NEGATIVE_INFINITY) < SHOUT_AGAIN_MS) return;
    shouted.set(name, now);
    options.onShout?.(invariant.name);
    log.error(
      { invariant: invariant.name, key, account, requestId, fault: text },
      'the auditor found a fault that it cannot repair',
    );
  }

  function next(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      looking = look()
        .catch((error: unknown) => log.warn({ reason: messageOf(error) }, 'the auditor could not look; it looks again'))
        .finally(next);
    }, AUDIT_EVERY_MS);
  }

  return {
    start: next,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
    look,
  };
}
