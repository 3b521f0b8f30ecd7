import { type Failed, failed } from './post.ts';

/** Lets what goes to one room go one after the other, in the order in which it came; rooms do not wait for one another. */
export function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(room: string, work: () => Promise<T>): Promise<T> => {
    const mine = (last.get(room) ?? Promise.resolve()).then(work);
    // Whatever became of it, the next one has its turn.
    const over = mine.then(
      () => {},
      () => {},
    );
    last.set(room, over);
    try {
      return await mine;
    } finally {
      if (last.get(room) === over) last.delete(room);
    }
  };
}

/** Remembers, on this node, until when a service wants to be left alone: nothing is asked of it before. */
export interface Rest {
  /** Undefined: it may be asked; else the answer that it would give. */
  now(key: string): Failed | undefined;
  until(key: string, milliseconds: number): void;
}

/** Longest rest that is taken at its word; the outbox asks again after 5 minutes anyway. */
const LONGEST_MS = 300_000;

export function createRest(who: string, now: () => Date): Rest {
  const until = new Map<string, number>();
  return {
    now(key) {
      const left = (until.get(key) ?? 0) - now().getTime();
      if (left > 0)
        return failed({ reason: `${who} takes no more at the moment: it asked for a rest`, retryAfterMs: left });
      until.delete(key);
      return undefined;
    },
    until(key, milliseconds) {
      until.set(key, now().getTime() + Math.min(milliseconds, LONGEST_MS));
    },
  };
}
