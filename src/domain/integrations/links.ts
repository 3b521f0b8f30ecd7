import type { Follower } from '#domain/followers';
import type { Actor } from '#kernel/actor';
import type { Log } from '#kernel/log';
import { Refusal } from '#kernel/refusal';
import type { Db, Tx } from '#storage/db';
import type { DueWork, Job } from '#storage/due';
import type { ServiceRooms } from './rooms.ts';

/** Incidents at PagerDuty that ours has still to point to: the incident is locked for it, before anything a message locks. */
const LINK_QUEUE = 'integration-link';
const CONCURRENCY = 4;
/** Who adds the related item. */
const SERVICE = 'ssm-incidents.amazonaws.com';

interface Link {
  incidentId: string;
  theirs: string;
  secretId: string;
}

export async function putLink(
  due: DueWork,
  tx: Tx,
  now: Date,
  { id, account, incidentId }: Follower,
  link: Omit<Link, 'incidentId'>,
): Promise<void> {
  const payload: Link = { incidentId, ...link };
  await due.put(tx, now, [{ queue: LINK_QUEUE, key: id, account, runAt: now, priority: 5, payload }]);
}

/** Adds the related item that points to PagerDuty's incident; resolving ours resolves theirs until somebody says otherwise. */
export function linkHandler(db: Db, now: () => Date, log: Log, { incidents, due }: ServiceRooms) {
  const link = async (tx: Tx, job: Job) => {
    const { incidentId, theirs, secretId } = job.payload as Link;
    const incident = await incidents.find(tx, job.account, incidentId);
    if (!incident) return;
    const actor: Actor = { account: job.account, region: '', principal: SERVICE, requestId: job.requestId ?? job.id };
    const value = { pagerDutyIncidentDetail: { id: theirs, autoResolve: true, secretId } };
    const add = { type: 'OTHER', value, title: `PagerDuty incident ${theirs}` };
    await incidents.related.change(tx, now(), actor, incident, { add });
  };
  const handle = async (job: Job): Promise<void> => {
    try {
      await db.tx(async (tx) => {
        await link(tx, job);
        await due.finish(tx, job);
      });
    } catch (error) {
      // The incident has all the related items that it may have, or has just gone: it does without this one.
      if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error;
      log.warn(
        { reason: error.message, incident: job.payload },
        'an incident does not point to its PagerDuty incident',
      );
      await db.tx((tx) => due.finish(tx, job));
    }
  };
  return { queue: LINK_QUEUE, concurrency: CONCURRENCY, handle };
}
