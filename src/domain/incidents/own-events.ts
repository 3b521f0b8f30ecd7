import { eventTypes, type Reference, type Timeline, type TimelineOf } from '#domain/timeline';
import type { Actor } from '#kernel/actor';
import { isUuid, newId } from '#kernel/ids';
import { type Quota, within } from '#kernel/quota';
import { invalid, notFound } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import { type IncidentRef, incidentArn } from './incident.ts';
import { incidentsSql } from './incidents.sql.ts';
import { known } from './rows.ts';

export interface NewTimelineEvent {
  incident: IncidentRef;
  time: Date;
  type: string;
  data: string;
  references: Reference[];
}

/** Callers' own events, `Custom Event` and `Note`: all others are written by Muster and never change. */
export interface OwnEvents {
  /** Answers its id. */
  addEvent(tx: Tx, now: Date, actor: Actor, event: NewTimelineEvent): Promise<string>;
  /** Changes what is given, by a further entry that hides the former. */
  updateEvent(
    tx: Tx,
    now: Date,
    actor: Actor,
    incident: IncidentRef,
    event: { eventId: string } & Partial<Omit<NewTimelineEvent, 'incident'>>,
  ): Promise<void>;
  /** Hides it. Deleting what is not there does nothing. */
  deleteEvent(tx: Tx, now: Date, actor: Actor, incident: IncidentRef, eventId: string): Promise<void>;
}

const WRITABLE: readonly string[] = [eventTypes.custom, eventTypes.note];

export interface OwnEventsRooms {
  timeline: Timeline;
  quotas: Readonly<Record<'referencesPerEvent', Quota>>;
}

export function createOwnEvents({ timeline, quotas }: OwnEventsRooms): OwnEvents {
  const checkReferences = (incident: IncidentRef, references: Reference[] = []) =>
    within(quotas.referencesPerEvent, references.length, { type: 'INCIDENT_RECORD', id: incidentArn(incident) });
  return {
    async addEvent(tx, now, actor, { incident, time, type, data, references }) {
      checkType(type);
      checkReferences(incident, references);
      known(await tx.first(incidentsSql.get, [incident.account, incident.id]), incident);
      const eventId = newId(now);
      const of = { account: incident.account, incidentId: incident.id, eventId };
      await timeline.append(tx, now, [{ ...of, time, type, data, references, actor: actor.principal }]);
      return eventId;
    },
    async updateEvent(tx, now, actor, incident, { eventId, ...change }) {
      if (change.type !== undefined) checkType(change.type);
      checkReferences(incident, change.references);
      known(await tx.first(incidentsSql.get, [incident.account, incident.id]), incident);
      const of = timelineOf(incident);
      const was = isUuid(eventId) ? await timeline.find(tx, of, eventId) : undefined;
      if (!was) throw notFound('TIMELINE_EVENT', eventId);
      // Looked at without a lock: whose event it is never changes.
      checkOwn(was.type);
      await timeline.change(tx, now, { ...of, eventId, ...change, actor: actor.principal });
    },
    async deleteEvent(tx, now, actor, incident, eventId) {
      const row = await tx.first(incidentsSql.get, [incident.account, incident.id]);
      if (row?.plan_name !== incident.planName || !isUuid(eventId)) return;
      const was = await timeline.find(tx, timelineOf(incident), eventId);
      if (!was) return;
      checkOwn(was.type);
      await timeline.remove(tx, now, timelineOf(incident), eventId, actor.principal);
    },
  };
}

const timelineOf = ({ account, id }: IncidentRef): TimelineOf => ({ account, incidentId: id });

function checkType(type: string): void {
  if (WRITABLE.includes(type)) return;
  throw invalid(`eventType: callers write ${WRITABLE.join(' and ')}; ${JSON.stringify(type)} is not one of them`, {
    name: 'eventType',
    message: 'not writable',
  });
}

function checkOwn(type: string): void {
  if (WRITABLE.includes(type)) return;
  const message = `eventId: callers change and delete ${WRITABLE.join(' and ')} only; this event is of the type ${JSON.stringify(type)}, which Muster writes`;
  throw invalid(message, { name: 'eventId', message });
}
