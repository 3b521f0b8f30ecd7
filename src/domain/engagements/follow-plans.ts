import type { PlanFollower } from '#domain/contacts';
import type { DueWork } from '#storage/due';
import { ENGAGEMENT_QUEUE } from './apply.ts';
import { engagementsSql } from './engagements.sql.ts';

/**
 * A changed plan holds at once for what runs by it: those engagements are looked at now, instead of at the moment that the
 * former plan had given them. Locks their roots, so that no decision that has read the former plan sets a timer after this.
 */
export function planFollower(due: DueWork): PlanFollower {
  return {
    async planChanged(tx, now, { account, region, alias }) {
      const ids = (await tx.rows(engagementsSql.rootsFollowing, [account, region, alias])).map(({ id }) => id);
      if (ids.length === 0) return;
      await tx.rows(engagementsSql.lockRoots, [ids]);
      const running = await tx.rows(engagementsSql.runningRoots, [ids]);
      await due.put(
        tx,
        now,
        running.map(({ id: key, severity: priority, request_id: requestId }) => ({
          ...{ queue: ENGAGEMENT_QUEUE, key, account, runAt: now, priority, payload: {} },
          ...(requestId ? { requestId } : {}),
        })),
      );
    },
  };
}
