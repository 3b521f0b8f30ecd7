import { eventTypes } from '#domain/timeline';
import { newId } from '#kernel/ids';
import type { Queries, Tx } from '#storage/db';
import type { EngageRooms } from './engage-all.ts';
import { parseIncidentArn } from './incident.ts';
import { incidentsSql } from './incidents.sql.ts';

/** Parts of engagements in one look. */
const PART = 500;
const AUDITOR = 'auditor.muster';
const TOLD =
  'People were still engaged for this incident although it was over; found by Muster’s auditor, and they are stopped';

interface Fault {
  /** The incident's ARN. */
  key: string;
  account: string;
}

/** Nobody is engaged, and no acknowledgement waits, for an incident that is resolved or deleted (law 1). */
export function overIncidentInvariant({ engagements, timeline }: Pick<EngageRooms, 'engagements' | 'timeline'>) {
  return {
    name: 'incidents.engaged-though-over',
    async find(on: Queries, _now: Date, after: string | undefined) {
      const { engaged, next } = await engagements.live(on, PART, after);
      // Read after the engagements: whoever opens an incident and engages for it commits both at once.
      const ids = [...new Set(engaged.map(({ id }) => id))];
      const open = new Set((await on.rows(incidentsSql.unresolved, [ids])).map(({ id }) => id));
      const over = new Map(engaged.filter(({ id }) => !open.has(id)).map((one) => [one.arn, one.account]));
      return { faults: [...over].map(faultOf), ...(next ? { next } : {}) };
    },
    /** Stops them, as the end of the incident should have. */
    async repair(tx: Tx, now: Date, { key, account }: Fault) {
      const { id } = parseIncidentArn(key, 'incident');
      const row = await tx.first(incidentsSql.lock, [account, id]);
      if (row && row.status !== 'RESOLVED') return undefined;
      const reason = `the incident was ${row ? 'resolved' : 'deleted'} before`;
      if ((await engagements.incidentOver(tx, now, account, key, reason)) === 0) return undefined;
      const event = { account, incidentId: id, eventId: newId(now), time: now, actor: AUDITOR };
      // The last entry of a deleted incident's timeline says who deleted it.
      if (row) await timeline.append(tx, now, [{ ...event, type: eventTypes.custom, data: JSON.stringify(TOLD) }]);
      return { account, region: '', text: `stopped whoever was engaged for ${key}` };
    },
  };
}

const faultOf = ([key, account]: [string, string]) => ({
  key,
  account,
  text: `people are engaged for ${key}, which is resolved or deleted: they would be paged for what is over`,
});
