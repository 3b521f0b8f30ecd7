import { DAY } from '#kernel/clock';
import { firstIdAt } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { count } from '#kernel/text';
import type { Db, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { repeatedWork } from '#storage/repeated';
import { messagesSql } from './messages.sql.ts';
import { sourceOf } from './rows.ts';
import type { MessageSource } from './source.ts';

/** How long what has become of a message that nothing refers to is kept. */
const KEPT_MS = 30 * DAY;
/** Messages in one part. */
const PART = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

export interface ForgettingDeps {
  db: Db;
  due: DueWork;
  now: () => Date;
  log: Log;
  sources: MessageSource[];
}

/** Once a day deletes what left, or never will, more than 30 days ago, and carries nothing that is still kept. Ids tell the time. */
export function messageForgetting({ db, due, now, log, sources }: ForgettingDeps) {
  return repeatedWork(db, due, now, {
    queue: 'housekeeping.messages',
    everyMs: DAY,
    invariant: 'channels.forgetting-not-planned',
    lost: 'nothing would delete old messages that nobody needs',
    async run(tx, at, from) {
      const until = firstIdAt(new Date(at.getTime() - KEPT_MS));
      const rows = await tx.rows(messagesSql.settledBefore, [from ?? FIRST, until, PART]);
      const needed = await neededOf(tx, sources, rows);
      const gone = rows.map(({ id }) => id).filter((id) => !needed.has(id));
      if (gone.length > 0) await tx.rows(messagesSql.forget, [gone]);
      const forgotten = `${count(gone.length, 'old message')} deleted`;
      if (gone.length > 0) tx.afterCommit(() => log.info({ messages: gone.length }, forgotten));
      return rows.length === PART ? rows.at(-1)!.id : undefined;
    },
  });
}

async function neededOf(tx: Tx, sources: MessageSource[], rows: { id: string; kind: string }[]): Promise<Set<string>> {
  const needed = new Set<string>();
  for (const [kind, some] of Map.groupBy(rows, (row) => row.kind)) {
    const ids = some.map(({ id }) => id);
    for (const id of (await sourceOf(sources, kind).needed?.(tx, ids)) ?? []) needed.add(id);
  }
  return needed;
}
