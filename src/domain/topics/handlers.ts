import type { MessageSource, Outcome, OutgoingMessage } from '#domain/channels';
import type { FunctionCaller } from '#domain/events';
import { after } from '#kernel/clock';
import type { Log } from '#kernel/log';
import type { Db, Queries, Tx } from '#storage/db';
import type { DueWork, Job } from '#storage/due';
import { patiently } from '#storage/patiently';
import { type DeliveryRow, deliveriesSql } from './deliveries.sql.ts';
import { DEFAULT_RETRIES, retryAfterMs } from './delivery-policy.ts';
import { DELIVERY_QUEUE, TOPIC_MESSAGE } from './dispatch.ts';
import type { Endpoints } from './endpoint.ts';
import { notWanted, type RenderDeps, toEndpoint, toFunction, toMessage } from './render.ts';
import { effectivePolicy } from './retries.ts';
import { isHttp } from './subscription.ts';

/** How many endpoints a node calls at once. */
const CONCURRENCY = 16;

export interface DeliveryDeps extends RenderDeps {
  db: Db;
  due: DueWork;
  log: Log;
  now: () => Date;
  endpoints: Endpoints;
  functions: FunctionCaller;
}

/** What came of a try; `told`: what the other side called it. */
type Tried = { ok: true; told: string } | { ok: false; permanent: boolean; reason: string };

/**
 * Delivers over HTTP, and to functions. State is read again just before: what was ended meanwhile is not delivered. Killed between the call and its
 * record, a message is delivered again, the same byte by byte.
 */
export function deliveryHandler(deps: DeliveryDeps) {
  return {
    queue: DELIVERY_QUEUE,
    concurrency: CONCURRENCY,
    async handle(job: Job, { signal }: { signal: AbortSignal }): Promise<void> {
      const [row] = await deps.db.rows(deliveriesSql.open, [[job.key]]);
      if (!row) return deps.db.tx((tx) => deps.due.finish(tx, job));
      const reason = notWanted(row);
      if (reason !== undefined) return deps.db.tx((tx) => cancel(tx, deps, job, reason));
      const heard = await attempt(deps, row, signal);
      await patiently(signal, () => deps.db.tx((tx) => record(tx, deps, job, row, heard)));
    },
  };
}

async function attempt(deps: DeliveryDeps, row: DeliveryRow, signal: AbortSignal): Promise<Tried> {
  const now = deps.now();
  if (row.protocol === 'lambda') {
    const call = { arn: row.endpoint, input: await toFunction(now, deps, row) };
    const heard = await deps.functions.invoke(now, call, signal);
    return heard.ok ? { ok: true, told: heard.result } : heard;
  }
  const heard = await deps.endpoints.post(await toEndpoint(now, deps, row), signal);
  return heard.ok ? { ok: true, told: String(heard.status) } : heard;
}

async function cancel(tx: Tx, { due, now }: DeliveryDeps, job: Job, reason: string): Promise<void> {
  await due.finish(tx, job);
  await tx.rows(deliveriesSql.settle, [job.key, 'cancelled', 0, reason, null, now()]);
}

async function record(tx: Tx, deps: DeliveryDeps, job: Job, row: DeliveryRow, heard: Tried): Promise<void> {
  const { due, log } = deps;
  const now = deps.now();
  const attempts = row.attempts + 1;
  const about = { requestId: job.requestId, delivery: row.id, attempt: attempts };
  if (heard.ok) {
    await due.finish(tx, job);
    await tx.rows(deliveriesSql.settle, [row.id, 'delivered', attempts, null, heard.told, now]);
    log.info({ ...about, told: heard.told }, 'a topic’s message was delivered');
    return;
  }
  const policy = retriesOf(row);
  const delay = heard.permanent ? undefined : retryAfterMs(policy, attempts);
  if (delay === undefined) {
    await due.finish(tx, job);
    await tx.rows(deliveriesSql.settle, [row.id, 'failed', attempts, heard.reason, null, now]);
    log.warn({ ...about, reason: heard.reason }, 'a topic’s message could not be delivered, and is given up');
    return;
  }
  await tx.rows(deliveriesSql.tried, [row.id, attempts, heard.reason]);
  await due.again(tx, job, after(now, delay), heard.reason);
}

/** Of functions Muster's own: a topic's delivery policy is about HTTP alone. */
const retriesOf = ({ protocol, topic_attributes: topic, subscription_attributes: own }: DeliveryRow) =>
  isHttp(protocol) ? effectivePolicy(topic ?? {}, own ?? {}) : DEFAULT_RETRIES;

/** Mails and text messages of topics, as the outbox sees them. */
export function topicMessages(deps: RenderDeps & { now: () => Date }): MessageSource {
  const open = async (on: Queries, ids: readonly string[]) => {
    const rows = await on.rows(deliveriesSql.open, [ids]);
    return new Map(rows.map((row) => [row.id, row]));
  };
  return {
    kind: TOPIC_MESSAGE,
    async ready(on, messages) {
      const rows = await open(
        on,
        messages.map(({ id }) => id),
      );
      const ready = new Map<string, OutgoingMessage>();
      for (const { id } of messages) {
        const row = rows.get(id);
        if (row && notWanted(row) === undefined) ready.set(id, await toMessage(deps.now(), deps, id, row));
      }
      return ready;
    },
    async prepare(tx, now, { id }) {
      const row = (await open(tx, [id])).get(id);
      const reason = row ? notWanted(row) : 'the topic was deleted';
      if (row && reason === undefined) return { send: await toMessage(now, deps, id, row) };
      await tx.rows(deliveriesSql.settle, [id, 'cancelled', 0, reason, null, now]);
      return { cancel: reason ?? 'nobody wants it any more' };
    },
    async settled(tx, now, { id }, outcome: Outcome) {
      if (outcome.kind === 'retrying') {
        await tx.rows(deliveriesSql.tried, [id, outcome.attempt, outcome.reason]);
        return;
      }
      const failed = outcome.kind === 'failed';
      const told = failed ? [outcome.reason, null] : [null, outcome.providerId];
      await tx.rows(deliveriesSql.settle, [id, failed ? 'failed' : 'delivered', outcome.attempt, ...told, now]);
    },
  };
}
