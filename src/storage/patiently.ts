import { setTimeout as pause } from 'node:timers/promises';
import { isUnavailable } from '#kernel/refusal';

const PAUSE_MS = 200;
/** About a minute: longer than any restart of the database should take. */
const TRIES = 300;

/** Runs `work` again while the database is away, until it is back, `signal` is aborted, or a minute has gone. */
export async function patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isUnavailable(error) || signal.aborted || attempt === TRIES) throw error;
      await pause(PAUSE_MS);
    }
  }
}
