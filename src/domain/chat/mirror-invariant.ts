import type { Queries, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
import { mirrorsSql } from './mirrors.sql.ts';
import { MIRROR_QUEUE, mirrorWork } from './mirrors.ts';

/** Mirrors in one look. */
const PART = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Every mirror has work that looks who is on call. */
export function mirrorInvariant(due: DueWork) {
  return {
    name: 'chat.mirror-not-looked-at',
    queues: [MIRROR_QUEUE],
    async find(on: Queries, now: Date, from: string | undefined) {
      const rows = await on.rows(mirrorsSql.part, [from ?? FIRST, PART]);
      const there = await workInPlace(
        on,
        now,
        MIRROR_QUEUE,
        rows.map(({ id }) => id),
      );
      const faults = rows
        .filter(({ id }) => !there.has(id))
        .map(({ id, account }) => ({ key: id, account, text: `nothing would tell a mirror who is on call (${id})` }));
      const last = rows.length === PART ? rows.at(-1) : undefined;
      return { faults, ...(last ? { next: last.id } : {}) };
    },
    async repair(tx: Tx, now: Date, { key }: { key: string }) {
      const row = await tx.first(mirrorsSql.lock, [key]);
      if (!row || (await workInPlace(tx, now, MIRROR_QUEUE, [key])).has(key)) return undefined;
      await due.put(tx, now, [mirrorWork(row.id, row.account, now)]);
      return { account: row.account, region: row.region, text: `${row.target} is told again who is on call` };
    },
  };
}
