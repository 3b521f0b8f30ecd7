import type { Clock } from '#kernel/clock';
import type { Db } from './db.ts';
import { statement } from './statement.ts';

const readClock = statement<{ now: Date }>('storage.now', 'select muster_now() as now');
const RESYNC_MS = 10_000;

export interface DatabaseClock extends Clock {
  /** Reads the database's clock again. Throws when it cannot. */
  sync(): Promise<void>;
  stop(): void;
}

/**
 * The database's clock (law 7), told between readings by the process's monotonic timer, so that neither a skewed node nor
 * a leap of the machine's wall clock decides anything. Never goes back: after a correction it waits for time to catch up.
 */
export async function databaseClock(db: Db, onTrouble: (error: unknown) => void): Promise<DatabaseClock> {
  let base = 0;
  let latest = 0;
  const sync = async () => {
    const sent = performance.now();
    const row = await db.first(readClock);
    const received = performance.now();
    // The reading was taken somewhere between: the middle is off by half the round trip at most.
    base = row!.now.getTime() - (sent + received) / 2;
  };
  await sync();
  const timer = setInterval(() => void sync().catch(onTrouble), RESYNC_MS);
  timer.unref();
  return {
    now() {
      latest = Math.max(latest, Math.round(base + performance.now()));
      return new Date(latest);
    },
    sync,
    stop: () => clearInterval(timer),
  };
}
