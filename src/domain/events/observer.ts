import type { Tx } from '#storage/db';
import type { BusEvent } from './event.ts';

/**
 * A room that learns from what happened, whatever the rules say. It runs in the transaction that stores the events, so it
 * must take any event as it comes, and change its own rows only.
 */
export interface EventObserver {
  /** Quick: it is asked of every event. */
  wants(event: BusEvent): boolean;
  /** `events` are those it wanted, in order. */
  observe(tx: Tx, now: Date, events: BusEvent[]): Promise<void>;
}
