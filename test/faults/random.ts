import { randomInt } from 'node:crypto';

/** Numbers that a seed makes again: a failure is replayed with MUSTER_SEED. */
export interface Random {
  readonly seed: number;
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
  /** True once in `times`, on average. */
  oneIn(times: number): boolean;
}

export function randomFromSeed(): Random {
  const seed = process.env['MUSTER_SEED'] ? Number(process.env['MUSTER_SEED']) : randomInt(2 ** 32);
  if (!Number.isSafeInteger(seed))
    throw new Error(`MUSTER_SEED: wanted a whole number, got ${process.env['MUSTER_SEED']}`);
  let state = seed >>> 0;
  // Mulberry32: small, and even enough to choose instants by.
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { seed, below, oneIn: (times) => below(times) === 0 };
}
