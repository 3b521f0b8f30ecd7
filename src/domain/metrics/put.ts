import type { Tx } from '#storage/db';
import { type MetricDatum, readData } from './datum.ts';
import { dimensionsOf, metricId, type Place } from './metric.ts';
import { metricsSql, type StoredRow } from './metrics.sql.ts';
import type { MakeParts } from './parts.ts';
import { columns } from './point.ts';
import { floorTo, type Tier, type Tiers, tierFor } from './tiers.ts';

export interface NewData extends Place {
  namespace: string;
  data: readonly MetricDatum[];
}

/** A metric's time of last data is written at most this often by a node. */
const TOUCH_MS = 300_000;
/** Metrics whose time was written lately, of which a node remembers so many. */
const MOST_KNOWN = 100_000;

export interface PutDeps {
  tiers: Tiers;
  makeParts: MakeParts;
}

/** Data of several calls, read. */
interface Batch {
  account: string;
  metrics: Map<string, TouchedRow>;
  rows: Map<Tier, StoredRow[]>;
}

interface TouchedRow {
  id: string;
  region: string;
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
}

/**
 * Stores the data of calls of one account: all of them, or none. One statement for the data of a tier, whatever the calls, and one
 * where metrics are new: locks are taken in one order by all who put.
 */
export function createPut({ tiers, makeParts }: PutDeps) {
  const touched = new Map<string, number>();

  async function touch(tx: Tx, now: Date, { account, metrics }: Batch): Promise<void> {
    const isKnown = (id: string) => now.getTime() - (touched.get(id) ?? Number.NEGATIVE_INFINITY) < TOUCH_MS;
    const rows = [...metrics.values()].filter(({ id }) => !isKnown(id));
    if (rows.length === 0) return;
    await tx.rows(metricsSql.touch, [account, JSON.stringify(rows), now]);
    tx.afterCommit(() => {
      if (touched.size > MOST_KNOWN) touched.clear();
      for (const { id } of rows) touched.set(id, now.getTime());
    });
  }

  return async function put(tx: Tx, now: Date, calls: readonly NewData[]): Promise<void> {
    const batch: Batch = { account: calls[0]!.account, metrics: new Map(), rows: new Map() };
    for (const call of calls) gather(batch, now, tiers, call);
    await touch(tx, now, batch);
    for (const tier of tiers) {
      const rows = batch.rows.get(tier);
      if (rows) await storeRows(tx, makeParts, tier, rows);
    }
  };
}

function gather({ metrics, rows }: Batch, now: Date, tiers: Tiers, call: NewData): void {
  const { account, region, namespace } = call;
  for (const { name, dimensions, unit, at, fine, point } of readData(now, call.data)) {
    const id = metricId(call, { Namespace: namespace, MetricName: name, Dimensions: dimensions });
    if (!metrics.has(id)) metrics.set(id, { id, region, namespace, name, dimensions: dimensionsOf(dimensions) });
    const tier = tierFor(tiers, now, at, fine);
    const row = { account, metric: id, unit, at: floorTo(at, tier.resolution * 1_000), ...columns(point) };
    const others = rows.get(tier);
    if (others) others.push(row);
    else rows.set(tier, [row]);
  }
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
