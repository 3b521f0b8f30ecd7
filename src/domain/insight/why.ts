import type { ContactRef } from '#domain/contacts';
import type { PlanRooms } from '#domain/engagements';
import { incidentArn } from '#domain/incidents';
import { MINUTE } from '#kernel/clock';
import { notFound } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import { type Cause, causeOf } from './causes.ts';
import { type EventFacts, eventsAround, type MissedEvent, missedEvents } from './event-facts.ts';
import { factsSql, type IncidentRow } from './facts.sql.ts';
import { gather, type IncidentFacts } from './gather.ts';
import { linesOf, type WhyLine, wayTo } from './lines.ts';
import { utc } from './words.ts';

export type { Cause, CauseName } from './causes.ts';
export type { MissedEvent } from './event-facts.ts';
export type { WhyLine } from './lines.ts';

/** Why was, or was not, this person paged around this moment? */
export interface WhyQuestion {
  person: ContactRef;
  at: Date;
  /** How far around it is looked, before and after: 1 to 1,440. */
  minutes: number;
  /** Only this incident, from its opening to its end, whatever `at` says. */
  incidentId?: string;
}

export interface WhyIncident {
  id: string;
  arn: string;
  title: string;
  severity: number;
  openedAt: Date;
  paged: boolean;
  /** Absent where they were paged. */
  cause?: Cause;
  /** How it came to the person, from the response plan down; empty where it did not. */
  way: string[];
  /** What happened, hop by hop, in order of time. */
  lines: WhyLine[];
}

export interface Why {
  person: string;
  from: Date;
  to: Date;
  paged: boolean;
  /** The first thing that would have had to be different; absent where they were paged. */
  cause?: Cause;
  /** Newest first; 20 at most. */
  incidents: WhyIncident[];
  /** Events that came to nothing, with what each rule missed. Newest first. */
  missed: MissedEvent[];
}

/** More incidents, events and lines than these are not looked at: nobody reads them at night. */
const MOST_INCIDENTS = 20;

export async function explain(on: Queries, now: Date, rooms: PlanRooms, asked: WhyQuestion): Promise<Why> {
  const { person } = asked;
  const { alias } = await rooms.contacts.get(on, person);
  const { from, to, rows } = await incidentsFor(on, now, asked);
  const events = asked.incidentId === undefined ? await eventsAround(on, person, from, to) : await noEvents();
  const facts = await gather(on, now, rooms, person, to, rows, events);
  const meant = facts.filter((one) => asked.incidentId !== undefined || concerns(one, from, to));
  const incidents = meant.map((one) => incidentOf(one, from));
  const missed = await missedEvents(on, person, events);
  const paged = incidents.some((one) => one.paged);
  const cause = paged ? undefined : (incidents[0]?.cause ?? withoutIncident(from, to, missed));
  return { person: alias, from, to, paged, ...(cause ? { cause } : {}), incidents, missed };
}

const noEvents = async (): Promise<EventFacts> => ({ events: [], deliveries: [] });

async function incidentsFor(on: Queries, now: Date, { person, at, minutes, incidentId }: WhyQuestion) {
  const { account } = person;
  if (incidentId !== undefined) {
    const row = await on.first(factsSql.incident, [account, incidentId]);
    if (!row) throw notFound('INCIDENT_RECORD', incidentId);
    return { from: row.created_at, to: row.resolved_at ?? now, rows: [row] };
  }
  const from = new Date(at.getTime() - minutes * MINUTE);
  const to = new Date(at.getTime() + minutes * MINUTE);
  const rows: IncidentRow[] = await on.rows(factsSql.incidents, [account, from, to, null, MOST_INCIDENTS]);
  return { from, to, rows };
}

/** Whether an incident has to do with the time asked about: it was opened then, triggered again, or somebody was paged or decided on. */
function concerns({ incident, triggers, decisions, pages }: IncidentFacts, from: Date, to: Date): boolean {
  const within = (at: Date | null) => at !== null && at >= from && at <= to;
  return (
    within(incident.created_at) ||
    triggers.some(({ written_at }) => within(written_at)) ||
    decisions.some(({ at }) => within(at)) ||
    pages.some(({ sent_at, due_at }) => within(sent_at) || within(due_at))
  );
}

function incidentOf(facts: IncidentFacts, from: Date): WhyIncident {
  const { incident, person, pages, to, triggers } = facts;
  const { id, title, impact, plan_name: planName, created_at: openedAt } = incident;
  const inTime = pages.some(({ sent_at }) => sent_at !== null && sent_at >= from && sent_at <= to);
  const again = triggers.filter(({ written_at, created }) => !created && written_at >= from && written_at <= to);
  const [folded] = openedAt < from && !inTime ? again : [];
  const cause = folded
    ? foldedInto(facts, folded.written_at)
    : inTime
      ? undefined
      : (causeOf(facts) ?? pagedBefore(facts));
  const arn = incidentArn({ account: person.account, planName, id });
  const rest = { way: wayTo(facts), lines: linesOf(facts) };
  return { id, arn, title, severity: impact, openedAt, paged: !cause, ...(cause ? { cause } : {}), ...rest };
}

function foldedInto(facts: IncidentFacts, at: Date): Cause {
  const { incident, person } = facts;
  const then = causeOf(facts);
  const opening = then ? `then ${person.alias} was not paged: ${then.text}` : `${person.alias} was paged for it then`;
  const text = `what came at ${utc(at)} was folded into the incident that was open since ${utc(incident.created_at)}, which pages nobody anew; ${opening}`;
  return { name: 'folded', text };
}

/** They got their pages before the time that was asked about, and none was due in it. */
function pagedBefore({ pages, person }: IncidentFacts): Cause {
  const last = pages.findLast(({ sent_at }) => sent_at !== null);
  return {
    name: 'pagedBefore',
    text: `${person.alias} was paged at ${utc(last!.sent_at!)}, and no further page was due then`,
  };
}

/** Nothing was opened that has to do with that time. */
function withoutIncident(from: Date, to: Date, missed: MissedEvent[]): Cause {
  const failed = missed.find(({ failures }) => failures.length > 0);
  if (failed) {
    const [{ rule, error }] = failed.failures as [MissedEvent['failures'][number]];
    return {
      name: 'deliveryFailed',
      text: `rule ${rule} matched the event of ${utc(failed.at)}, and could not deliver it: ${error}`,
    };
  }
  const [near] = missed;
  if (!near)
    return {
      name: 'noEvent',
      text: `no event was accepted and no incident was opened from ${utc(from)} to ${utc(to)}`,
    };
  return {
    name: 'noRuleMatched',
    text: `no rule matched the event of ${utc(near.at)} (${near.source}, ${near.detailType})${nearest(near)}`,
  };
}

function nearest({ rules }: MissedEvent): string {
  const disabled = rules.find(({ enabled, misses }) => !enabled && misses.length === 0);
  if (disabled) return `; rule ${disabled.name} would, but is disabled`;
  const [rule] = rules.filter(({ misses }) => misses.length > 0);
  if (!rule) return '; there are no rules';
  const misses = rule.misses.map(({ field, wanted, got }) => `${field} wanted ${wanted}, got ${got}`);
  return `; the nearest was ${rule.name}: ${misses.join('; ')}`;
}
