import type { Queries, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
import { noticesSql } from './notices.sql.ts';
import { NOTICE_QUEUE, workOf } from './notices.ts';

/** Notices in one look. */
const PART = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Every notice has work that looks. */
export function noticeInvariant(due: DueWork) {
  return {
    name: 'chat.notice-not-looked-at',
    queues: [NOTICE_QUEUE],
    async find(on: Queries, now: Date, from: string | undefined) {
      const rows = await on.rows(noticesSql.part, [from ?? FIRST, PART]);
      const there = await workInPlace(
        on,
        now,
        NOTICE_QUEUE,
        rows.map(({ id }) => id),
      );
      const lost = rows.filter(({ id }) => !there.has(id));
      const faults = lost.map(({ id, account }) => ({
        key: id,
        account,
        text: `nothing would tell a room who is on call (${id})`,
      }));
      const last = rows.length === PART ? rows.at(-1) : undefined;
      return { faults, ...(last ? { next: last.id } : {}) };
    },
    async repair(tx: Tx, now: Date, { key }: { key: string }) {
      const row = await tx.first(noticesSql.lock, [key]);
      if (!row || (await workInPlace(tx, now, NOTICE_QUEUE, [key])).has(key)) return undefined;
      await due.put(tx, now, [workOf(row.id, row.account, now)]);
      return { account: row.account, region: row.region, text: `who is on call for ${row.subject} is looked at again` };
    },
  };
}
