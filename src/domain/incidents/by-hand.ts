import { eventTypes, type NewEvent } from '#domain/timeline';
import type { Actor } from '#kernel/actor';
import { newId } from '#kernel/ids';
import { notFound, Refusal } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import { matterOf } from './engage-all.ts';
import { type Incident, type IncidentRef, incidentArn } from './incident.ts';
import { incidentsSql } from './incidents.sql.ts';
import { known, toIncident } from './rows.ts';
import { silencedRefusal, waitsInSilence } from './silenced.ts';
import type { StartRooms } from './start.ts';

export type ByHandRooms = Pick<StartRooms, 'engagements' | 'silences'>;

const TO_FORCE = 'End the silence (muster silences end), or engage with "force": true.';

/** Engages somebody whom no plan named; for what is silenced, only where it is forced. The incident is held open until the transaction ends. */
export async function engageByHand(
  tx: Tx,
  now: Date,
  rooms: ByHandRooms,
  actor: Actor,
  ref: IncidentRef,
  contactArn: string,
  force: boolean,
): Promise<string> {
  const incident = toIncident(known(await tx.first(incidentsSql.hold, [ref.account, ref.id]), ref));
  if (incident.status === 'RESOLVED') {
    const message = 'The incident is resolved: nobody is engaged for it any more. Open it again first.';
    throw new Refusal('conflict', message, { resourceType: 'INCIDENT_RECORD', resourceId: incidentArn(ref) });
  }
  const silenced = await waitsInSilence(tx, now, rooms, incident);
  if (silenced && !force) throw silencedRefusal(incident, silenced, TO_FORCE);
  const told = silenced ? [forced(now, actor, incident, `${contactArn} is engaged although it is ${silenced}`)] : [];
  const start = { contactArn, matter: matterOf({ incident, requestId: actor.requestId }) };
  const [id] = await rooms.engagements.start(tx, now, [start], told);
  if (!id) throw notFound('CONTACT', contactArn);
  return id;
}

const forced = (
  now: Date,
  { principal: actor }: Actor,
  { account, id: incidentId }: Incident,
  text: string,
): NewEvent => ({
  ...{ account, incidentId, eventId: newId(now), time: now, actor },
  type: eventTypes.custom,
  data: JSON.stringify(text),
});
