import type { Route } from '#domain/channels';
import type { Db } from '#storage/db';
import { migrationNames } from '#storage/migrate';
import { statement } from '#storage/statement';
import { inTime } from './in-time.ts';

const appliedMigrations = statement<{ name: string }>('api.appliedMigrations', 'select m.name from kysely_migration m');

export interface Readiness {
  ready: boolean;
  database: 'reachable' | 'away';
  migrations: 'current' | 'behind' | 'unknown';
}

/** Whether this node can take alarms now: its database answers, and has this version's tables. */
export async function readiness(db: Db): Promise<Readiness> {
  try {
    const rows = await inTime(db.rows(appliedMigrations));
    const applied = new Set(rows.map((row) => row.name));
    const current = (await migrationNames()).every((name) => applied.has(name));
    return { ready: current, database: 'reachable', migrations: current ? 'current' : 'behind' };
  } catch {
    // Why it is away stands in the log of whoever needed it; here only that it is.
    return { ready: false, database: 'away', migrations: 'unknown' };
  }
}

/** Kind of channel → `ready`, or why nothing can be sent to it and what to do. No reason to take a node out: alarms are stored. */
export function channelStates(channels: readonly Route[]): Record<string, string> {
  return Object.fromEntries(channels.map((channel) => [channel.type, channel.notReady() ?? stateOf(channel)]));
}

/** `ready`, and what of it is not: providers that fail while others stand in for them. */
function stateOf(route: Route): string {
  const broken = route.standings().flatMap(({ provider, state, reason, notReady }) => {
    if (notReady !== undefined) return [`${provider} is not set up: ${notReady}`];
    return state === 'works' ? [] : [`${provider} is ${state}: ${reason ?? 'it fails'}`];
  });
  return ['ready', ...broken].join('; ');
}
