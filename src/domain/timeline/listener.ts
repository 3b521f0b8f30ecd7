import type { Tx } from '#storage/db';
import type { TimelineOf } from './event.ts';

/** Who wants to hear of every entry on a followed timeline. A higher room offers one. */
export interface TimelineListener {
  /** Entries were written on these timelines, in this transaction, which holds the locks of their heads. */
  written(tx: Tx, now: Date, timelines: TimelineOf[]): Promise<void>;
}
