import { isUnavailable } from '#kernel/refusal';
import { together } from '#kernel/together';
import type { Db } from '#storage/db';
import type { Job } from '#storage/due';
import { apply, applyAll, type Case, ENGAGEMENT_QUEUE, type EngagementRooms } from './apply.ts';
import { readBook } from './book.ts';
import { lockTree, lockTrees } from './lock.ts';
import { toMatter, toTree } from './rows.ts';

/** Timers that share a transaction at most, and such transactions at once. */
const TOGETHER = { most: 64, flights: 2 };

/**
 * An engagement's timer: what has become due is decided now, against the plans and the state of now (law 5). Those that fall due
 * together are decided in one transaction for each account: however many they are, it is the same number of statements.
 */
export function engagementHandler(db: Db, now: () => Date, rooms: EngagementRooms) {
  const decide = together<Job, undefined>({
    ...TOGETHER,
    kind: (job) => job.account,
    shared: isUnavailable,
    alone: (job) => decideOne(db, now, rooms, job).then(() => undefined),
    all: (jobs) => decideAll(db, now, rooms, jobs),
  });
  return { queue: ENGAGEMENT_QUEUE, concurrency: 2 * TOGETHER.most, handle: (job: Job): Promise<void> => decide(job) };
}

function decideOne(db: Db, now: () => Date, rooms: EngagementRooms, job: Job): Promise<void> {
  return db.tx(async (tx) => {
    const rows = await lockTree(tx, job.key);
    // Before the decision puts the next timer under the same key.
    await rooms.due.finish(tx, job);
    const was = toTree(rows);
    if (was) await apply(tx, now(), rooms, { was, matter: toMatter(rows[0]!), input: { kind: 'woken' } });
  });
}

/** What is no longer ours is somebody else's to decide: it is left alone. */
function decideAll(db: Db, now: () => Date, rooms: EngagementRooms, jobs: Job[]): Promise<undefined[]> {
  return db.tx(async (tx) => {
    const trees = await lockTrees(
      tx,
      jobs.map(({ key }) => key),
    );
    const ours = await rooms.due.finishAll(tx, jobs);
    const cases = jobs.flatMap(({ id, key }): Case[] => {
      const rows = trees.get(key) ?? [];
      const was = ours.has(id) ? toTree(rows) : undefined;
      return was ? [{ was, matter: toMatter(rows[0]!), input: { kind: 'woken' } }] : [];
    });
    const contacts = cases.flatMap(({ was }) => was.all.map((part) => part.contact));
    await applyAll(tx, now(), rooms, await readBook(tx, rooms, contacts), cases);
    return jobs.map(() => undefined);
  });
}
