import type { Db, Queries } from '#storage/db';
import type { Job } from '#storage/due';
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

/**
 * An engagement's timer: what has become due is decided now, against the plans and the state of now (law 5). With it go the
 * other engagements of its incident for which something is due, so that a person whom several of them page at one moment gets
 * one message; their own timers then find their work done.
 */
export function engagementHandler(db: Db, now: () => Date, rooms: EngagementRooms, incidents: IncidentStates) {
  return {
    queue: ENGAGEMENT_QUEUE,
    concurrency: 16,
    handle: (job: Job) =>
      db.tx(async (tx) => {
        const trees = await lockWithSiblings(tx, job.key);
        // Before the decision puts the next timer under the same key.
        await rooms.due.finish(tx, job);
        const at = now();
        const cases = trees.flatMap((rows): Case[] => {
          const was = toTree(rows);
          return was ? [{ was, matter: toMatter(rows[0]!), input: { kind: 'woken' } }] : [];
        });
        const book = await readBook(
          tx,
          at,
          rooms,
          cases.flatMap(({ was }) => was.all.map(({ contact }) => contact)),
        );
        const due = cases.filter(({ was }) => was.root.id === job.key || isDue(at, was, book));
        await applyAll(tx, at, rooms, book, await withProgress(tx, incidents, due));
      }),
  };
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
  // A tree and its siblings are of one account.
  const [{ account }] = waiting as [Case['matter'], ...Case['matter'][]];
  const ids = [...new Set(waiting.flatMap(({ incident }) => incident?.id ?? []))];
  const worked = await incidents.inProgress(tx, account, ids);
  return cases.map((one) =>
    worked.has(one.matter.incident?.id ?? '') ? { ...one, input: { kind: 'woken', inProgress: true } } : one,
  );
}
