import { after, HOUR, MINUTE } from '#kernel/clock';
import type { Db, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { repeatedWork } from '#storage/repeated';
import { metricsSql, type StoredRow } from './metrics.sql.ts';
import { type MakeParts, type Part, partsOf } from './parts.ts';
import { addRow, columns, emptyPoint, type Point } from './point.ts';
import { storeRows } from './put.ts';
import { floorTo, type Tier, type Tiers } from './tiers.ts';

/** Rows that one transaction rolls up, and metrics that it forgets; about as many. */
const MOST_ROWS = 20_000;
const MOST_METRICS = 1_000;
/** How long after its time a part is rolled up: whoever writes by a slightly older clock is done by then. */
const SLACK_MS = 10 * MINUTE;
/** How long before its time a part is made, so that no call waits for it. */
const AHEAD_MS = 3 * HOUR;

export interface HousekeepingDeps {
  db: Db;
  due: DueWork;
  now: () => Date;
  tiers: Tiers;
  makeParts: MakeParts;
}

/** Every half hour: makes parts that will be needed, rolls up what is old, drops what is too old, forgets metrics without data. */
export function metricHousekeeping({ db, due, now, tiers, makeParts }: HousekeepingDeps) {
  return repeatedWork(db, due, now, {
    queue: 'housekeeping.metrics',
    everyMs: 30 * MINUTE,
    invariant: 'metrics.roll-up-not-planned',
    lost: 'nothing would roll up or forget the data of metrics',
    run: async (tx, at) => ((await tidy(tx, at, tiers, makeParts)) ? {} : undefined),
  });
}

/** Does a part of the work; true where more is to be done. */
async function tidy(tx: Tx, now: Date, tiers: Tiers, makeParts: MakeParts): Promise<boolean> {
  for (const [index, tier] of tiers.entries()) {
    const old = await firstOld(tx, now, tier);
    if (!old) continue;
    const next = tiers[index + 1];
    if (!next) return (await drop(tx, tier, old, true)) === 'dropped';
    if (await rollUp(tx, tier, old, next, makeParts)) return true;
    // Somebody reads it: at the next time.
    if ((await drop(tx, tier, old, false)) === 'dropped') return true;
  }
  for (const tier of tiers.slice(0, 2)) await makeParts(tx, tier, [now, after(now, AHEAD_MS)]);
  const forgotten = await tx.rows(metricsSql.forget, [after(now, -tiers[3].keepMs), MOST_METRICS]);
  return forgotten.length === MOST_METRICS;
}

async function firstOld(tx: Tx, now: Date, tier: Tier): Promise<Part | undefined> {
  const [first] = await partsOf(tx, tier);
  return first && first.to.getTime() + tier.keepMs + SLACK_MS <= now.getTime() ? first : undefined;
}

async function drop(tx: Tx, tier: Tier, part: Part, full: boolean): Promise<'dropped' | 'busy'> {
  const row = await tx.first(metricsSql.dropPart, [tier.resolution, part.name, full]);
  return row?.dropped ? 'dropped' : 'busy';
}

/** Moves some metrics' rows of a part into the next tier, where one row stands for those of its instant. False: none are left. */
async function rollUp(tx: Tx, tier: Tier, part: Part, next: Tier, makeParts: MakeParts): Promise<boolean> {
  const found = await tx.rows(metricsSql.oldest[tier.resolution], [part.from, part.to, MOST_ROWS]);
  const [first] = found;
  if (!first) return false;
  const metrics = new Set(found.filter(({ account }) => account === first.account).map(({ metric }) => metric));
  // A single metric with more rows than that goes piece by piece, at least an instant of the next tier at a time.
  const step = next.resolution * 1_000;
  const isWhole = metrics.size > 1 || found.length < MOST_ROWS;
  const upTo = floorTo(found.at(-1)!.at, step).getTime();
  const to = isWhole ? part.to : new Date(Math.max(upTo, floorTo(first.at, step).getTime() + step));
  if (found.length === MOST_ROWS && metrics.size > 1 && found.at(-1)!.account === first.account)
    metrics.delete(found.at(-1)!.metric);
  const rows = await tx.rows(metricsSql.take[tier.resolution], [first.account, [...metrics], part.from, to]);
  await storeRows(tx, makeParts, next, rolled(rows, step));
  return true;
}

/** One row for all that one metric has of an instant of `step` milliseconds, in one unit. */
function rolled(rows: readonly StoredRow[], step: number): StoredRow[] {
  const points = new Map<string, { row: StoredRow; at: Date; point: Point }>();
  for (const row of rows) {
    const at = floorTo(row.at, step);
    const key = `${row.metric}/${row.unit}/${at.getTime()}`;
    const kept = points.get(key) ?? { row, at, point: emptyPoint() };
    points.set(key, kept);
    addRow(kept.point, row);
  }
  return [...points.values()].map(({ row, at, point }) => ({
    ...{ account: row.account, metric: row.metric, unit: row.unit, at },
    ...columns(point),
  }));
}
