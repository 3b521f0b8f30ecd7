import { after, HOUR, MINUTE } from '#kernel/clock';
import type { Db, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { repeatedWork } from '#storage/repeated';
import { metricsSql, type StoredRow } from './metrics.sql.ts';
import { type MakeParts, type Part, partsOf } from './parts.ts';
import { addRow, columns, emptyPoint, type Point } from './point.ts';
import { storeRows } from './put.ts';
import { floorTo, type Tier, type Tiers } from './tiers.ts';

const MOST_ROWS = 20_000;
/** Metrics that one transaction forgets. */
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
  /** Rows that one transaction looks at to roll them up; 20,000 unless given. */
  mostRows?: number | undefined;
}

type Tidying = Required<Pick<HousekeepingDeps, 'tiers' | 'makeParts'>> & { mostRows: number };

/** Every half hour: makes parts that will be needed, rolls up what is old, drops what is too old, forgets metrics without data. */
export function metricHousekeeping({ db, due, now, tiers, makeParts, mostRows = MOST_ROWS }: HousekeepingDeps) {
  return repeatedWork(db, due, now, {
    queue: 'housekeeping.metrics',
    everyMs: 30 * MINUTE,
    invariant: 'metrics.roll-up-not-planned',
    lost: 'nothing would roll up or forget the data of metrics',
    run: async (tx, at) => ((await tidy(tx, at, { tiers, makeParts, mostRows })) ? {} : undefined),
  });
}

/** Does a part of the work; true where more is to be done. */
async function tidy(tx: Tx, now: Date, tidying: Tidying): Promise<boolean> {
  const { tiers, makeParts } = tidying;
  for (const [index, tier] of tiers.entries()) {
    const old = await firstOld(tx, now, tier);
    if (!old) continue;
    const next = tiers[index + 1];
    if (!next) return (await drop(tx, tier, old, true)) === 'dropped';
    if (await rollUp(tx, tier, old, next, tidying)) return true;
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
async function rollUp(tx: Tx, tier: Tier, part: Part, next: Tier, { makeParts, mostRows }: Tidying): Promise<boolean> {
  const found = await tx.rows(metricsSql.oldest[tier.resolution], [part.from, part.to, mostRows]);
  const [first] = found;
  if (!first) return false;
  const step = next.resolution * 1_000;
  const { metrics, to } = nextPiece(found, found.length === mostRows, step);
  const values = [first.account, metrics, part.from, to ?? part.to];
  const rows = await tx.rows(metricsSql.take[tier.resolution], values);
  await storeRows(tx, makeParts, next, rolled(rows, step));
  return true;
}

interface Place {
  account: string;
  metric: string;
  at: Date;
}

/**
 * What goes at once: the metrics of the first account of which all rows were found. Where that is none, a single metric has
 * more than so many: it goes piece by piece, an instant of the next tier at least.
 */
function nextPiece(found: readonly Place[], isCut: boolean, step: number): { metrics: string[]; to?: Date } {
  const [first, last] = [found[0]!, found.at(-1)!];
  const isWhole = ({ account, metric }: Place) => !isCut || account !== last.account || metric !== last.metric;
  const whole = found.filter((row) => row.account === first.account && isWhole(row));
  if (whole.length > 0) return { metrics: [...new Set(whole.map(({ metric }) => metric))] };
  const to = Math.max(floorTo(last.at, step).getTime(), floorTo(first.at, step).getTime() + step);
  return { metrics: [first.metric], to: new Date(to) };
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
