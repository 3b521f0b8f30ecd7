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

/** Remembers, on this node, until when a service wants to be left alone, and who waits for it in which order. */
export interface Rest {
  /** Undefined: this message may go now; else the answer that the service would give. Messages are ordered by their names. */
  before(room: string, message: string): Failed | undefined;
  /** The service asks to be left alone for so long. Answers how long this message waits, in milliseconds. */
  asked(room: string, message: string, milliseconds: number): number;
  /** It went, or will not. */
  over(room: string, message: string): void;
}

/** Longest rest that is taken at its word; the outbox asks again after 5 minutes anyway. */
const LONGEST_MS = 300_000;
/** After a rest messages go so far apart, the oldest first: what chat services take for one room. */
const APART_MS = 1_000;
/** One whose turn passed so long ago is not waited for any more: nobody needed it. */
const MISSED_MS = 5_000;

interface Resting {
  until: number;
  /** When each message that waits has its turn. */
  waiting: Map<string, number>;
}

export function createRest(who: string, now: () => Date): Rest {
  const rooms = new Map<string, Resting>();
  const turnOf = (resting: Resting, message: string, at: number): number => {
    const ahead = [...resting.waiting.keys()].filter((other) => other < message).length;
    const turn = Math.max(resting.until, at) + ahead * APART_MS;
    resting.waiting.set(message, turn);
    return turn - at;
  };
  return {
    before(room, message) {
      const resting = rooms.get(room);
      if (!resting) return undefined;
      const at = now().getTime();
      for (const [other, turn] of resting.waiting) if (turn < at - MISSED_MS) resting.waiting.delete(other);
      const older = [...resting.waiting.keys()].some((other) => other < message);
      if (at >= resting.until && !older) return undefined;
      const wait = turnOf(resting, message, at);
      return failed({ reason: `${who} takes no more at the moment: it asked for a rest`, retryAfterMs: wait });
    },
    asked(room, message, milliseconds) {
      const at = now().getTime();
      const resting = rooms.get(room) ?? { until: 0, waiting: new Map<string, number>() };
      resting.until = at + Math.min(milliseconds, LONGEST_MS);
      rooms.set(room, resting);
      return turnOf(resting, message, at);
    },
    over(room, message) {
      const resting = rooms.get(room);
      resting?.waiting.delete(message);
      if (resting?.waiting.size === 0) rooms.delete(room);
    },
  };
}
