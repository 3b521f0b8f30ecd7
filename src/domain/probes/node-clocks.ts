import { DAY, MINUTE } from '#kernel/clock';
import type { Db, Queries } from '#storage/db';
import { probesSql } from './probes.sql.ts';

/** A node's own clock, beside the database's, which alone decides. */
export interface NodeClock {
  node: string;
  /** By how much it is ahead; behind is negative. */
  aheadMs: number;
}

/** Nodes that were not seen for so long have stopped. */
const SEEN_MS = 10 * MINUTE;

/** Those of nodes that run. */
export async function nodeClocks(on: Queries, now: Date): Promise<NodeClock[]> {
  const rows = await on.rows(probesSql.clocks, [new Date(now.getTime() - SEEN_MS)]);
  return rows.map(({ node, ahead_ms }) => ({ node, aheadMs: ahead_ms }));
}

/** Keeps what a node has measured, and forgets nodes that stopped long ago. */
export async function keepNodeClock(db: Db, now: Date, { node, aheadMs }: NodeClock): Promise<void> {
  await db.rows(probesSql.saveClock, [node, now, Math.round(aheadMs)]);
  await db.rows(probesSql.forgetClocks, [new Date(now.getTime() - DAY)]);
}
