import { isUnavailable } from '#kernel/refusal';
import { together } from '#kernel/together';
import type { Job } from '#storage/due';
import { patiently } from '#storage/patiently';
import { type Arriving, arrive, arriveAll, canShare } from './arrive.ts';
import type { Sent } from './channel.ts';
import { depart, gather, type Leaving, type Marking, mark, stoodStill } from './depart.ts';
import { NO_PROVIDER } from './no-provider.ts';
import { freeAgainAt } from './rate.ts';
import type { Route } from './route.ts';
import type { SendDeps } from './send-deps.ts';
import { sendQueue } from './source.ts';

/** How many messages of one channel type a node sends at once. */
const CONCURRENCY = 128;
/** Messages that are marked, or recorded, by the same statements at most. */
const MOST = 128;

/**
 * Sends what is due, a queue for each channel type. Three steps: the message is marked as leaving and its state read again;
 * the provider; a transaction that records what it said. Killed between them, the message is sent again under the same key.
 * Messages that leave or arrive at the same time share their statements, those of one account; each is sent by itself.
 */
export function sendHandlers(deps: SendDeps) {
  return deps.channels.map((route) => ({
    queue: sendQueue(route.type),
    concurrency: CONCURRENCY,
    handle: sender(deps, route),
  }));
}

function sender(deps: SendDeps, route: Route) {
  const shared = isUnavailable;
  const marking = together<Job, Marking>({
    most: MOST,
    flights: 1,
    shared,
    kind: (job) => job.account,
    alone: async (job) => (await mark(deps, route, [job]))[0]!,
    all: (jobs) => mark(deps, route, jobs),
  });
  const arrives = together<Arriving, undefined>({
    most: MOST,
    flights: 1,
    shared,
    kind: (one) => (canShare(deps, one) ? one.job.account : one.job.id),
    alone: (one) => deps.db.tx((tx) => arrive(deps, route, tx, one)).then(() => undefined),
    all: (many) => deps.db.tx((tx) => arriveAll(deps, tx, many)),
  });
  const gathers = together<Job, undefined>({
    most: MOST,
    flights: 1,
    shared,
    alone: async (job) => (await gather(deps, [job]))[0],
    all: (jobs) => gather(deps, jobs),
  });
  return async (job: Job, { signal }: { signal: AbortSignal }): Promise<void> => {
    if (stoodStill(deps.now(), job)) return gathers(job);
    const free = await freeAgainAt(deps, route.type);
    if (free) return deps.due.again(deps.db, job, free, 'the provider’s rate is reached');
    const leaving = await depart(deps, route, job, await marking(job));
    if (!leaving) return;
    const sent = await send(deps, job, leaving, signal);
    // A call that we broke off says nothing of the provider.
    const waited = signal.aborted ? [] : hear(deps, route, leaving, sent);
    // It has left, or has not: while the database is away this is the only one who knows, so it waits for it.
    await patiently(signal, () => arrives({ job, leaving, sent }));
    await deps.due.hasten(deps.db, job.queue, waited, deps.now());
  };
}

async function send(deps: SendDeps, job: Job, leaving: Leaving, signal: AbortSignal): Promise<Sent> {
  await deps.probe('beforeSend', leaving.message.id);
  const sent = await attempt(leaving, signal);
  await deps.probe('afterSend', leaving.message.id);
  const log = {
    requestId: job.requestId,
    message: leaving.message.id,
    channel: leaving.channel.type,
    provider: leaving.channel.provider,
    attempt: leaving.attempt,
  };
  if (sent.ok)
    deps.log.info(
      { ...log, providerId: sent.providerId, lateMs: deps.now().getTime() - job.dueAt.getTime() },
      'message sent',
    );
  else deps.log.warn({ ...log, reason: sent.reason, permanent: sent.permanent }, 'message not sent');
  return sent;
}

async function attempt({ channel, content }: Leaving, signal: AbortSignal): Promise<Sent> {
  const reason = channel.notReady();
  // A missing setting may be given at any moment, so it is no permanent error; that there is no provider at all is one.
  if (reason) return { ok: false, permanent: channel.provider === NO_PROVIDER, certain: true, reason };
  return channel.send(content, signal);
}

/** How the provider stands with this node now; a change is told once. Answers the messages that have waited for it to work. */
function hear({ now, log, onSent }: SendDeps, route: Route, { channel }: Leaving, sent: Sent): string[] {
  const { type, provider } = channel;
  onSent?.(type, provider, sent);
  // One that is not set up yet was not asked.
  if (channel.notReady() !== undefined) return [];
  const { standing, changed, waited } = route.heard(now(), provider, sent);
  if (!changed) return waited;
  const { state, reason, nextTry } = standing;
  const about = { channel: type, provider, ...(nextTry === undefined ? {} : { nextTry: new Date(nextTry) }) };
  if (state === 'works') log.info(about, 'a provider works again');
  else log.warn({ ...about, reason }, state === 'broken' ? 'a provider is broken' : 'a provider takes no more for now');
  return waited;
}
