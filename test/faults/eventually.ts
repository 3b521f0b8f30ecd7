import { setTimeout as pause } from 'node:timers/promises';

const EVERY_MS = 50;

/** Looks until `look` finds something; after `limitMs` fails, saying what was awaited and how it stood at last. */
export async function eventually<T>(
  what: string,
  limitMs: number,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  standing: () => unknown = () => 'nothing',
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() >= end) throw new Error(`${what}: not within ${limitMs} ms; at last: ${String(standing())}`);
    await pause(EVERY_MS);
  }
}
