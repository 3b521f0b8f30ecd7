import { engagedFor, planKey, type ResponsePlan } from '#domain/response-plans';
import type { Actor } from '#kernel/actor';
import { count } from '#kernel/text';
import type { Db, Tx } from '#storage/db';
import type { Job } from '#storage/due';
import { engagedSince } from './anew.ts';
import { custom, engageAll, LATER_QUEUE, type Later } from './engage-all.ts';
import { type Incident, incidentArn } from './incident.ts';
import { incidentsSql } from './incidents.sql.ts';
import { toIncident } from './rows.ts';
import type { StartRooms } from './start.ts';

/**
 * Engages whom a severity asked for some minutes ago, as the incident now stands (law 5): not when it is over, when somebody
 * has acknowledged it, when they are engaged already, or when the plan names them no more for the severity that it now has.
 */
export function laterEngagementHandler(db: Db, now: () => Date, rooms: StartRooms) {
  return {
    queue: LATER_QUEUE,
    concurrency: 8,
    handle: (job: Job) =>
      db.tx(async (tx) => {
        const later = job.payload as Later;
        // The incident before the due row, as whoever raises its severity does.
        const row = await tx.first(incidentsSql.hold, [job.account, later.incidentId]);
        await rooms.due.finish(tx, job);
        if (!row || row.status === 'RESOLVED') return;
        await engageNow(tx, now(), rooms, toIncident(row), later, job.requestId);
      }),
  };
}

async function engageNow(
  tx: Tx,
  now: Date,
  rooms: StartRooms,
  incident: Incident,
  { contactArn, afterMinutes }: Later,
  requestId?: string,
): Promise<void> {
  const { contacts, acknowledged } = await engagedSince(tx, rooms, incident);
  if (contacts.has(contactArn)) return;
  const plan = await planOf(tx, rooms, incident);
  // Of a plan that was deleted meanwhile its incidents keep what was set going.
  const named = !plan || engagedFor(plan, incident.impact).some((one) => one.contactArn === contactArn);
  const unnamed = `response plan ${incident.planName} does not engage them for severity ${incident.impact}`;
  const why = acknowledged ? 'the incident is acknowledged' : named ? undefined : unnamed;
  const asked = { incident, ...(requestId ? { requestId } : {}) };
  const told = why ? [custom(`${contactArn} is not engaged after ${count(afterMinutes, 'minute')}: ${why}`)] : [];
  await engageAll(tx, now, rooms, [{ ...asked, engaging: why ? [] : [{ contactArn, afterMinutes: 0 }], told }]);
}

async function planOf(tx: Tx, { responsePlans }: StartRooms, incident: Incident): Promise<ResponsePlan | undefined> {
  const ref = { account: incident.account, name: incident.planName };
  return (await responsePlans.find(tx, [ref])).get(planKey(ref));
}

/** Engages whom a raised severity adds. What a lower one would not have engaged goes on. */
export async function engageRaised(
  tx: Tx,
  now: Date,
  rooms: StartRooms,
  was: Incident,
  incident: Incident,
  { requestId }: Actor,
): Promise<void> {
  const plan = await planOf(tx, rooms, incident);
  if (!plan?.engagementsBySeverity) return;
  const before = new Set(engagedFor(plan, was.impact).map(({ contactArn }) => contactArn));
  const added = engagedFor(plan, incident.impact).filter(({ contactArn }) => !before.has(contactArn));
  if (added.length === 0) return;
  const { contacts } = await rooms.engagements.engagedFor(tx, incident.account, incidentArn(incident));
  const engaging = added.filter(({ contactArn }) => !contacts.has(contactArn));
  await engageAll(tx, now, rooms, [{ incident, requestId, engaging, told: [] }]);
}
