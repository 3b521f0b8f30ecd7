import { isUnavailable } from '#kernel/refusal';
import { together } from '#kernel/together';
import type { Db, Queries } from '#storage/db';
import { type Job, LeaseLost } from '#storage/due';
import { nextMoment } from './advance.ts';
import { applyAll, type Case, ENGAGEMENT_QUEUE, type EngagementRooms } from './apply.ts';
import { readBook } from './book.ts';
import type { Book, EngagementTree } from './engagement.ts';
import { lockWithSiblings } from './lock.ts';
import { toMatter, toTree } from './rows.ts';

/** What is known of incidents by the room that has them, and is no concern of a plan's. */
export interface IncidentStates {
  /** Those of these incidents on which somebody works (In Progress). */
  inProgress(on: Queries, account: string, ids: string[]): Promise<ReadonlySet<string>>;
}

/** Timers that share a transaction at most, and such transactions at once. */
const TOGETHER = { most: 128, flights: 2 };

/**
 * An engagement's timer: what has become due is decided now, against the plans and the state of now (law 5). With it go the
 * other engagements of its incident for which something is due, so that a person whom several of them page at one moment gets
 * one message; their own timers then find their work done. Timers of one account that fall due together are decided in one
 * transaction: however many they are, it is the same number of statements.
 */
export function engagementHandler(db: Db, now: () => Date, rooms: EngagementRooms, incidents: IncidentStates) {
  const decide = together<Job, undefined>({
    ...TOGETHER,
    kind: (job) => job.account,
    shared: isUnavailable,
    alone: async (job) => {
      const [lost] = await decideAll(db, now, rooms, incidents, [job]);
      if (lost) throw new LeaseLost(lost);
      return undefined;
    },
    all: async (jobs) => {
      await decideAll(db, now, rooms, incidents, jobs);
      return jobs.map(() => undefined);
    },
  });
  return { queue: ENGAGEMENT_QUEUE, concurrency: 2 * TOGETHER.most, handle: (job: Job): Promise<void> => decide(job) };
}

/** Answers the jobs that were not ours any more: they are somebody else's to decide, and left alone. */
function decideAll(
  db: Db,
  now: () => Date,
  rooms: EngagementRooms,
  incidents: IncidentStates,
  jobs: Job[],
): Promise<Job[]> {
  return db.tx(async (tx) => {
    const trees = await lockWithSiblings(
      tx,
      jobs.map(({ key }) => key),
    );
    // Before the decision puts the next timers under the same keys.
    const ours = await rooms.due.finishAll(tx, jobs);
    const lost = jobs.filter(({ id }) => !ours.has(id));
    const meant = new Map(jobs.map(({ id, key }) => [key, ours.has(id)]));
    const at = now();
    const cases = trees.flatMap((rows): Case[] => {
      const was = toTree(rows);
      return was ? [{ was, matter: toMatter(rows[0]!), input: { kind: 'woken' } }] : [];
    });
    const contacts = cases.flatMap(({ was }) => was.all.map(({ contact }) => contact));
    const book = await readBook(tx, at, rooms, contacts);
    const due = cases.filter(({ was }) => meant.get(was.root.id) ?? isDue(at, was, book));
    await applyAll(tx, at, rooms, book, await withProgress(tx, incidents, due));
    return lost;
  });
}

const isDue = (now: Date, { all }: EngagementTree, book: Book): boolean =>
  all.some((one) => {
    const next = nextMoment(one, book);
    return next !== undefined && next <= now;
  });

/** Whether somebody works on the incident matters to those alone that wait after an acknowledgement. */
async function withProgress(tx: Queries, incidents: IncidentStates, cases: Case[]): Promise<Case[]> {
  const waiting = cases.flatMap(({ was, matter }) => (was.root.repageAt && matter.incident?.id ? [matter] : []));
  if (waiting.length === 0) return cases;
  // Timers of one account are decided together.
  const [{ account }] = waiting as [Case['matter'], ...Case['matter'][]];
  const ids = [...new Set(waiting.flatMap(({ incident }) => incident?.id ?? []))];
  const worked = await incidents.inProgress(tx, account, ids);
  return cases.map((one) =>
    worked.has(one.matter.incident?.id ?? '') ? { ...one, input: { kind: 'woken', inProgress: true } } : one,
  );
}
