import type { Clock } from '#kernel/clock';
import { Refusal } from '#kernel/refusal';
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
  /** Told of events once they are stored, for the metrics. */
  onAccepted?: (count: number) => void;
}

/** Group commit: events that arrive together share a transaction, and each caller is answered after its commit. */
export function createEventIntake(room: IntakeDeps): EventIntake {
  const queue: Waiting[] = [];
  let flushing = 0;

  function pump(): void {
    while (flushing < FLUSHES && queue.length > 0) {
      flushing++;
      void flush(take()).finally(() => {
        flushing--;
        pump();
      });
    }
  }

  /** What waits, up to the size of a batch; a single caller's events stay together however many they are. */
  function take(): Waiting[] {
    let size = 0;
    const end = queue.findIndex((one, index) => {
      size += one.events.length;
      return index > 0 && size > BATCH;
    });
    return queue.splice(0, end === -1 ? queue.length : end);
  }

  async function flush(batch: Waiting[]): Promise<void> {
    try {
      await store(batch.flatMap((one) => one.events));
      for (const one of batch) one.done();
    } catch (error) {
      if (error instanceof Refusal) for (const one of batch) one.failed(error);
      else await apart(batch, error);
    }
  }

  const store = (events: Published[]) => room.db.tx((tx) => publish(tx, room.clock.now(), room, events));

  /** One event that cannot be delivered must cost the others nothing: each by itself, and then stored to be delivered later. */
  async function apart(batch: Waiting[], error: unknown): Promise<void> {
    room.log.error(
      { err: error, events: batch.length },
      'events could not be delivered together; trying each by itself',
    );
    for (const one of batch) {
      try {
        if (batch.length > 1) await store(one.events);
        else throw error;
        one.done();
      } catch (again) {
        await room.db
          .tx((tx) => redeliverLater(tx, room.clock.now(), room.due, one.events, messageOf(again)))
          .then(one.done, one.failed);
      }
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
