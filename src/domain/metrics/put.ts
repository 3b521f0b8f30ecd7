import type { Tx } from '#storage/db';
import { type MetricDatum, type Reading, readData } from './datum.ts';
import { dimensionsOf, metricId, type Place } from './metric.ts';
import { metricsSql, type StoredRow } from './metrics.sql.ts';
import type { MakeParts } from './parts.ts';
import { columns } from './point.ts';
import { floorTo, type Tier, type Tiers, tierFor } from './tiers.ts';

export interface NewData extends Place {
  namespace: string;
  data: readonly MetricDatum[];
}

/** A metric's time of last data is written at most this often. */
const TOUCH_MS = 300_000;
/** Metrics whose time was written lately, of which a node remembers so many. */
const MOST_KNOWN = 100_000;

export interface PutDeps {
  tiers: Tiers;
  makeParts: MakeParts;
}

/** Stores data: all of a call, or none. One statement for the data of a tier, and one where metrics are new. */
export function createPut({ tiers, makeParts }: PutDeps) {
  const touched = new Map<string, number>();

  async function touch(tx: Tx, now: Date, { account, region, namespace }: NewData, data: Map<string, Reading>) {
    const known = (id: string) => now.getTime() - (touched.get(id) ?? Number.NEGATIVE_INFINITY) < TOUCH_MS;
    const rows = [...data]
      .filter(([id]) => !known(id))
      .map(([id, { name, dimensions }]) => ({ id, name, dimensions: dimensionsOf(dimensions) }));
    if (rows.length === 0) return;
    await tx.rows(metricsSql.touch, [account, region, namespace, JSON.stringify(rows), now]);
    tx.afterCommit(() => {
      if (touched.size > MOST_KNOWN) touched.clear();
      for (const { id } of rows) touched.set(id, now.getTime());
    });
  }

  return async function put(tx: Tx, now: Date, given: NewData): Promise<void> {
    const readings = readData(now, given.data);
    const metrics = new Map<string, Reading>();
    const byTier = new Map<Tier, StoredRow[]>();
    for (const reading of readings) {
      const { name, dimensions, unit, at, fine, point } = reading;
      const metric = metricId(given, { Namespace: given.namespace, MetricName: name, Dimensions: dimensions });
      metrics.set(metric, reading);
      const tier = tierFor(tiers, now, at, fine);
      const row = { account: given.account, metric, unit, at: floorTo(at, tier.resolution * 1_000), ...columns(point) };
      byTier.set(tier, [...(byTier.get(tier) ?? []), row]);
    }
    await touch(tx, now, given, metrics);
    for (const tier of tiers) {
      const rows = byTier.get(tier);
      if (rows) await storeRows(tx, makeParts, tier, rows);
    }
  };
}

/** Writes rows into a tier's table, in one statement. */
export async function storeRows(tx: Tx, makeParts: MakeParts, tier: Tier, rows: readonly StoredRow[]): Promise<void> {
  await makeParts(
    tx,
    tier,
    rows.map(({ at }) => at),
  );
  const list = (numbers: number[] | null) => (numbers ? `{${numbers.join(',')}}` : null);
  await tx.rows(metricsSql.put[tier.resolution], [
    rows.map(({ account }) => account),
    rows.map(({ metric }) => metric),
    rows.map(({ unit }) => unit),
    rows.map(({ at }) => at.toISOString()),
    rows.map(({ samples }) => samples),
    rows.map(({ sum }) => sum),
    rows.map(({ min }) => min),
    rows.map(({ max }) => max),
    rows.map(({ vals }) => list(vals)),
    rows.map(({ counts }) => list(counts)),
  ]);
}
