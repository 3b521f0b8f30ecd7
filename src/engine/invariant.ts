import type { Queries, Tx } from '#storage/db';

/** Something that is not as it must be. */
export interface Fault {
  /** What is meant, within its invariant: the same fault has the same key. */
  key: string;
  account: string;
  /** What is wrong and what it means, in words. */
  text: string;
  /** The call that set the thing going, where it is known. */
  requestId?: string;
}

/** One look at a part of what an invariant is about. */
export interface Found {
  faults: Fault[];
  /** Where the next part begins; undefined at the end. */
  next?: string;
}

/** What was done about a fault. */
export interface Repair {
  account: string;
  region: string;
  /** What was done, in words. */
  text: string;
  requestId?: string;
}

/** Something that must hold at every instant. A room offers those of its own tables; the auditor looks, always. */
export interface Invariant {
  /** `<room>.<what is wrong>`, also the label of the metrics. */
  readonly name: string;
  /** Queues whose work this invariant looks after itself. */
  readonly queues?: readonly string[];
  /** Looks at the part that begins after `after`: by an index, in bounded time, however much there is. */
  find(on: Queries, now: Date, after: string | undefined): Promise<Found>;
  /**
   * Mends one fault in a transaction of its own: looks again under the locks that everybody takes, and lets the room decide
   * afresh (law 5), so that two nodes at once do no harm. Undefined where nothing is wrong any more. An invariant without it
   * is shouted about.
   */
  repair?(tx: Tx, now: Date, fault: Fault): Promise<Repair | undefined>;
}
