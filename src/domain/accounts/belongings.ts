import type { Tx } from '#storage/db';

/**
 * What a room keeps of an account's plans, incidents and people: it goes with the account's replication set, as at AWS
 * (aws-behaviour.md 2.8). Rooms above offer one each.
 */
export interface Belongings {
  /** Stops what runs and deletes the account's rows, in the caller's transaction. */
  erase(tx: Tx, account: string): Promise<void>;
}
