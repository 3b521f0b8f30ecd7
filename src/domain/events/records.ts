import type { Queries, Tx } from '#storage/db';
import { eventsSql } from './events.sql.ts';

interface EventRef {
  account: string;
  region: string;
  eventId: string;
}

/** What is kept of single events. */
export interface EventRecords {
  /** What a delivery made; undefined where it was not made, or failed. */
  resultOf(on: Queries, ref: EventRef & { rule: string; targetId: string }): Promise<string | undefined>;
  /** Deletes an event and its deliveries. */
  forget(tx: Tx, ref: EventRef): Promise<void>;
}

export const eventRecords: EventRecords = {
  async resultOf(on, { account, region, eventId, rule, targetId }) {
    const row = await on.first(eventsSql.delivery, [account, region, eventId, rule, targetId]);
    return row?.result ?? undefined;
  },
  async forget(tx, { account, region, eventId }) {
    await tx.rows(eventsSql.forgetDeliveries, [account, region, eventId]);
    await tx.rows(eventsSql.forget, [account, region, eventId]);
  },
};
