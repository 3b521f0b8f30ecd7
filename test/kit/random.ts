import { randomInt } from 'node:crypto';

/** Numbers that their seed makes again. */
export interface Random {
  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number;
  /** True once in `times`, on average. */
  oneIn(times: number): boolean;
}

/** With what every draw of `npm test` begins: a change is not refused for a case that it did not bring about (record 0138). */
const SETTLED = 20_260_102;

/** The seed in MUSTER_SEED, with which a failure is replayed; without it always the same one, and in the long run a new one. */
export function chooseSeed(): number {
  const given = process.env['MUSTER_SEED'];
  if (given === undefined) return process.env['MUSTER_LONG'] === '1' ? randomInt(2 ** 31) : SETTLED;
  if (!/^\d{1,15}$/.test(given)) throw new Error(`MUSTER_SEED: wanted a whole number, got ${JSON.stringify(given)}`);
  return Number(given);
}

/** Mulberry32: small, and even enough to choose instants by. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { below, oneIn: (times) => below(times) === 0 };
}
