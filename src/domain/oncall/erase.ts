import { type Contacts, contactArn } from '#domain/contacts';
import type { Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { feedsSql } from './feeds.sql.ts';
import { rotationArn } from './rotation.ts';
import { rotationsSql } from './rotations.sql.ts';
import { watchSql } from './watch.sql.ts';
import { WATCH_QUEUE } from './watch.ts';

/**
 * Deletes an account's rotations with their overrides and swaps, its warnings and calendar feeds, in every Region, and looks at
 * nothing of it any more. The schedules are still there: their contacts go after this.
 */
export async function eraseOnCall(
  tx: Tx,
  { contacts, due }: { contacts: Contacts; due: DueWork },
  account: string,
): Promise<void> {
  const rotations = await tx.rows(rotationsSql.erase, [account]);
  const schedules = await contacts.schedules(tx, account);
  await due.cancel(tx, WATCH_QUEUE, [...rotations.map(rotationArn), ...schedules.map(contactArn)]);
  await tx.rows(watchSql.erase, [account]);
  await tx.rows(feedsSql.erase, [account]);
}
