import type { ContactRef } from '#domain/contacts';
import { HOUR } from '#kernel/clock';
import { firstIdAt } from '#kernel/ids';
import type { Queries } from '#storage/db';
import { pagesSql } from './pages.sql.ts';

/** Whoever answered a page so long ago may be at work on it still. */
const AT_WORK_MS = 12 * HOUR;

/** Whether somebody is being paged, can still answer a page, or has answered one of late; not where it was stopped or resolved. */
export async function isPaged(on: Queries, now: Date, { account, region, alias }: ContactRef): Promise<boolean> {
  const since = firstIdAt(new Date(now.getTime() - AT_WORK_MS));
  return (await on.first(pagesSql.isPaged, [account, region, alias, since]))?.paged === true;
}
