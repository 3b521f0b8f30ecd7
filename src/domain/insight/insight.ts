import type { Queries } from '#storage/db';
import { factsSql, type IncidentAttempt } from './facts.sql.ts';
import { type Foreseen, type Foresight, foresee, type PredictionRooms } from './predictions.ts';
import { type ReplayAsked, type Replayed, replay } from './replays.ts';
import { explain, type Why, type WhyQuestion } from './why.ts';

/** What can be known of paging without doing any: what would happen, and why it happened as it did. Both only read. */
export interface Insight {
  /** Who is woken, how, and when, if this fires then. Refuses (notFound) a plan or contact that is not there. */
  predict(on: Queries, asked: Foresight): Promise<Foreseen>;
  /** Why a person was, or was not, paged around a moment. Refuses (notFound) a contact or incident that is not there. */
  why(on: Queries, now: Date, asked: WhyQuestion): Promise<Why>;
  /** What a rule and a plan would have made of recorded events, a page at a time. Refuses (validation) a pattern that is none. */
  replay(on: Queries, now: Date, asked: ReplayAsked): Promise<Replayed>;
  /** Every try of an incident's pages, the pages in the order in which they were made; after the given one. */
  attempts(
    on: Queries,
    incident: { account: string; arn: string },
    limit: number,
    after?: [pageId: string, number: number],
  ): Promise<IncidentAttempt[]>;
}

export function createInsight(rooms: PredictionRooms): Insight {
  return {
    predict: (on, asked) => foresee(on, rooms, asked),
    why: (on, now, asked) => explain(on, now, rooms.plans, asked),
    replay: (on, now, asked) => replay(on, now, rooms.silences, asked),
    attempts: (on, { account, arn }, limit, [pageId, number] = ['', 0]) =>
      on.rows(factsSql.attemptsOf, [account, arn, pageId || null, number, limit]),
  };
}
