import type { Queries } from '#storage/db';
import { requireBus } from './buses.ts';
import { type DeliveryRow, deliveriesSql } from './deliveries.sql.ts';

/** What became of one event at one target of one rule. */
export interface EventDelivery {
  eventId: string;
  source?: string;
  detailType?: string;
  bus: string;
  rule: string;
  targetId: string;
  /** Absent of those that an older version made. */
  targetArn?: string;
  at: Date;
  status: 'pending' | 'delivered' | 'failed';
  /** Tries made. */
  attempts: number;
  settledAt?: Date;
  /** What was made: an incident's ARN, a status. */
  result?: string;
  /** What the last try failed of, and as a dead-letter queue is told it. */
  error?: string;
  errorCode?: string;
  /** Which bound of the retry policy ended it. */
  exhausted?: string;
  deadLetter?: 'pending' | 'sent' | 'failed';
  deadLetterError?: string;
}

export interface DeliveryQuery {
  account: string;
  region: string;
  bus?: string;
  rule?: string;
  status?: EventDelivery['status'];
  limit: number;
  /** The last one of the page before. */
  after?: Pick<EventDelivery, 'eventId' | 'rule' | 'targetId'>;
}

export interface EventDeliveries {
  /** The newest first; with filters those among the 200,000 newest of the region. Refuses (notFound) a bus that is not
   * there. */
  list(on: Queries, query: DeliveryQuery): Promise<EventDelivery[]>;
}

export const eventDeliveries: EventDeliveries = {
  async list(on, { account, region, bus, rule, status, limit, after }) {
    const from = [after?.eventId ?? null, after?.rule ?? null, after?.targetId ?? null];
    if (bus !== undefined) await requireBus(on, { account, region, bus });
    const filters = [bus ?? null, rule ?? null, status ?? null];
    const rows = await on.rows(deliveriesSql.list, [account, region, ...from, ...filters, limit]);
    return rows.map(toDelivery);
  },
};

function toDelivery(row: DeliveryRow): EventDelivery {
  const { event_id: eventId, bus, rule, target_id: targetId, at, status, attempts } = row;
  const maybe = {
    ...{ source: row.source, detailType: row.detail_type, targetArn: row.target_arn, settledAt: row.settled_at },
    ...{ result: row.result, error: row.error, errorCode: row.error_code, exhausted: row.exhausted },
    ...{ deadLetter: row.dead_letter, deadLetterError: row.dead_letter_error },
  };
  const given = Object.fromEntries(Object.entries(maybe).filter(([, value]) => value !== null));
  return { eventId, bus, rule, targetId, at, status, attempts, ...given };
}
