/** Where one script runs at a time. Given back when its scope ends. */
export interface Place extends Disposable {
  /** A user that owns nothing and shares nothing with other places; absent where we are not root, and cannot choose. */
  readonly uid?: number;
}

/** Neither systems nor distributions give these to anybody (systemd's UIDS-GIDS, Debian's policy 9.2.2). */
const FIRST_UID = 65_520;
/** At most so many places: so many such users there are. */
export const MOST_PLACES = 14;

/** Resolves when a place is free; with undefined when `signal` is aborted first. */
export type TakePlace = (signal: AbortSignal) => Promise<Place | undefined>;

/**
 * So many scripts at once, each as a user of its own; the others wait in the order of their coming.
 */
export function createPlaces(size: number, isRoot: boolean): TakePlace {
  const free = Array.from({ length: size }, (_, index) => index);
  const waiting: ((index: number) => void)[] = [];
  const giveBack = (index: number) => {
    const next = waiting.shift();
    if (next) next(index);
    else free.push(index);
  };
  const at = (index: number): Place => ({
    ...(isRoot ? { uid: FIRST_UID + index } : {}),
    [Symbol.dispose]: () => giveBack(index),
  });
  return async (signal) => {
    if (signal.aborted) return undefined;
    const index = free.shift();
    if (index !== undefined) return at(index);
    return new Promise((resolve) => {
      const give = (given: number) => {
        signal.removeEventListener('abort', leave);
        resolve(at(given));
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(give), 1);
        resolve(undefined);
      };
      waiting.push(give);
      signal.addEventListener('abort', leave, { once: true });
    });
  };
}
