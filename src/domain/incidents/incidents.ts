import { eventTypes, type Reference } from '#domain/timeline';
import type { Actor } from '#kernel/actor';
import { newId } from '#kernel/ids';
import { invalid, notFound, Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { type Incident, type IncidentRef, type IncidentStatus, incidentArn } from './incident.ts';
import { type IncidentRow, incidentsSql } from './incidents.sql.ts';
import { toIncident } from './rows.ts';
import { type Started, type StartIncident, type StartRooms, startIncidents } from './start.ts';

/** What is to change; what is absent stays. */
export interface IncidentChange {
  title?: string;
  summary?: string;
  impact?: number;
  status?: IncidentStatus;
  /** null removes it. */
  chatChannel?: { chatbotSns: string[] } | null;
  notificationTargets?: { snsTopicArn: string }[];
}

export interface IncidentFilter {
  account: string;
  statuses?: IncidentStatus[];
  impacts?: number[];
  createdBy?: string[];
  after?: Date;
  before?: Date;
  limit: number;
  position?: { createdAt: Date; id: string };
}

export interface NewTimelineEvent {
  incident: IncidentRef;
  time: Date;
  type: string;
  data: string;
  references: Reference[];
}

export interface Incidents {
  start(tx: Tx, now: Date, starts: StartIncident[]): Promise<Started[]>;
  get(on: Queries, ref: IncidentRef): Promise<Incident>;
  /** The incident, held as it is until the transaction ends: what begins for it is stopped when it is resolved. */
  hold(tx: Tx, ref: IncidentRef): Promise<Incident>;
  /** Whether there is an incident of this whole name. */
  has(on: Queries, ref: IncidentRef): Promise<boolean>;
  /** Newest first. */
  list(on: Queries, filter: IncidentFilter): Promise<Incident[]>;
  /** Changes what is given; each change is on the timeline. RESOLVED stops all engagements (design 10.6). */
  update(tx: Tx, now: Date, actor: Actor, ref: IncidentRef, change: IncidentChange): Promise<void>;
  /** Writes a caller's own event; only `Custom Event` and `Note` may be written. Answers its id. */
  addEvent(tx: Tx, now: Date, actor: Actor, event: NewTimelineEvent): Promise<string>;
}

const WRITABLE: readonly string[] = [eventTypes.custom, eventTypes.note];

export function createIncidents(rooms: StartRooms): Incidents {
  return {
    start: (tx, now, starts) => startIncidents(tx, now, rooms, starts),
    async get(on, ref) {
      return toIncident(known(await on.first(incidentsSql.get, [ref.account, ref.id]), ref));
    },
    async hold(tx, ref) {
      return toIncident(known(await tx.first(incidentsSql.hold, [ref.account, ref.id]), ref));
    },
    async has(on, ref) {
      return (await on.first(incidentsSql.get, [ref.account, ref.id]))?.plan_name === ref.planName;
    },
    async list(on, { account, statuses, impacts, createdBy, after, before, limit, position }) {
      const filters = [statuses ?? null, impacts ?? null, createdBy ?? null, after ?? null, before ?? null];
      const rows = await on.rows(incidentsSql.list, [
        account,
        ...filters,
        position?.createdAt ?? null,
        position?.id ?? null,
        limit,
      ]);
      return rows.map(toIncident);
    },
    async update(tx, now, actor, ref, change) {
      const was = toIncident(known(await tx.first(incidentsSql.lock, [ref.account, ref.id]), ref));
      const next = changed(was, change, now);
      const attributes = differences(was, next);
      if (attributes.length === 0) return;
      if (was.status === 'RESOLVED' && next.status !== 'RESOLVED') await refuseTwin(tx, was);
      await save(tx, now, actor, next).catch((error: unknown) => {
        throw isTwin(error) ? twinRefusal(was, 'which was opened just now,') : error;
      });
      const data = JSON.stringify({
        modifiedBy: actor.principal,
        incidentTitle: next.title,
        modifiedAttributes: attributes,
      });
      const event = {
        account: ref.account,
        incidentId: ref.id,
        eventId: newId(now),
        time: now,
        type: eventTypes.update,
        data,
      };
      // Engagements before the timeline, in an acknowledgement's order: else the two could block each other.
      if (next.status === 'RESOLVED' && was.status !== 'RESOLVED') {
        await rooms.engagements.incidentOver(tx, now, ref.account, incidentArn(ref), 'the incident was resolved');
      }
      await rooms.timeline.append(tx, now, [{ ...event, actor: actor.principal }]);
    },
    async addEvent(tx, now, actor, { incident, time, type, data, references }) {
      if (!WRITABLE.includes(type)) {
        throw invalid(
          `eventType: callers write ${WRITABLE.join(' and ')}; ${JSON.stringify(type)} is not one of them`,
          { name: 'eventType', message: 'not writable' },
        );
      }
      known(await tx.first(incidentsSql.get, [incident.account, incident.id]), incident);
      const eventId = newId(now);
      const of = { account: incident.account, incidentId: incident.id, eventId };
      await rooms.timeline.append(tx, now, [{ ...of, time, type, data, references, actor: actor.principal }]);
      return eventId;
    },
  };
}

/** The row of the incident that the whole ARN names; a right id under another plan's name is not it. */
function known(row: IncidentRow | undefined, ref: IncidentRef): IncidentRow {
  if (row?.plan_name !== ref.planName) throw notFound('INCIDENT_RECORD', incidentArn(ref));
  return row;
}

function changed(was: Incident, change: IncidentChange, now: Date): Incident {
  const { chatChannel, ...plain } = change;
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined));
  const next: Incident = { ...was, ...given };
  if (chatChannel) next.chatChannel = chatChannel;
  else if (chatChannel === null) delete next.chatChannel;
  if (next.status !== 'RESOLVED') delete next.resolvedAt;
  else next.resolvedAt ??= now;
  return next;
}

const ATTRIBUTES = ['title', 'summary', 'impact', 'status', 'chatChannel', 'notificationTargets'] as const;

function differences(was: Incident, next: Incident): { attributeName: string; newValue: string }[] {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
  return ATTRIBUTES.filter((name) => text(was[name]) !== text(next[name])).map((name) => ({
    attributeName: name,
    newValue: text(next[name]),
  }));
}

async function refuseTwin(tx: Tx, incident: Incident): Promise<void> {
  const twin = await tx.first(incidentsSql.openTwin, [incident.account, incident.dedupeString, incident.id]);
  if (!twin) return;
  throw twinRefusal(incident, twin.id);
}

function twinRefusal(incident: Incident, twin: string): Refusal {
  const message = `It cannot be opened again: incident ${twin} with the same dedupe string is open`;
  return new Refusal('conflict', message, { resourceType: 'INCIDENT_RECORD', resourceId: incidentArn(incident) });
}

/** A twin that was opened after we looked: the index decides between two transactions. */
const isTwin = (error: unknown) => (error as { constraint?: string }).constraint === 'incidents_open_by_dedupe';

async function save(tx: Tx, now: Date, actor: Actor, next: Incident): Promise<void> {
  const chat = next.chatChannel ? JSON.stringify(next.chatChannel) : null;
  const plain = [next.title, next.summary ?? null, next.impact, next.status];
  const values = [
    ...plain,
    chat,
    JSON.stringify(next.notificationTargets),
    now,
    actor.principal,
    next.resolvedAt ?? null,
  ];
  await tx.rows(incidentsSql.update, [next.account, next.id, ...values]);
}
