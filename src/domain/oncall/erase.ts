import type { Tx } from '#storage/db';
import { feedsSql } from './feeds.sql.ts';
import { rotationsSql } from './rotations.sql.ts';
import { watchSql } from './watch.sql.ts';

/** Deletes an account's rotations with their overrides and swaps, its warnings and calendar feeds, in every Region. */
export async function eraseOnCall(tx: Tx, account: string): Promise<void> {
  await tx.rows(rotationsSql.erase, [account]);
  await tx.rows(watchSql.erase, [account]);
  await tx.rows(feedsSql.erase, [account]);
}
