import { arns } from '#kernel/arn';
import { after } from '#kernel/clock';
import type { Log } from '#kernel/log';
import type { Db, Queries, Tx } from '#storage/db';
import type { DueWork, Job } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
import { patiently } from '#storage/patiently';
import { DEAD_LETTERS } from './dead-letters.ts';
import { type DeliveryKey, deliveriesSql, keyValues, type OpenDeliveryRow } from './deliveries.sql.ts';
import { afterVain, parseWorkKey, workKey, workOf } from './delivery.ts';
import { type AnyTarget, type Heard, isOutside, type OutsideTarget } from './target.ts';
import { inputFor } from './target-options.ts';

/** How many calls of a kind a node makes at once. */
const CONCURRENCY = 16;
/** Open deliveries in one look. */
const PART = 1_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

export interface OutsideDeps {
  db: Db;
  due: DueWork;
  log: Log;
  now: () => Date;
}

/**
 * Makes the deliveries of one kind of target. Killed between the call and its record, a delivery is made again under the same key.
 */
export function outsideHandler(deps: OutsideDeps, kind: OutsideTarget) {
  const { db, due, now } = deps;
  return {
    queue: kind.queue,
    concurrency: CONCURRENCY,
    async handle(job: Job, { signal }: { signal: AbortSignal }): Promise<void> {
      const key = parseWorkKey(job.key);
      const row = await db.first(deliveriesSql.open, keyValues(key));
      if (row?.status !== 'pending' || row.body === null) return db.tx((tx) => due.finish(tx, job));
      if (await waits(deps, kind, job, key, row)) return;
      const call = { ...key, key: job.key, targetArn: row.target_arn, input: inputOf(key, row), options: row.options };
      const { account, region, targetArn, input, options } = call;
      const heard = await kind.call(db, now(), { account, region, targetArn, key: job.key, input, options }, signal);
      await patiently(signal, () => db.tx((tx) => record(tx, deps, job, key, row, heard)));
    },
  };
}

function inputOf(key: DeliveryKey, row: OpenDeliveryRow): string {
  const ruleArn = arns.rule(key.region, key.account, row.bus, key.rule);
  const body = row.body!;
  const fired = { body, ruleName: key.rule, ruleArn };
  return inputFor(row.options, { ...fired, ingestedAt: row.accepted_at! });
}

/** Takes a turn where there is a rate, once; true while it has not come. */
async function waits(deps: OutsideDeps, kind: OutsideTarget, job: Job, key: DeliveryKey, row: OpenDeliveryRow) {
  const { db, due, now } = deps;
  if (!kind.turn || row.turn_at) return false;
  return db.tx(async (tx) => {
    const turn = await kind.turn!(tx, now(), row.target_arn);
    if (turn === undefined || turn <= now()) return false;
    await tx.rows(deliveriesSql.takeTurn, [...keyValues(key), turn]);
    await due.finish(tx, job);
    await due.put(tx, now(), [workOf(key, kind.queue, turn, job.requestId)]);
    return true;
  });
}

async function record(
  tx: Tx,
  { due, log, now }: OutsideDeps,
  job: Job,
  key: DeliveryKey,
  row: OpenDeliveryRow,
  heard: Heard,
): Promise<void> {
  const attempts = row.attempts + 1;
  const about = {
    requestId: job.requestId,
    event: key.eventId,
    rule: key.rule,
    target: row.target_arn,
    attempt: attempts,
  };
  if (heard.ok) {
    await due.finish(tx, job);
    await tx.rows(deliveriesSql.settle, [
      ...keyValues(key),
      'delivered',
      attempts,
      heard.result,
      null,
      null,
      null,
      null,
      now(),
    ]);
    tx.afterCommit(() => log.debug(about, 'event delivered'));
    return;
  }
  const { reason, code } = heard;
  const next = afterVain(heard, row.options.retry ?? {}, attempts, now().getTime() - row.at.getTime());
  if ('waitMs' in next) {
    await tx.rows(deliveriesSql.tried, [...keyValues(key), attempts, reason, code]);
    await due.again(tx, job, after(now(), next.waitMs), reason);
    return;
  }
  await due.finish(tx, job);
  const toQueue = row.options.deadLetterArn !== undefined;
  const exhausted = next.end === 'permanent' ? null : next.end;
  const end = [null, reason, code, exhausted, toQueue ? 'pending' : null, now()];
  await tx.rows(deliveriesSql.settle, [...keyValues(key), 'failed', attempts, ...end]);
  if (toQueue) await due.put(tx, now(), [workOf(key, DEAD_LETTERS, now(), job.requestId)]);
  tx.afterCommit(() => log.warn({ ...about, reason }, 'an event matched a rule and could not be delivered'));
}

/** Every delivery that is open has work that will make it, and every letter one that will send it. */
export function openDeliveryInvariant(due: DueWork, kinds: () => AnyTarget[]) {
  const queues = () => [...new Set(kinds().flatMap((kind) => (isOutside(kind) ? [kind.queue] : []))), DEAD_LETTERS];
  return {
    name: 'events.delivery-without-work',
    queues: [DEAD_LETTERS],
    async find(on: Queries, _now: Date, afterKey: string | undefined) {
      const from = afterKey === undefined ? undefined : parseWorkKey(afterKey);
      const start = [from?.eventId ?? FIRST, from?.rule ?? '', from?.targetId ?? ''];
      const rows = await on.rows(deliveriesSql.unattended, [...start, PART, queues()]);
      const named = rows.map(({ fault, event_id: eventId, target_id: targetId, ...row }) => ({
        ...{ fault, account: row.account, key: workKey({ ...row, eventId, targetId }) },
      }));
      const last = named.find(({ fault }) => !fault);
      const faults = named
        .filter(({ fault }) => fault)
        .map(({ key, account }) => ({ key, account, text: `nothing would make the delivery ${key} of an event` }));
      return { faults, ...(last ? { next: last.key } : {}) };
    },
    async repair(tx: Tx, now: Date, { key }: { key: string }) {
      const parsed = parseWorkKey(key);
      const row = await tx.first(deliveriesSql.open, keyValues(parsed));
      const kind = row && kinds().find((one) => isOutside(one) && one.accepts(row.target_arn));
      const queue =
        row?.status === 'pending' ? kind && isOutside(kind) && kind.queue : row?.dead_letter && DEAD_LETTERS;
      if (!row || !queue || (await workInPlace(tx, now, queue, [key])).has(key)) return undefined;
      await due.put(tx, now, [workOf(parsed, queue, now)]);
      return { account: parsed.account, region: parsed.region, text: `the delivery ${key} is made now` };
    },
  };
}
