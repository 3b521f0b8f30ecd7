import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import type { Log } from '#kernel/log';
import type { Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import type { createCompiledRules } from './compiled.ts';
import { deadLetterOf, deadLetterWork } from './dead-letters.ts';
import { deliveriesSql } from './deliveries.sql.ts';
import { callWork } from './delivery.ts';
import { type BusEvent, eventText } from './event.ts';
import type { EventObserver } from './observer.ts';
import type { TargetRow } from './rules.sql.ts';
import { store } from './store.ts';
import { type AnyTarget, type Delivered, type Delivery, isOutside } from './target.ts';
import { inputFor } from './target-options.ts';

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
  kinds: () => AnyTarget[];
  observers: EventObserver[];
  admission?: Admission;
  due: DueWork;
  log: Log;
}

/** An event with the rules that it fires. */
export interface Fired extends Published {
  /** The event as JSON text, where it is written already. */
  body?: string;
  rules: readonly { name: string; targets: readonly TargetRow[] }[];
}

/** Stores events, matches them, and delivers them to their targets: all in the caller's transaction, in order. */
export async function publish(tx: Tx, now: Date, room: Publishing, given: Published[]): Promise<void> {
  const published = await admitted(tx, now, room, given);
  if (published.length === 0) return;
  const busOf = await room.rules.of(
    tx,
    published.map(({ event }) => event),
  );
  const fired = published.map((one) => {
    const body = eventText(one.event);
    return { ...one, body, rules: busOf(one.event).match(body) };
  });
  await fire(tx, now, room, fired);
}

/** The same for events whose rules are known. */
export async function fire(tx: Tx, now: Date, room: Publishing, fired: Fired[]): Promise<void> {
  const written = fired.map((one) => ({ ...one, body: one.body ?? eventText(one.event) }));
  await store(tx, now, written);
  await observe(tx, now, room, fired);
  const deliveries = written.flatMap((one) => one.rules.flatMap((rule) => deliveriesOf(now, one, rule)));
  await deliver(tx, now, room, deliveries);
}

const admitted = (tx: Tx, now: Date, { admission }: Publishing, given: Published[]) =>
  admission && given.some(({ claim }) => claim !== undefined) ? admission.admit(tx, now, given) : given;

function deliveriesOf(
  now: Date,
  { event, actor, body }: Fired & { body: string },
  rule: Fired['rules'][number],
): Delivery[] {
  const ruleArn = arns.rule(event.region, event.account, event.bus, rule.name);
  const caller = { ...actor, invokedBy: actor.invokedBy ?? 'events.amazonaws.com' };
  const by = { body, ruleName: rule.name, ruleArn, ingestedAt: now };
  return rule.targets.map(({ id, arn, options }) => ({
    ...{ event, body, ruleArn, ruleName: rule.name, targetId: id, targetArn: arn, options, actor: caller },
    input: inputFor(options, by),
  }));
}

async function observe(tx: Tx, now: Date, { observers }: Publishing, published: Published[]): Promise<void> {
  for (const observer of observers) {
    const wanted = published.flatMap(({ event }) => (observer.wants(event) ? [event] : []));
    if (wanted.length > 0) await observer.observe(tx, now, wanted);
  }
}

/** What became of a delivery in its event's transaction: of one to the outside, that it is to be made. */
type Outcome = Delivered | { queue: string };

async function deliver(tx: Tx, now: Date, room: Publishing, deliveries: Delivery[]): Promise<void> {
  if (deliveries.length === 0) return;
  const outcomes = await outcomesOf(tx, now, room, deliveries);
  for (const [delivery, outcome] of outcomes) tell(room.log, delivery, outcome);
  const rows = deliveries.map((delivery) => toDeliveryRow(delivery, outcomes.get(delivery)!, now));
  await tx.rows(deliveriesSql.insert, [JSON.stringify(rows), now]);
  const work = [...outcomes].flatMap(([delivery, outcome]) => {
    if ('queue' in outcome) return [callWork(delivery, outcome.queue, now)];
    return deadLetterOf(delivery.options, outcome) ? [deadLetterWork(delivery, now)] : [];
  });
  await room.due.put(tx, now, work);
}

async function outcomesOf(
  tx: Tx,
  now: Date,
  room: Publishing,
  deliveries: Delivery[],
): Promise<Map<Delivery, Outcome>> {
  const outcomes = new Map<Delivery, Outcome>();
  for (const kind of room.kinds()) {
    const mine = deliveries.filter((delivery) => !outcomes.has(delivery) && kind.accepts(delivery.targetArn));
    if (mine.length === 0) continue;
    if (isOutside(kind)) for (const delivery of mine) outcomes.set(delivery, { queue: kind.queue });
    else {
      const delivered = await kind.deliver(tx, now, mine);
      for (const [index, delivery] of mine.entries()) outcomes.set(delivery, delivered[index]!);
    }
  }
  for (const delivery of deliveries) {
    if (outcomes.has(delivery)) continue;
    outcomes.set(delivery, { error: `no kind of target accepts ${delivery.targetArn}`, code: 'NO_RESOURCE' });
  }
  return outcomes;
}

function toDeliveryRow(delivery: Delivery, outcome: Outcome, now: Date) {
  const { account, region, id, bus } = delivery.event;
  const open = 'queue' in outcome;
  const failed = 'error' in outcome;
  return {
    ...{ account, region, event_id: id, bus, rule: delivery.ruleName, target_id: delivery.targetId },
    target_arn: delivery.targetArn,
    status: open ? 'pending' : failed ? 'failed' : 'delivered',
    attempts: open ? 0 : 1,
    ...(open ? { options: delivery.options } : { settled_at: now }),
    ...('result' in outcome ? { result: outcome.result } : {}),
    ...(failed ? { error: outcome.error, error_code: outcome.code ?? 'FAILED_INVOCATION' } : {}),
    ...(!open && deadLetterOf(delivery.options, outcome) ? { dead_letter: 'pending', options: delivery.options } : {}),
  };
}

/** A delivery that failed is never silent (law 4). */
function tell(log: Log, delivery: Delivery, outcome: Outcome): void {
  const about = {
    requestId: delivery.actor.requestId,
    event: delivery.event.id,
    rule: delivery.ruleArn,
    target: delivery.targetArn,
  };
  if ('error' in outcome)
    log.warn({ ...about, reason: outcome.error }, 'an event matched a rule and could not be delivered');
  else if ('result' in outcome) log.debug({ ...about, result: outcome.result }, 'event delivered');
}
