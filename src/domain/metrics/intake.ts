import { isUnavailable } from '#kernel/refusal';
import { together } from '#kernel/together';
import type { Db, Tx } from '#storage/db';
import type { NewData } from './put.ts';

/** Calls that share a transaction at most. */
const MOST_CALLS = 50;
/** Transactions under way at once. */
const FLIGHTS = 2;

export interface IntakeDeps {
  db: Db;
  now: () => Date;
  put: (tx: Tx, now: Date, calls: readonly NewData[]) => Promise<void>;
}

/** Takes data in: answers when they are stored. Calls of one account that arrive together share a transaction and its fsync. */
export function metricIntake({ db, now, put }: IntakeDeps): (data: NewData) => Promise<void> {
  const all = (calls: NewData[]) => db.tx((tx) => put(tx, now(), calls));
  return together<NewData, void>({
    most: MOST_CALLS,
    flights: FLIGHTS,
    kind: ({ account }) => account,
    all: async (many) => {
      await all(many);
      return many.map(() => undefined);
    },
    alone: (one) => all([one]),
    shared: isUnavailable,
  });
}
