import type { Queries, Tx } from '#storage/db';
import { followersSql, toFollower } from './followers.sql.ts';
import { type FollowerRooms, tellFrom } from './followers.ts';

/** Followers in one look. */
const PART = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Whoever follows an incident knows all of its timeline, or a message is open that will tell it. */
export function followerInvariant(rooms: FollowerRooms) {
  return {
    name: 'followers.untold',
    async find(on: Queries, now: Date, after: string | undefined) {
      const rows = await on.rows(followersSql.untold, [after ?? FIRST, now, PART]);
      const last = rows.length === PART ? rows.at(-1) : undefined;
      return {
        faults: rows
          .filter((row) => row.untold)
          .map(({ id, account }) => ({
            key: id,
            account,
            text: `follower ${id} was not told of an incident's changes`,
          })),
        ...(last ? { next: last.id } : {}),
      };
    },
    async repair(tx: Tx, now: Date, { key, account }: { key: string; account: string }) {
      const row = await tx.first(followersSql.get, [key]);
      if (!row) return undefined;
      const follower = toFollower(row);
      if ((await rooms.timeline.last(tx, follower)) <= follower.toldSeq) return undefined;
      await tellFrom(tx, now, rooms, [follower]);
      return { account, region: '', text: `follower ${key} is told of what it missed` };
    },
  };
}
