import type { ContactRef } from '#domain/contacts';
import { type Miss, missesOf } from '#kernel/patterns/index';
import type { Queries } from '#storage/db';
import { type DeliveryRow, type EventRow, factsSql } from './facts.sql.ts';

export interface EventFacts {
  events: EventRow[];
  deliveries: DeliveryRow[];
}

/** An event that opened nothing and was folded into nothing. */
export interface MissedEvent {
  id: string;
  at: Date;
  source: string;
  detailType: string;
  /** By how little each missed it; the nearest first. */
  rules: LookedRule[];
  /** Rules that matched it, and could not deliver it. */
  failures: { rule: string; error: string }[];
}

export interface LookedRule {
  name: string;
  enabled: boolean;
  /** Empty: it matches. As the rule is now. */
  misses: Miss[];
  /** Changed after the event came: then it may have been another. */
  changedSince: boolean;
}

const MOST_EVENTS = 50;
/** Events that are held against every rule. */
const MOST_MISSED = 10;
const MOST_RULES = 300;
/** Rules that are told of an event. */
const NEAREST = 5;

export async function eventsAround(
  on: Queries,
  { account, region }: ContactRef,
  from: Date,
  to: Date,
): Promise<EventFacts> {
  const events = await on.rows(factsSql.events, [account, region, from, to, MOST_EVENTS]);
  const deliveries = await on.rows(factsSql.deliveries, [account, region, events.map(({ id }) => id)]);
  return { events, deliveries };
}

/** The events of those around that came to nothing, each with what the rules say of it. */
export async function missedEvents(
  on: Queries,
  { account, region }: ContactRef,
  { events, deliveries }: EventFacts,
): Promise<MissedEvent[]> {
  const delivered = new Set(deliveries.flatMap(({ event_id, result }) => (result === null ? [] : [event_id])));
  const missed = events.filter(({ id }) => !delivered.has(id)).slice(0, MOST_MISSED);
  if (missed.length === 0) return [];
  const rules = await on.rows(factsSql.rules, [account, region, MOST_RULES]);
  return missed.map((event) => {
    const looked = rules.map(({ name, pattern, state, modified_at }): LookedRule => {
      const misses = missesOf(pattern, event.body);
      return { name, enabled: state === 'ENABLED', misses, changedSince: modified_at > event.accepted_at };
    });
    const failures = deliveries.flatMap(({ event_id, rule, error }) =>
      event_id === event.id && error !== null ? [{ rule, error }] : [],
    );
    const { id, accepted_at: at, source, detail_type: detailType } = event;
    const nearest = looked.toSorted((a, b) => a.misses.length - b.misses.length).slice(0, NEAREST);
    return { id, at, source, detailType, rules: nearest, failures };
  });
}
