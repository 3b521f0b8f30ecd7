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

/** The same of many, locked in the order of their roots' ids; by root. */
export async function lockTrees(tx: Tx, rootIds: string[]): Promise<Map<string, EngagementRow[]>> {
  await tx.rows(engagementsSql.lockRoots, [rootIds]);
  return Map.groupBy(await tx.rows(engagementsSql.trees, [rootIds]), (row) => row.root_id);
}
