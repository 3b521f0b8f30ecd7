import { setTimeout as pause } from 'node:timers/promises';
import { BUSY, type Gauged } from './gauge.ts';

/** Muster, and beside it what it is held against, measured one right after the other. */
export interface Pair<Ours, Bare> {
  ours: Gauged<Ours>;
  bare: Gauged<Bare>;
}

export interface Pairs<Ours, Bare> {
  /** The quiet ones; all, when too few were. */
  used: Pair<Ours, Bare>[];
  quiet: number;
  tried: number;
  /** False: other processes used so much CPU that the figures are a lower bound, and no measurement. */
  measured: boolean;
  foreignCores: number[];
}

const FEWEST = 3;
/** Lets what the last load left over (the audit trail's last entries) be done before the next begins. */
const SETTLE_MS = 700;

/** Alternates ours and bare until `wanted` pairs were quiet, or twice as many were tried. */
export async function inPairs<Ours, Bare>(
  wanted: number,
  ours: () => Promise<Gauged<Ours>>,
  bare: () => Promise<Gauged<Bare>>,
): Promise<Pairs<Ours, Bare>> {
  const all: Pair<Ours, Bare>[] = [];
  const isQuiet = (pair: Pair<Ours, Bare>) => pair.ours.foreignCores <= BUSY && pair.bare.foreignCores <= BUSY;
  while (all.length < wanted * 2 && all.filter(isQuiet).length < wanted) {
    const first = await ours();
    await pause(SETTLE_MS);
    all.push({ ours: first, bare: await bare() });
    await pause(SETTLE_MS);
  }
  const quiet = all.filter(isQuiet);
  const measured = quiet.length >= Math.min(FEWEST, wanted);
  const foreignCores = all.map((pair) => Math.max(pair.ours.foreignCores, pair.bare.foreignCores));
  return { used: measured ? quiet : all, quiet: quiet.length, tried: all.length, measured, foreignCores };
}
