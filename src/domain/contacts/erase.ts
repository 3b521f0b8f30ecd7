import type { Tx } from '#storage/db';
import { eraseSql } from './erase.sql.ts';

/** Deletes an account's contacts with their plans and channels, in every Region. */
export async function eraseContacts(tx: Tx, account: string): Promise<void> {
  await tx.rows(eraseSql.channels, [account]);
  await tx.rows(eraseSql.contacts, [account]);
}
