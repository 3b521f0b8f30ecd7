import { MINUTE } from '#kernel/clock';
import type { Queries, Tx } from '#storage/db';
import { workInPlace } from '#storage/due-audit';
import { CONFIRM_QUEUE, confirmWork, locked } from './confirm.ts';
import { messagesSql } from './messages.sql.ts';
import { sourceOf, toMessage } from './rows.ts';
import type { SendDeps } from './send-deps.ts';

/** Messages in one look. */
const PART = 1_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface Fault {
  key: string;
  account: string;
}

/** Every message whose provider has still to say that it arrived has a timer, so that silence is told and moved on from. */
export function confirmInvariant({ due, sources }: Pick<SendDeps, 'due' | 'sources'>) {
  return {
    name: 'channels.fate-not-awaited',
    async find(on: Queries, _now: Date, after: string | undefined) {
      const rows = await on.rows(messagesSql.unawaited, [after ?? FIRST, PART, CONFIRM_QUEUE]);
      const last = rows.find((row) => !row.fault);
      return { faults: rows.filter((row) => row.fault).map(faultOf), ...(last ? { next: last.id } : {}) };
    },
    /** Puts the timer again for the moment that it had, or for now where that is over. */
    async repair(tx: Tx, now: Date, { key, account }: Fault) {
      const row = await locked(sources, tx, key);
      if (!row?.confirm_by || row.fate !== null || row.status !== 'sent') return undefined;
      if ((await workInPlace(tx, now, CONFIRM_QUEUE, [key])).has(key)) return undefined;
      const runAt = row.confirm_by > now ? row.confirm_by : now;
      const withinMs = row.settled_at ? row.confirm_by.getTime() - row.settled_at.getTime() : MINUTE;
      await due.put(tx, now, [confirmWork(row.id, account, runAt, withinMs)]);
      const text = 'Nothing would have told that a message was never confirmed; found by Muster’s auditor, and mended';
      await sourceOf(sources, row.kind).mended?.(tx, now, toMessage(row), text);
      return { account, region: '', text: `the fate of message ${key} is waited for again` };
    },
  };
}

const faultOf = ({ id, account }: { id: string; account: string }) => ({
  key: id,
  account,
  text: `message ${id} was taken and is not confirmed yet, and nothing would tell that it never is`,
});
