import { keepNodeClock } from '#domain/probes';
import { type Clock, MINUTE } from '#kernel/clock';
import type { Log } from '#kernel/log';
import { messageOf } from '#kernel/text';
import type { Db } from '#storage/db';

export interface NodeClockParts {
  db: Db;
  clock: Clock;
  log: Log;
  /** What this node is called. */
  node: string;
}

const EVERY_MS = MINUTE;

/** Writes down, every minute, how far this machine's clock is from the database's: the doctor tells of it. Answers how to stop. */
export function watchNodeClock({ db, clock, log, node }: NodeClockParts): () => void {
  const look = () => {
    const now = clock.now();
    keepNodeClock(db, now, { node, aheadMs: Date.now() - now.getTime() }).catch((error: unknown) =>
      log.warn({ reason: messageOf(error) }, 'how far this node’s clock is off could not be written down'),
    );
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
