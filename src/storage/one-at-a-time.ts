import type { Tx } from './db.ts';
import { statement } from './statement.ts';

const take = statement('storage.oneAtATime', 'select pg_advisory_xact_lock(hashtextextended($1, 7))');

/**
 * Waits until no other transaction, of whatever node, is at this name, and keeps others waiting until this one ends: so two
 * that count and add do it one after the other. Asked for before the locks of rows.
 */
export async function oneAtATime(tx: Tx, name: string): Promise<void> {
  await tx.rows(take, [name]);
}
