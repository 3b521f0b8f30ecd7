import type { Actor } from '#kernel/actor';
import { notFound, Refusal } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import { type EngageRooms, matterOf } from './engage-all.ts';
import { type IncidentRef, incidentArn } from './incident.ts';
import { incidentsSql } from './incidents.sql.ts';
import { known, toIncident } from './rows.ts';

/** Engages somebody whom no plan named. The incident is held open until the transaction ends. */
export async function engageByHand(
  tx: Tx,
  now: Date,
  { engagements }: Pick<EngageRooms, 'engagements'>,
  actor: Actor,
  ref: IncidentRef,
  contactArn: string,
): Promise<string> {
  const incident = toIncident(known(await tx.first(incidentsSql.hold, [ref.account, ref.id]), ref));
  if (incident.status === 'RESOLVED') {
    const message = 'The incident is resolved: nobody is engaged for it any more. Open it again first.';
    throw new Refusal('conflict', message, { resourceType: 'INCIDENT_RECORD', resourceId: incidentArn(ref) });
  }
  const [id] = await engagements.start(tx, now, [
    { contactArn, matter: matterOf({ incident, requestId: actor.requestId }) },
  ]);
  if (!id) throw notFound('CONTACT', contactArn);
  return id;
}
