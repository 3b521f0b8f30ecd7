import { after, DAY, HOUR } from '#kernel/clock';
import { firstIdAt } from '#kernel/ids';
import type { Db, Queries, Tx } from '#storage/db';
import type { DueWork, Job } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
import { deliveriesSql } from './deliveries.sql.ts';
import { DELIVERY_QUEUE, PRIORITY } from './dispatch.ts';
import { subscriptionsSql } from './subscriptions.sql.ts';

const QUEUE = 'topics.forget';
const KEY = 'all';
/** How long what was published, and what came of it, is remembered. */
const REMEMBERED_MS = 14 * DAY;
/** A subscription that nobody confirmed goes, as at AWS. */
const UNCONFIRMED_MS = 3 * DAY;
/** Rows that one transaction forgets; what is more goes a minute later. */
const MOST = 5_000;
/** Open deliveries in one look. */
const PART = 1_000;
const FIRST = '00000000-0000-0000-0000-000000000000';
const MORE_MS = 60_000;

/** Forgets old messages and subscriptions that were not confirmed, every hour, on whichever node is free. */
export function topicHousekeeping(db: Db, due: DueWork, now: () => Date) {
  const next = (inMs: number) => ({
    queue: QUEUE,
    key: KEY,
    account: '',
    runAt: after(now(), inMs),
    priority: 5,
    payload: {},
  });
  return {
    /** Puts the first of the hourly works, at the first start. */
    plan: () => due.ensure(db, now(), next(HOUR)),
    handler: {
      queue: QUEUE,
      concurrency: 1,
      handle: (job: Job) =>
        db.tx(async (tx) => {
          await due.finish(tx, job);
          const most = Math.max(...(await forget(tx, now())));
          await due.put(tx, now(), [next(most === MOST ? MORE_MS : HOUR)]);
        }),
    },
    invariant: {
      name: 'topics.forgetting-not-planned',
      queues: [QUEUE],
      async find(on: Queries, at: Date) {
        const planned = (await workInPlace(on, at, QUEUE, [KEY])).has(KEY);
        return {
          faults: planned ? [] : [{ key: KEY, account: '', text: 'nothing would forget old messages of topics' }],
        };
      },
      async repair(tx: Tx, at: Date) {
        if ((await workInPlace(tx, at, QUEUE, [KEY])).has(KEY)) return undefined;
        await due.put(tx, at, [next(HOUR)]);
        return { account: '', region: '', text: 'the hourly work is planned again' };
      },
    },
  };
}

/** How many of each were forgotten. */
async function forget(tx: Tx, now: Date): Promise<number[]> {
  const subscriptions = await tx.rows(subscriptionsSql.lockForgotten, [after(now, -UNCONFIRMED_MS), MOST]);
  await tx.rows(subscriptionsSql.deleteAll, [subscriptions.map(({ id }) => id)]);
  const old = after(now, -REMEMBERED_MS);
  const messages = await tx.rows(deliveriesSql.forgetMessages, [old, MOST]);
  const questions = await tx.rows(deliveriesSql.forgetQuestions, [firstIdAt(old), MOST]);
  return [subscriptions, messages, questions].map(({ length }) => length);
}

/** Every delivery over HTTP that is open has work that will make it. Mails and text messages are the outbox's. */
export function deliveryInvariant(due: DueWork) {
  return {
    name: 'topics.delivery-without-work',
    queues: [DELIVERY_QUEUE],
    async find(on: Queries, _now: Date, afterId: string | undefined) {
      const rows = await on.rows(deliveriesSql.unattended, [afterId ?? FIRST, PART]);
      const last = rows.find(({ fault }) => !fault);
      const faults = rows
        .filter(({ fault }) => fault)
        .map(({ id, account }) => ({ key: id, account, text: `nothing would make the delivery ${id} of a topic` }));
      return { faults, ...(last ? { next: last.id } : {}) };
    },
    async repair(tx: Tx, now: Date, { key }: { key: string }) {
      const row = await tx.first(deliveriesSql.lock, [key]);
      if (row?.status !== 'pending' || (await workInPlace(tx, now, DELIVERY_QUEUE, [key])).has(key)) return undefined;
      const { account } = row;
      await due.put(tx, now, [{ queue: DELIVERY_QUEUE, key, account, runAt: now, priority: PRIORITY, payload: {} }]);
      return { account, region: '', text: `the delivery ${key} is made now` };
    },
  };
}
