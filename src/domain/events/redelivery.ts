import type { Actor } from '#kernel/actor';
import type { Db, Tx } from '#storage/db';
import type { DueWork, Job } from '#storage/due';
import { type BusEvent, eventText } from './event.ts';
import { type Published, type Publishing, publish } from './publish.ts';
import { store } from './store.ts';

const QUEUE = 'events.deliver';

interface Payload {
  actor: Actor;
  event: Omit<BusEvent, 'time'> & { time: string };
}

/** Stores events whose delivery failed unforeseen, with the work of delivering them: accepted stays accepted (law 2). */
export async function redeliverLater(tx: Tx, now: Date, due: DueWork, events: Published[], why: string): Promise<void> {
  const stored = events.map(({ event, actor }) => ({ event, actor, body: eventText(event), rules: [] }));
  await store(tx, now, stored);
  const work = events.map(({ event, actor }) => ({
    queue: QUEUE,
    key: event.id,
    account: event.account,
    runAt: now,
    priority: 2,
    payload: { actor, event, why },
    requestId: actor.requestId,
  }));
  await due.put(tx, now, work);
}

/** Delivers again, as often as it takes; the engine backs off and logs each failure. */
export function redeliveryHandler(room: Publishing & { db: Db; due: DueWork; now: () => Date }) {
  return {
    queue: QUEUE,
    concurrency: 4,
    handle: (job: Job) =>
      room.db.tx(async (tx) => {
        const { actor, event } = job.payload as Payload;
        await room.due.finish(tx, job);
        await publish(tx, room.now(), room, [{ actor, event: { ...event, time: new Date(event.time) } }]);
      }),
  };
}
