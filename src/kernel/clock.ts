/**
 * The one clock. Below the edge nothing reads the time by itself: `now` is a parameter, and SQL receives it as a value.
 * In a running server the clock is the database's (storage/database-clock); tests move it by hand.
 */
export interface Clock {
  /** The present instant, to the millisecond. Never goes back within one process. */
  now(): Date;
}

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Moves to `instant`. Refuses to go back: time does not. */
  moveTo(instant: Date): void;
}

export function manualClock(start: Date): ManualClock {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    moveTo(instant) {
      if (instant.getTime() < at) throw new RangeError(`clock cannot go back to ${instant.toISOString()}`);
      at = instant.getTime();
    },
  };
}

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

export function after(instant: Date, milliseconds: number): Date {
  return new Date(instant.getTime() + milliseconds);
}
