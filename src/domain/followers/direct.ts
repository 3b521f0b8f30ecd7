import type { Log } from '#kernel/log';
import { messageOf } from '#kernel/text';
import type { Db } from '#storage/db';
import type { Job } from '#storage/due';
import { DIRECT_QUEUE } from './direct-work.ts';
import type { DirectKind, Follower } from './follower.ts';
import { followersSql, toFollower } from './followers.sql.ts';
import { type FollowerMessageRooms, viewFor } from './messages.ts';

const CONCURRENCY = 8;

/** Lets each kind do what the news ask of it, in the transaction that says how far its follower knows the timeline. */
export function followerHandler(db: Db, now: () => Date, log: Log, rooms: FollowerMessageRooms) {
  const handle = (job: Job): Promise<void> =>
    db.tx(async (tx) => {
      const row = await tx.first(followersSql.get, [job.key]);
      const follower = row && toFollower(row);
      const at = now();
      const kind = follower && kindOf(rooms, follower);
      if (kind && !(follower.until && follower.until <= at)) {
        const seq = await rooms.timeline.last(tx, follower);
        const state = await kind.act(tx, at, follower, await viewFor(tx, rooms, follower));
        await tx.rows(followersSql.save, [follower.id, state ? JSON.stringify(state) : null, seq]);
      }
      await rooms.due.finish(tx, job);
    });
  return {
    queue: DIRECT_QUEUE,
    concurrency: CONCURRENCY,
    handle: (job: Job) =>
      handle(job).catch((error: unknown) => {
        log.warn({ follower: job.key, reason: messageOf(error) }, 'a follower could not be told; it is tried again');
        throw error;
      }),
  };
}

const kindOf = ({ kinds }: FollowerMessageRooms, { kind }: Follower): DirectKind | undefined =>
  kinds().flatMap((one) => ('act' in one && one.kind === kind ? [one] : []))[0];
