import type { Clock } from '#kernel/clock';
import { isUnavailable, Refusal } from '#kernel/refusal';
import { messageOf } from '#kernel/text';
import type { Db } from '#storage/db';
import type { DueWork } from '#storage/due';
import { type Published, type Publishing, publish } from './publish.ts';
import { redeliverLater } from './redelivery.ts';

/** Events in one transaction at most; what arrives meanwhile makes the next one (storage.md section 5). */
const BATCH = 200;
/** Transactions under way at once. */
const FLUSHES = 2;

/** Takes events in: answers when they are stored, matched and delivered, or says that they are not (law 2). */
export interface EventIntake {
  accept(events: Published[]): Promise<void>;
}

interface Waiting {
  events: Published[];
  done: () => void;
  failed: (error: unknown) => void;
}

export interface IntakeDeps extends Publishing {
  db: Db;
  due: DueWork;
  clock: Clock;
  /** Runs `act` when what has come in is read: after this turn of the event loop. */
  afterTurn: (act: () => void) => void;
  /** Told of events once they are stored, for the metrics. */
  onAccepted?: (count: number) => void;
}

/** Group commit: events that arrive together share a transaction, and each caller is answered after its commit. */
export function createEventIntake(room: IntakeDeps): EventIntake {
  let queue: Waiting[] = [];
  let flushing = 0;
  let woken = false;

  /** After this turn of the event loop: what came in with it goes together. */
  function pump(): void {
    if (woken) return;
    woken = true;
    room.afterTurn(() => {
      woken = false;
      while (flushing < FLUSHES && queue.length > 0) {
        flushing++;
        void flush(take()).finally(() => {
          flushing--;
          pump();
        });
      }
    });
  }

  /**
   * What waits of the account whose turn it is, up to the size of a batch: no transaction crosses accounts. A single
   * caller's events stay together however many they are.
   */
  function take(): Waiting[] {
    const account = accountOf(queue[0]!);
    const batch: Waiting[] = [];
    let size = 0;
    for (const one of queue) {
      if (accountOf(one) !== account) continue;
      size += one.events.length;
      if (batch.length > 0 && size > BATCH) break;
      batch.push(one);
    }
    const taken = new Set(batch);
    queue = queue.filter((one) => !taken.has(one));
    return batch;
  }

  async function flush(batch: Waiting[]): Promise<void> {
    try {
      await store(batch.flatMap((one) => one.events));
      for (const one of batch) one.done();
    } catch (error) {
      if (isUnavailable(error)) for (const one of batch) one.failed(error);
      else for (const one of batch) await storeAlone(one, batch.length > 1 ? undefined : error);
    }
  }

  const store = (events: Published[]) => room.db.tx((tx) => publish(tx, room.clock.now(), room, events));

  /**
   * One caller's bad event costs the others nothing: what failed together is tried by itself. A refusal is that caller's
   * answer; anything else is a fault of ours, and the events are stored to be delivered later. `fault`: it was tried.
   */
  async function storeAlone(one: Waiting, fault: unknown): Promise<void> {
    try {
      if (fault) throw fault;
      await store(one.events);
      one.done();
    } catch (error) {
      if (error instanceof Refusal) return one.failed(error);
      room.log.error(
        { err: error, events: one.events.length },
        'events could not be delivered; they are stored and tried again',
      );
      await room.db
        .tx((tx) => redeliverLater(tx, room.clock.now(), room.due, one.events, messageOf(error)))
        .then(one.done, one.failed);
    }
  }

  return {
    accept: (events) =>
      new Promise<void>((done, failed) => {
        queue.push({ events, done, failed });
        pump();
      }).then(() => room.onAccepted?.(events.length)),
  };
}

const accountOf = (one: Waiting) => one.events[0]?.event.account;
