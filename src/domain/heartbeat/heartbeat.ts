import type { Outbox } from '#domain/channels';
import type { EventIntake, EventRecords, Rules } from '#domain/events';
import { SECOND } from '#kernel/clock';
import { newId } from '#kernel/ids';
import type { Log } from '#kernel/log';
import type { Db, Queries, Tx } from '#storage/db';
import type { DueWork, Job } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
import { heartbeatEvent, PLACE, SOURCE, TARGET } from './probe.ts';

const QUEUE = 'heartbeat';
const KEY = 'all';
const RULE = 'heartbeat';
/** How often it is looked whether the probes have been carried. */
const LOOK_MS = SECOND;

/** Tells somebody outside that all is well. */
export interface Beacon {
  /** Undefined once it is told; else why it could not be, in words. Throws nothing but the reason of `signal`. */
  beat(signal: AbortSignal): Promise<string | undefined>;
}

export interface HeartbeatDeps {
  db: Db;
  due: DueWork;
  log: Log;
  now: () => Date;
  intake: EventIntake;
  events: EventRecords;
  /** Takes the heartbeat's own target. */
  rules: Rules;
  outbox: Outbox;
  timers: readonly string[];
  /** Undefined: nobody outside is to be told. */
  beacon?: Beacon;
  /** From one beat to the next. */
  everyMs: number;
}

/** Under way: the event's id, and when it was sent on its way. */
interface Beat {
  beat: string;
  since: number;
  /** How often the outside was told in vain. */
  tries: number;
}

/**
 * Sends an event the whole way that an alarm takes (stored, matched, delivered, its timers and messages claimed and done), and only
 * then tells the outside. If anything on that way stands still, the outside hears nothing.
 */
export function createHeartbeat(deps: HeartbeatDeps) {
  const { db, due, now } = deps;
  const work = (runAt: Date, payload: Beat | object) => ({
    queue: QUEUE,
    key: KEY,
    account: PLACE.account,
    runAt,
    priority: 1,
    payload,
  });
  const next = (job: Job, runAt: Date, payload: Beat | object, also = async (_tx: Tx): Promise<void> => {}) =>
    db.tx(async (tx) => {
      await due.finish(tx, job);
      await also(tx);
      await due.put(tx, now(), [work(runAt, payload)]);
    });
  const later = (milliseconds: number) => new Date(now().getTime() + milliseconds);

  async function begin(job: Job): Promise<void> {
    const at = now();
    const beat = newId(at);
    const actor = { account: PLACE.account, region: PLACE.region, principal: 'heartbeat.muster', requestId: beat };
    await deps.intake.accept([{ event: heartbeatEvent(beat, at), actor }]);
    await next(job, later(LOOK_MS), { beat, since: at.getTime(), tries: 0 });
  }

  async function goOn(job: Job, beat: Beat, beacon: Beacon, signal: AbortSignal): Promise<void> {
    const messages = await carried(deps, beat.beat);
    const old = now().getTime() - beat.since >= deps.everyMs;
    if (!messages) {
      if (!old) return next(job, later(LOOK_MS), beat);
      deps.log.error({ beat: beat.beat, sinceMs: now().getTime() - beat.since }, STOPPED);
      return next(job, now(), {});
    }
    const fault = await beacon.beat(signal);
    const forget = (tx: Tx) => forgetBeat(deps, tx, beat.beat, messages);
    if (fault === undefined)
      return next(job, new Date(Math.max(beat.since + deps.everyMs, now().getTime())), {}, forget);
    deps.log.warn({ beat: beat.beat, reason: fault, tries: beat.tries + 1 }, UNHEARD);
    // What has been seen so long ago says nothing of now.
    if (old) return next(job, now(), {}, forget);
    await next(job, later(Math.min(LOOK_MS * 2 ** beat.tries, deps.everyMs)), { ...beat, tries: beat.tries + 1 });
  }

  return {
    /** Makes the rule and plans the first beat; nothing where nobody outside is to be told. */
    async plan(): Promise<void> {
      if (!deps.beacon) return;
      await db.tx((tx) => putRule(tx, now(), deps.rules));
      await due.ensure(db, now(), work(now(), {}));
    },
    handler: {
      queue: QUEUE,
      concurrency: 1,
      async handle(job: Job, { signal }: { signal: AbortSignal }): Promise<void> {
        const { beacon } = deps;
        if (!beacon) return db.tx((tx) => due.finish(tx, job));
        return isBeat(job.payload) ? goOn(job, job.payload, beacon, signal) : begin(job);
      },
    },
    /** Where somebody outside waits for beats, the next one is planned. */
    invariant: {
      name: 'heartbeat.not-planned',
      queues: [QUEUE],
      async find(on: Queries, at: Date) {
        const planned = !deps.beacon || (await workInPlace(on, at, QUEUE, [KEY])).has(KEY);
        return { faults: planned ? [] : [{ key: KEY, account: '', text: 'nothing would send the next heartbeat' }] };
      },
      async repair(tx: Tx, at: Date) {
        if ((await workInPlace(tx, at, QUEUE, [KEY])).has(KEY)) return undefined;
        await due.put(tx, at, [work(at, {})]);
        return { account: '', region: '', text: 'the next heartbeat is planned again' };
      },
    },
  };
}

const STOPPED =
  'the heartbeat’s event has not gone the whole way: intake, timers or sending stand still; nothing is told outside';
const UNHEARD = 'the heartbeat address did not take the beat; it is tried again';

const isBeat = (payload: unknown): payload is Beat => typeof (payload as Partial<Beat>).beat === 'string';

/** The heartbeat's messages, once its event was delivered and nothing of it waits any more. */
async function carried(
  { db, now, events, outbox, timers }: HeartbeatDeps,
  beat: string,
): Promise<string[] | undefined> {
  const result = await events.resultOf(db, { ...PLACE, eventId: beat, rule: RULE, targetId: TARGET.id });
  if (result === undefined) return undefined;
  const messages = result.split(',').filter((id) => id !== '');
  if (!(await outbox.allSettled(db, messages))) return undefined;
  for (const queue of timers) if ((await workInPlace(db, now(), queue, [beat])).has(beat)) return undefined;
  return messages;
}

async function forgetBeat({ events, outbox }: HeartbeatDeps, tx: Tx, beat: string, messages: string[]): Promise<void> {
  await outbox.forget(tx, messages);
  await events.forget(tx, { ...PLACE, eventId: beat });
}

async function putRule(tx: Tx, now: Date, rules: Rules): Promise<void> {
  const actor = { account: PLACE.account, region: PLACE.region, principal: 'heartbeat.muster', requestId: newId(now) };
  const pattern = JSON.stringify({ source: [SOURCE] });
  await rules.put(tx, now, actor, { ...PLACE, name: RULE, pattern, state: 'ENABLED', tags: {} });
  await rules.putTargets(tx, PLACE, RULE, [TARGET]);
}
