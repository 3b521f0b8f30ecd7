import type { Queries, Tx } from '#storage/db';
import type { Due, DueWork } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
import { activitySql } from './activity.sql.ts';

/** Incidents that are to be looked at: whether to resolve them, or to engage their plan. Under their ids. */
export const LOOK_QUEUE = 'signals.look';
/** Somebody may have to be paged: before all but what is most severe. */
const PRIORITY = 2;
/** Incidents in one look of the auditor. */
const PART = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

export const lookWork = (account: string, incidentId: string, runAt: Date): Due => ({
  ...{ queue: LOOK_QUEUE, key: incidentId, account, runAt, priority: PRIORITY, payload: {} },
});

/** Every incident that is to be looked at has the work that does it. */
export function lookInvariant(due: DueWork) {
  return {
    name: 'signals.look-not-planned',
    queues: [LOOK_QUEUE],
    async find(on: Queries, now: Date, after: string | undefined) {
      const rows = await on.rows(activitySql.waiting, [after ?? FIRST, PART]);
      const ids = rows.map(({ incident_id }) => incident_id);
      const planned = await workInPlace(on, now, LOOK_QUEUE, ids);
      const last = rows.length === PART ? ids.at(-1) : undefined;
      const faults = rows
        .filter(({ incident_id }) => !planned.has(incident_id))
        .map(({ incident_id: key, account }) => ({
          ...{ key, account },
          text: `nothing would look at incident ${key}, whose plan is held back or which is to be resolved`,
        }));
      return { faults, ...(last ? { next: last } : {}) };
    },
    /** Looks at it now, and decides afresh. */
    async repair(tx: Tx, now: Date, { key, account }: { key: string; account: string }) {
      if ((await workInPlace(tx, now, LOOK_QUEUE, [key])).has(key)) return undefined;
      const row = await tx.first(activitySql.get, [account, [key]]);
      if (!row?.look_at) return undefined;
      await due.put(tx, now, [lookWork(account, key, now)]);
      return { account, region: '', text: `incident ${key} is looked at again` };
    },
  };
}
