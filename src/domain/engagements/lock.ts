import type { Tx } from '#storage/db';
import { type EngagementRow, engagementsSql } from './engagements.sql.ts';

/**
 * A whole tree, locked: two deciders never interleave. The root is locked by a statement of its own, because one that waits
 * for a lock does not see the rows that were added meanwhile, and people engaged by the decider before would be left out:
 * neither stopped nor settled, and paged for what is over.
 */
export async function lockTree(tx: Tx, rootId: string): Promise<EngagementRow[]> {
  await tx.rows(engagementsSql.lockRoot, [rootId]);
  return tx.rows(engagementsSql.tree, [rootId]);
}

/**
 * A tree and the live others of its incident, each whole. Their roots are locked by their ids, as whoever needs several does.
 * One that is engaged meanwhile is not among them, and has its own timer.
 */
export async function lockWithSiblings(tx: Tx, rootId: string): Promise<EngagementRow[][]> {
  const roots = await tx.rows(engagementsSql.siblingRoots, [rootId]);
  await tx.rows(engagementsSql.lockRoots, [roots.map(({ id }) => id)]);
  const rows = await tx.rows(engagementsSql.trees, [roots.map(({ id }) => id)]);
  return [...Map.groupBy(rows, (row) => row.root_id).values()];
}
