import type { Tx } from '#storage/db';
import { type Job, LeaseLost } from '#storage/due';
import { keepAttempt } from './attempts.ts';
import { type Channel, retryDelayMs, type Sent } from './channel.ts';
import { awaitFates } from './confirm.ts';
import type { Leaving } from './depart.ts';
import { messagesSql } from './messages.sql.ts';
import type { Route } from './route.ts';
import { sourceOf } from './rows.ts';
import type { SendDeps } from './send-deps.ts';
import { tellRefused, tellStuck } from './stuck.ts';

/** What a provider said of a message that was given to it. */
export interface Arriving {
  job: Job;
  leaving: Leaving;
  sent: Sent;
}

/** Whether it is the ordinary case, of which many are recorded together: sent at the first try. */
export function canShare({ sources }: SendDeps, { leaving, sent }: Arriving): boolean {
  return sent.ok && leaving.attempt === 1 && sourceOf(sources, leaving.message.kind).left !== undefined;
}

/** Records many ordinary ones. Fails for all where one is not ours any more: nothing of that one is kept. */
export async function arriveAll(deps: SendDeps, tx: Tx, arriving: Arriving[]): Promise<undefined[]> {
  const now = deps.now();
  const left = arriving.flatMap(({ leaving, sent }) => (sent.ok ? [{ ...leaving, providerId: sent.providerId }] : []));
  const rows = left.map(({ message, channel, providerId, attempt, handedAt }) => {
    const said = { provider: channel.provider, provider_id: providerId, number: attempt, handed_at: handedAt };
    return { id: message.id, ...said };
  });
  await tx.rows(messagesSql.settleSent, [JSON.stringify(rows), now]);
  const ours = await deps.due.finishAll(
    tx,
    arriving.map(({ job }) => job),
  );
  const lost = arriving.find(({ job }) => !ours.has(job.id));
  if (lost) throw new LeaseLost(lost.job);
  for (const [kind, some] of Map.groupBy(left, ({ message }) => message.kind)) {
    const sent = some.map(({ message, channel, providerId }) => {
      return { message, providerId, provider: channel.provider, confirms: confirms(channel) };
    });
    await sourceOf(deps.sources, kind).left?.(tx, now, sent);
  }
  await awaitFates(deps, tx, now, left);
  return arriving.map(() => undefined);
}

/** Records what the provider said of a message, in the transaction that ends the try. */
export async function arrive(deps: SendDeps, route: Route, tx: Tx, arriving: Arriving): Promise<void> {
  const now = deps.now();
  const { job, leaving, sent } = arriving;
  const { message, attempt } = leaving;
  const source = sourceOf(deps.sources, message.kind);
  const { provider } = leaving.channel;
  if (!sent.ok && !sent.permanent) return tryAgain(deps, route, tx, now, { job, leaving, sent });
  // The message's row first, as in a departure, then the work: nothing is kept when that is not ours any more.
  const settled = sent.ok ? ['sent', now, sent.providerId, null] : ['failed', now, null, sent.reason];
  await tx.rows(messagesSql.settle, [message.id, ...settled]);
  await keepAttempt(tx, now, leaving, sent);
  await deps.due.finish(tx, job);
  if (!sent.ok) {
    await source.settled(tx, now, message, { kind: 'failed', provider, reason: sent.reason, attempt });
    return tellRefused(deps, tx, now, message, sent.reason);
  }
  const { providerId } = sent;
  const outcome = { kind: 'sent', provider, providerId, attempt, confirms: confirms(leaving.channel) } as const;
  await source.settled(tx, now, message, outcome);
  return awaitFates(deps, tx, now, [leaving]);
}

/** What a provider asks for is kept to no longer than this. */
const LONGEST_ASKED_MS = 300_000;

/** The next provider at once; when all have failed, the first again after a while. */
async function tryAgain(
  deps: SendDeps,
  route: Route,
  tx: Tx,
  now: Date,
  { job, leaving, sent }: { job: Job; leaving: Leaving; sent: Extract<Sent, { ok: false }> },
): Promise<void> {
  const { message, attempt, channel } = leaving;
  const { provider } = channel;
  const tried = [...leaving.tried, provider];
  const next = route.following(now, tried)?.provider;
  const round = leaving.rounds + 1;
  const stuck = next === undefined && route.isHeldUp(now);
  // Exactly as long as it asks for, where it does: what was told to wait comes in its order.
  const pause = new Date(
    now.getTime() + (sent.retryAfterMs ? Math.min(sent.retryAfterMs, LONGEST_ASKED_MS) : retryDelayMs(round)),
  );
  const at = next === undefined ? latest(pause, route.freeAt(now)) : now;
  const status = sent.certain && !leaving.uncertain ? 'pending' : 'sending';
  const state = next === undefined ? [[], round] : [tried, leaving.rounds];
  await tx.rows(messagesSql.failedTry, [message.id, status, sent.reason, ...state, stuck ? now : null]);
  await keepAttempt(tx, now, leaving, sent);
  await sourceOf(deps.sources, message.kind).settled(tx, now, message, {
    kind: 'retrying',
    provider,
    reason: sent.reason,
    attempt,
    round,
    at,
    ...(next === undefined ? {} : { next }),
  });
  await deps.due.again(tx, job, at, sent.reason);
  if (next === undefined) route.waits(message.id);
  if (stuck && !leaving.stuck) await tellStuck(deps, tx, now, message, sent.reason);
}

const confirms = ({ confirmsWithinMs }: Channel) => confirmsWithinMs !== undefined;
const latest = (one: Date, other: Date) => (one > other ? one : other);
