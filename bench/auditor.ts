import type { Invariant } from '#engine/invariant';
import type { Db, Queries } from '#storage/db';
import { allStatements, statement } from '#storage/statement';
import { fakeChannel } from '#test/kit/fake-channel';
import { fillEngagements } from './kit/fill.ts';
import { openHouse } from './kit/house.ts';
import type { Options } from './kit/options.ts';
import { median, quantile } from './kit/statistics.ts';
import { figure, table } from './kit/table.ts';
import type { Undo } from './kit/world.ts';

/** What the auditor's looks cost with many engagements open. */

export interface AuditorRow {
  open: number;
  looks: number;
  /** How many statements a look takes, and how long they take one after the other. */
  statements: number;
  lookMs: number;
  /** Of each statement of all looks. */
  statementMs: { p50: number; p99: number; longest: number };
  /** The longest, and the 99th percentile, ÷ the 50 ms that one may take. */
  ratios: { longest: number; p99: number };
  faults: number;
  /** How PostgreSQL finds the rows, from EXPLAIN. */
  scans: string[];
}

interface Spent {
  name: string;
  values: unknown[];
  milliseconds: number;
}

const MOST_MS = 50;
const LOOKS = 7;
const HOUR_MS = 3_600_000;

export async function auditor(options: Options, undo: Undo, progress: (text: string) => void): Promise<AuditorRow> {
  const { db, clock, house } = await openHouse(fakeChannel('EMAIL'), undo);
  progress(`auditor: ${options.timers} engagements …`);
  const from = new Date(clock.now().getTime() + HOUR_MS);
  await fillEngagements(db, { count: options.timers, people: 1_000, from, spreadMs: HOUR_MS });
  const spent: Spent[] = [];
  const on = timed(db, spent);
  const looks: number[] = [];
  let faults = 0;
  for (let look = 0; look < LOOKS; look++) {
    const before = spent.length;
    for (const invariant of house.invariants) faults += await walk(invariant, on, clock.now());
    looks.push(spent.slice(before).reduce((sum, { milliseconds }) => sum + milliseconds, 0));
  }
  const each = spent.map(({ milliseconds }) => milliseconds);
  const statementMs = { p50: median(each), p99: quantile(each, 0.99), longest: Math.max(...each) };
  return {
    open: options.timers,
    looks: LOOKS,
    statements: each.length / LOOKS,
    lookMs: median(looks),
    statementMs,
    ratios: { longest: statementMs.longest / MOST_MS, p99: statementMs.p99 / MOST_MS },
    faults,
    scans: await scansOf(db, spent),
  };
}

function timed(db: Db, spent: Spent[]): Queries {
  const rows: Queries['rows'] = async (asked, values = []) => {
    const began = performance.now();
    const found = await db.rows(asked, values);
    spent.push({ name: asked.name, values, milliseconds: performance.now() - began });
    return found;
  };
  return { rows, first: async (asked, values) => (await rows(asked, values))[0] };
}

async function walk({ find }: Invariant, on: Queries, now: Date): Promise<number> {
  let found = 0;
  let after: string | undefined;
  do {
    const { faults, next } = await find(on, now, after);
    found += faults.length;
    after = next;
  } while (after !== undefined);
  return found;
}

/** For each statement the scans of its plan. */
async function scansOf(db: Db, spent: Spent[]): Promise<string[]> {
  const texts = new Map(allStatements().map(({ name, text }) => [name, text]));
  const scans: string[] = [];
  for (const { name, values } of new Map(spent.map((one) => [one.name, one])).values()) {
    const explain = statement<{ 'QUERY PLAN': string }>(
      `bench.explain.${name}`,
      `explain (costs off) ${texts.get(name)}`,
    );
    const lines = (await db.rows(explain, values)).map((row) => row['QUERY PLAN']);
    const found = lines.flatMap((line) => /((?:Index|Seq|Bitmap Index)[\w ]* Scan .*)/.exec(line)?.[1] ?? []);
    scans.push(`${name}: ${[...new Set(found)].join('; ')}`);
  }
  return scans;
}

export function auditorReport(row: AuditorRow): string {
  const { statementMs, ratios } = row;
  const figures = table(
    [
      'auditor',
      'statements a look',
      'a look ms',
      'p50 ms',
      'p99 ms',
      'longest ms',
      'p99 ÷ 50 ms',
      'longest ÷ 50 ms',
      'faults',
    ],
    [
      [
        `${row.open} open`,
        String(row.statements),
        ...[row.lookMs, statementMs.p50, statementMs.p99, statementMs.longest, ratios.p99, ratios.longest].map(figure),
        String(row.faults),
      ],
    ],
  );
  return `${figures}\n\n${row.scans.join('\n')}\n\nMark: at most 50 ms a query with 100,000 engagements open.`;
}
