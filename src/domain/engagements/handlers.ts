import type { Db } from '#storage/db';
import type { Job } from '#storage/due';
import { apply, ENGAGEMENT_QUEUE, type EngagementRooms } from './apply.ts';
import { lockTree } from './lock.ts';
import { toMatter, toTree } from './rows.ts';

/** An engagement's timer: what has become due is decided now, against the plans and the state of now (law 5). */
export function engagementHandler(db: Db, now: () => Date, rooms: EngagementRooms) {
  return {
    queue: ENGAGEMENT_QUEUE,
    concurrency: 16,
    handle: (job: Job) =>
      db.tx(async (tx) => {
        const rows = await lockTree(tx, job.key);
        // Before the decision puts the next timer under the same key.
        await rooms.due.finish(tx, job);
        const was = toTree(rows);
        if (was) await apply(tx, now(), rooms, { was, matter: toMatter(rows[0]!), input: { kind: 'woken' } });
      }),
  };
}
