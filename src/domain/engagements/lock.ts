import type { Tx } from '#storage/db';
import { type EngagementRow, engagementsSql } from './engagements.sql.ts';

/**
 * A whole tree, locked: two deciders never interleave. The root is locked by a statement of its own, because one that waits
 * for a lock does not see the rows that were added meanwhile, and people engaged by the decider before would be left out:
 * neither stopped nor settled, and paged for what is over.
 */
export async function lockTree(tx: Tx, rootId: string): Promise<EngagementRow[]> {
  return (await lockTrees(tx, [rootId])).get(rootId) ?? [];
}

/** The same for many, locked in the order of their ids; by the roots' ids. */
export async function lockTrees(tx: Tx, rootIds: string[]): Promise<Map<string, EngagementRow[]>> {
  await tx.rows(engagementsSql.lockRoots, [rootIds]);
  return Map.groupBy(await tx.rows(engagementsSql.trees, [rootIds]), (row) => row.root_id);
}

/**
 * Trees and the live others of their incidents, each whole. Their roots are locked by their ids, as whoever needs several does.
 * One that is engaged meanwhile is not among them, and has its own timer.
 */
export async function lockWithSiblings(tx: Tx, rootIds: string[]): Promise<EngagementRow[][]> {
  const roots = await tx.rows(engagementsSql.siblingRoots, [rootIds]);
  const trees = await lockTrees(
    tx,
    roots.map(({ id }) => id),
  );
  return [...trees.values()];
}
