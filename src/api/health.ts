import type { Db } from '#storage/db';
import { migrationNames } from '#storage/migrate';
import { statement } from '#storage/statement';

const appliedMigrations = statement<{ name: string }>('api.appliedMigrations', 'select m.name from kysely_migration m');

export interface Readiness {
  ready: boolean;
  database: 'reachable' | 'away';
  migrations: 'current' | 'behind' | 'unknown';
}

/** How long the database may take to answer before the node counts as not ready. */
const PATIENCE_MS = 2_000;

/** Whether this node can take alarms now: its database answers, and has this version's tables. */
export async function readiness(db: Db): Promise<Readiness> {
  try {
    const rows = await Promise.race([db.rows(appliedMigrations), impatience()]);
    const applied = new Set(rows.map((row) => row.name));
    const current = (await migrationNames()).every((name) => applied.has(name));
    return { ready: current, database: 'reachable', migrations: current ? 'current' : 'behind' };
  } catch {
    // Why it is away stands in the log of whoever needed it; here only that it is.
    return { ready: false, database: 'away', migrations: 'unknown' };
  }
}

function impatience(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('the database did not answer in time')), PATIENCE_MS).unref();
  });
}
