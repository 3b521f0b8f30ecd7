import { setTimeout as timer } from 'node:timers/promises';

/**
 * The supervisor's own clock. It runs before there is a database whose clock could decide, and it only measures how long
 * processes take, so it reads the monotonic clock and never the date.
 */
export const seconds = (number: number) => number * 1_000;

/** Milliseconds since some fixed moment; never goes back. */
export function elapsed(): number {
  return performance.now();
}

/** Resolves after `milliseconds`, or at once when `signal` is aborted; never rejects for that. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  try {
    await timer(milliseconds, undefined, signal ? { signal } : {});
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
}

/** Looks every `every` milliseconds until `look` is true, at most for `limit` milliseconds; tells whether it became true. */
export async function until(look: () => boolean | Promise<boolean>, limit: number, every = 20): Promise<boolean> {
  const end = elapsed() + limit;
  while (!(await look())) {
    if (elapsed() >= end) return false;
    await pause(every);
  }
  return true;
}

/** Calls `look` every `milliseconds` without keeping the process from ending; returns what stops it. */
export function every(milliseconds: number, look: () => void): () => void {
  const handle = setInterval(look, milliseconds);
  handle.unref();
  return () => clearInterval(handle);
}
