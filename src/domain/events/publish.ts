import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import type { Log } from '#kernel/log';
import type { Tx } from '#storage/db';
import type { createCompiledRules } from './compiled.ts';
import { type BusEvent, envelope } from './event.ts';
import { eventsSql } from './events.sql.ts';
import type { EventObserver } from './observer.ts';
import type { Delivered, Delivery, TargetKind } from './target.ts';

export interface Published {
  event: BusEvent;
  actor: Actor;
  /** What its sender's room needs to say whether it is news; absent: it is. */
  claim?: object;
}

/** A room that says which of the events that it sent are news: what is none is neither stored nor matched. */
export interface Admission {
  /** Asked in the transaction that stores them, with what it claimed; answers, in order, what is to be stored. */
  admit(tx: Tx, now: Date, published: Published[]): Promise<Published[]>;
}

export interface Publishing {
  rules: ReturnType<typeof createCompiledRules>;
  kinds: () => TargetKind[];
  observers: EventObserver[];
  admission?: Admission;
  log: Log;
}

/** Stores events, matches them, and delivers them to their targets: all in the caller's transaction, in order. */
export async function publish(tx: Tx, now: Date, room: Publishing, given: Published[]): Promise<void> {
  const published = await admitted(tx, now, room, given);
  if (published.length === 0) return;
  const busOf = await room.rules.of(
    tx,
    published.map(({ event }) => event),
  );
  const matched = published.map(({ event, actor }) => {
    const body = JSON.stringify(envelope(event));
    return { event, actor, body, rules: busOf(event).match(body) };
  });
  const rows = matched.map(({ event, actor, body, rules }) => toRow({ event, actor }, body, rules.length));
  await tx.rows(eventsSql.insert, [JSON.stringify(rows), now]);
  await observe(tx, now, room, published);
  const deliveries = matched.flatMap(({ event, actor, body, rules }) =>
    rules.flatMap((rule) => {
      const ruleArn = arns.rule(event.region, event.account, event.bus, rule.name);
      const caller = { ...actor, invokedBy: actor.invokedBy ?? 'events.amazonaws.com' };
      return rule.targets.map(({ id, arn }): Delivery => {
        return { event, body, ruleArn, ruleName: rule.name, targetId: id, targetArn: arn, actor: caller };
      });
    }),
  );
  await deliver(tx, now, room, deliveries);
}

const admitted = (tx: Tx, now: Date, { admission }: Publishing, given: Published[]) =>
  admission && given.some(({ claim }) => claim !== undefined) ? admission.admit(tx, now, given) : given;

async function observe(tx: Tx, now: Date, { observers }: Publishing, published: Published[]): Promise<void> {
  for (const observer of observers) {
    const wanted = published.flatMap(({ event }) => (observer.wants(event) ? [event] : []));
    if (wanted.length > 0) await observer.observe(tx, now, wanted);
  }
}

async function deliver(tx: Tx, now: Date, room: Publishing, deliveries: Delivery[]): Promise<void> {
  const results = new Map<Delivery, Delivered>();
  for (const kind of room.kinds()) {
    const mine = deliveries.filter((delivery) => !results.has(delivery) && kind.accepts(delivery.targetArn));
    if (mine.length === 0) continue;
    const delivered = await kind.deliver(tx, now, mine);
    for (const [index, delivery] of mine.entries()) results.set(delivery, delivered[index]!);
  }
  const rows = deliveries.map((delivery) => {
    const outcome: Delivered = results.get(delivery) ?? { error: `no kind of target accepts ${delivery.targetArn}` };
    tell(room.log, delivery, outcome);
    const { account, region, id } = delivery.event;
    return { account, region, event_id: id, rule: delivery.ruleName, target_id: delivery.targetId, ...outcome };
  });
  if (rows.length > 0) await tx.rows(eventsSql.insertDeliveries, [JSON.stringify(rows), now]);
}

/** A delivery that failed is never silent (law 4). */
function tell(log: Log, delivery: Delivery, outcome: Delivered): void {
  const about = {
    requestId: delivery.actor.requestId,
    event: delivery.event.id,
    rule: delivery.ruleArn,
    target: delivery.targetArn,
  };
  if ('error' in outcome)
    log.warn({ ...about, reason: outcome.error }, 'an event matched a rule and could not be delivered');
  else log.debug({ ...about, result: outcome.result }, 'event delivered');
}

export function toRow({ event, actor }: Published, body: string, matchedRules: number) {
  const { account, region, id, bus, source, detailType } = event;
  return {
    account,
    region,
    id,
    bus,
    source,
    detail_type: detailType,
    body,
    matched_rules: matchedRules,
    principal: actor.principal,
    request_id: actor.requestId,
  };
}
