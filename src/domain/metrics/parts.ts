import type { Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import { metricsSql } from './metrics.sql.ts';
import { floorTo, type Tier } from './tiers.ts';

/** A part of a tier's table: all of a span of time, half open. */
export interface Part {
  name: string;
  from: Date;
  to: Date;
}

/** Makes the parts of a tier for these instants, unless they are there. */
export type MakeParts = (tx: Tx, tier: Tier, instants: readonly Date[]) => Promise<void>;

/** Parts that are known to be there, so that it is asked once a part, not once a call. */
const MOST_KNOWN = 1_000;

export function partMaker(): MakeParts {
  const known = new Set<string>();
  return async (tx, tier, instants) => {
    const wanted = new Map(
      instants.map((at) => floorTo(at, tier.partMs)).map((from) => [`${tier.resolution}/${from.getTime()}`, from]),
    );
    const missing = [...wanted].filter(([key]) => !known.has(key)).sort();
    if (missing.length === 0) return;
    await oneAtATime(tx, 'metrics.parts');
    for (const [, from] of missing)
      await tx.rows(metricsSql.makePart, [tier.resolution, from, new Date(from.getTime() + tier.partMs)]);
    tx.afterCommit(() => {
      if (known.size > MOST_KNOWN) known.clear();
      for (const [key] of missing) known.add(key);
    });
  };
}

/** The parts that there are of a tier, oldest first. */
export async function partsOf(tx: Tx, tier: Tier): Promise<Part[]> {
  const rows = await tx.rows(metricsSql.parts, [tier.resolution]);
  return rows.map(({ part }) => {
    const [, year, month, day, hour] = /_(\d{4})(\d\d)(\d\d)t(\d\d)$/.exec(part)!;
    const from = new Date(`${year}-${month}-${day}T${hour}:00:00Z`);
    return { name: part, from, to: new Date(from.getTime() + tier.partMs) };
  });
}
