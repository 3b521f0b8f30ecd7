import { type Contact, type ContactRef, contactArn, keyOf } from '#domain/contacts';
import type { PlanRooms } from '#domain/engagements';
import { incidentArn } from '#domain/incidents';
import { eventTypes } from '#domain/timeline';
import type { Queries } from '#storage/db';
import type { Facts } from './causes.ts';
import type { EventFacts } from './event-facts.ts';
import {
  type AttemptFacts,
  type DecisionRow,
  type DeliveryRow,
  type EventRow,
  factsSql,
  type IncidentRow,
  type PartRow,
  type TriggerRow,
} from './facts.sql.ts';

/** All that is known of an incident and a person. */
export interface IncidentFacts extends Facts {
  triggers: TriggerFacts[];
  receipts: { page_id: string; type: string; at: Date; info: string | null }[];
  attempts: (AttemptFacts & { page_id: string })[];
  /** By id: how a channel is called. */
  channels: ReadonlyMap<string, string>;
}

export interface TriggerFacts {
  at: Date;
  written_at: Date;
  source: string;
  arn: string | undefined;
  /** It opened the incident; otherwise it was folded in. */
  created: boolean;
  /** The event behind it, and the rule that matched, where they are known. */
  event?: EventRow | undefined;
  rule?: string | undefined;
}

const MOST_PARTS = 5_000;
const MOST_DECISIONS = 5_000;
const MOST_PAGES = 500;
const MOST_TRIGGERS = 500;

/** Reads what was kept of some incidents; the same number of statements however many they are. */
export async function gather(
  on: Queries,
  now: Date,
  rooms: PlanRooms,
  person: ContactRef,
  to: Date,
  incidents: IncidentRow[],
  events: EventFacts,
): Promise<IncidentFacts[]> {
  if (incidents.length === 0) return [];
  const { account } = person;
  const arnOf = ({ plan_name: planName, id }: IncidentRow) => incidentArn({ account, planName, id });
  const parts = await on.rows(factsSql.parts, [account, incidents.map(arnOf), MOST_PARTS]);
  const roots = parts.flatMap(({ id, parent_id }) => (parent_id === null ? [id] : []));
  const decisions = await on.rows(factsSql.decisions, [roots, MOST_DECISIONS]);
  const mine = parts.filter((part) => keyOf(part) === keyOf(person));
  const pages = await on.rows(factsSql.pages, [mine.map(({ id }) => id), MOST_PAGES]);
  const receipts = await on.rows(factsSql.receipts, [pages.map(({ id }) => id)]);
  const attempts = await on.rows(factsSql.attempts, [pages.map(({ id }) => id)]);
  const timers = await on.rows(factsSql.timers, [roots]);
  const kinds = [eventTypes.trigger, eventTypes.start];
  const written = await on.rows(factsSql.triggers, [account, incidents.map(({ id }) => id), kinds, MOST_TRIGGERS]);
  const silenced = await on.rows(factsSql.silenced, [incidents.map(({ id }) => id)]);
  const plans = await readPlans(on, rooms, person, parts);
  const missedTurn = await missedTurns(on, rooms, person, plans.contacts, parts, decisions);
  const channels = await rooms.contactChannels.of(on, [person]);
  return incidents.map((incident) => {
    const own = parts.filter((part) => part.incident_id === incident.id);
    const ids = new Set(own.map(({ id }) => id));
    const ownPages = pages.filter(({ engagement_id }) => ids.has(engagement_id));
    const pageIds = new Set(ownPages.map(({ id }) => id));
    const entries = written.filter(({ incident_id }) => incident_id === incident.id);
    return {
      incident,
      person,
      to,
      now,
      parts: own,
      decisions: decisions.filter(({ root_id }) => ids.has(root_id)),
      pages: ownPages,
      receipts: receipts.filter(({ page_id }) => pageIds.has(page_id)),
      attempts: attempts.filter(({ page_id }) => pageIds.has(page_id)),
      timers: new Map(timers.map(({ key, run_at }) => [key, run_at])),
      ...plans,
      missedTurn,
      engaged: engagedIn(entries),
      silenced: silenced.filter(({ incident_id }) => incident_id === incident.id),
      triggers: triggersIn(entries, arnOf(incident), events),
      channels: new Map(channels.map(({ id, name }) => [id, name])),
    };
  });
}

/** The plans of those engaged, and the schedules that they name, as they stand now. */
async function readPlans(on: Queries, rooms: PlanRooms, person: ContactRef, parts: PartRow[]) {
  const contacts = new Map(await rooms.contacts.find(on, parts));
  const named = [...contacts.values()].flatMap(({ stages }) =>
    stages.flatMap(({ targets }) => targets.flatMap((target) => (target.kind === 'contact' ? [target.contact] : []))),
  );
  for (const [key, contact] of await rooms.contacts.find(on, named)) contacts.set(key, contact);
  const { account, region } = person;
  const aliases = [...new Set(parts.map(({ alias }) => alias))];
  const changed = await on.rows(factsSql.changedAt, [account, region, aliases]);
  const member = new Set((await on.rows(factsSql.rotationsWith, [account, contactArn(person)])).map(({ id }) => id));
  const rotations = [...contacts.values()].flatMap((contact) => contact.rotations);
  return {
    contacts,
    changedAt: new Map(changed.map(({ alias, modified_at }) => [alias, modified_at])),
    memberOf: new Set(rotations.filter((arn) => member.has(arn.slice(arn.lastIndexOf('/') + 1)))),
  };
}

/** The schedules that were asked late, of which the person was on call when it was time: by their rotations as they are now. */
async function missedTurns(
  on: Queries,
  rooms: PlanRooms,
  person: ContactRef,
  contacts: ReadonlyMap<string, Contact>,
  parts: PartRow[],
  decisions: DecisionRow[],
): Promise<Set<string>> {
  const missed = new Set<string>();
  const me = contactArn(person);
  for (const { engagementId, dueAt, at } of decisions.flatMap(({ asked }) => asked ?? [])) {
    const part = parts.find(({ id }) => id === engagementId);
    const schedule = part && contacts.get(keyOf(part));
    if (!schedule || new Date(dueAt).getTime() === new Date(at).getTime()) continue;
    const then = new Date(dueAt);
    const shifts = await rooms.schedules.shiftsOf(on, schedule.rotations, then, new Date(then.getTime() + 1));
    if ([...shifts.values()].some((one) => one.shifts.some(({ members }) => members.includes(me))))
      missed.add(engagementId);
  }
  return missed;
}

interface StartData {
  contactsEngage?: { contactName?: string }[];
}
interface TriggerData {
  createdIncident?: boolean;
  incidentSource?: string;
  triggerArn?: string;
}

function engagedIn(entries: TriggerRow[]): string[] {
  const start = entries.find(({ event_type }) => event_type === eventTypes.start);
  const { contactsEngage = [] } = start ? (JSON.parse(start.event_data) as StartData) : {};
  return contactsEngage.flatMap(({ contactName }) => contactName ?? []);
}

function triggersIn(entries: TriggerRow[], arn: string, { events, deliveries }: EventFacts): TriggerFacts[] {
  const mine: DeliveryRow[] = deliveries.filter(({ result }) => result === arn);
  return entries
    .filter(({ event_type }) => event_type === eventTypes.trigger)
    .map(({ event_time, written_at, event_data }) => {
      const data = JSON.parse(event_data) as TriggerData;
      // Event, delivery and timeline are written in one transaction, with one clock.
      const delivery = mine.find(({ at }) => at.getTime() === written_at.getTime());
      const event = delivery && events.find(({ id }) => id === delivery.event_id);
      const { createdIncident: created = false, incidentSource: source = 'unknown', triggerArn } = data;
      return { at: event_time, written_at, source, arn: triggerArn, created, event, rule: delivery?.rule };
    });
}
