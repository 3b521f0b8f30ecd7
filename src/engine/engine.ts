import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import { messageOf } from '#kernel/text';
import type { Db } from '#storage/db';
import type { DueWork } from '#storage/due';
import type { Wake } from '#storage/wake';
import type { Handler } from './handler.ts';
import { Queue } from './queue.ts';

/** The slow poll that makes a lost wake-up cost a second at most. */
const POLL_MS = 1_000;
/** A dead node's work is taken over when its lease ends. */
const LEASE_MS = 5_000;
/** What is due and could not be claimed is locked by somebody: looking again at once would only spin. */
const BREATH_MS = 5;
const STOP_GRACE_MS = 5_000;

export interface EngineOptions {
  db: Db;
  due: DueWork;
  clock: Clock;
  wake: Wake;
  log: Log;
  handlers: Handler[];
  leaseMs?: number;
  onStart?: (queue: string, latenessMs: number) => void;
}

/** Claims what is due and calls the room's handler, on any number of nodes at once. */
export interface Engine {
  start(): void;
  /** Looks for due work at once: the clock was moved. */
  look(): void;
  /** Begins nothing more, waits for what runs, hands the rest back. */
  stop(): Promise<void>;
  /** For tests with a moved clock: does all that is due now, and what that makes due now. Answers how many jobs ran. */
  runDue(): Promise<number>;
}

export function createEngine(options: EngineOptions): Engine {
  const { log, clock, due, wake } = options;
  const leaseMs = options.leaseMs ?? LEASE_MS;
  const queues = options.handlers.map((handler) => new Queue(handler, { ...options, leaseMs }));
  const byName = new Map(queues.map((queue) => [queue.name, queue]));
  /** Queues in which there may be something to claim now. */
  const heard = new Set<string>();
  /** Queues whose last claim was full: a hand that frees looks there again. */
  const full = new Set<string>();
  /** Queue → when its next work is due, as far as is known: by the last reading, and by what was told since. */
  let moments = new Map<string, number>();
  /** What was told to be due later while a reading was under way, which may not hold it yet. */
  const ahead = new Map<string, number>();
  let state: 'idle' | 'running' | 'stopping' = 'idle';
  let timer: NodeJS.Timeout | undefined;
  let renewal: NodeJS.Timeout | undefined;
  let looking = false;
  let looked: Promise<void> = Promise.resolve();
  /** When all moments were read last, and when the last look began, by the machine's own timer. */
  let readAt = Number.NEGATIVE_INFINITY;
  let beganAt = 0;

  function hear(queue: string, at: Date): void {
    if (!byName.has(queue)) return;
    const moment = at.getTime();
    if (moment > clock.now().getTime()) {
      expect(queue, moment);
    } else {
      heard.add(queue);
      look();
    }
  }

  function expect(queue: string, moment: number): void {
    for (const known of [ahead, moments]) known.set(queue, Math.min(moment, known.get(queue) ?? moment));
    if (!looking) setTimer();
  }

  function hearAll(): void {
    for (const name of byName.keys()) heard.add(name);
    look();
  }

  /** One look at a time: what is heard during it is looked at before it ends, so no wake-up falls between two steps. */
  function look(): void {
    if (state === 'running' && !looking) looked = lookUntilQuiet();
  }

  async function lookUntilQuiet(): Promise<void> {
    looking = true;
    clearTimeout(timer);
    try {
      do {
        await pace();
        await readMoments(await claimHeard());
      } while (heard.size > 0 && state === 'running');
    } catch (error) {
      log.warn({ reason: messageOf(error) }, 'cannot look for due work; trying again');
      readAt = performance.now();
      const again = clock.now().getTime() + POLL_MS / 4;
      moments = new Map([...byName.keys()].map((name) => [name, again]));
    }
    looking = false;
    if (state === 'running') setTimer();
  }

  /**
   * Hands that are freed together, and what is told together, make one claim: each is a commit. The first look after a quiet
   * time does not wait.
   */
  async function pace(): Promise<void> {
    const wait = beganAt + BREATH_MS - performance.now();
    await (wait > 0 ? pause(wait) : turn());
    beganAt = performance.now();
  }

  /** Answers the queues in which nothing more is due now, as far as can be seen. */
  async function claimHeard(): Promise<string[]> {
    const names = [...heard];
    heard.clear();
    await Promise.all(
      names.map(async (name) => {
        const queue = byName.get(name)!;
        const claim = await queue.claim(() => full.has(name) && hear(name, clock.now()));
        if (claim.full) full.add(name);
        else full.delete(name);
        if (claim.full && queue.free > 0) heard.add(name);
      }),
    );
    return names.filter((name) => !full.has(name));
  }

  /** Of these, and once a second of all. What is full needs no moment: it is claimed from again when a hand is free. */
  async function readMoments(emptied: string[]): Promise<void> {
    const begun = performance.now();
    const all = begun - readAt >= POLL_MS;
    const names = all ? [...byName.keys()] : emptied;
    if (names.length === 0) return;
    ahead.clear();
    const next = await due.nextDue(clock.now(), names);
    if (all) readAt = begun;
    for (const name of names) {
      const known = [next.get(name)?.getTime(), ahead.get(name)].filter((moment) => moment !== undefined);
      if (known.length > 0) moments.set(name, Math.min(...known));
      else moments.delete(name);
    }
  }

  /** Sleeps until the next known moment of a queue with a free hand, and never past the poll. */
  function setTimer(): void {
    clearTimeout(timer);
    const open = [...moments].filter(([name]) => byName.get(name)!.free > 0).map(([, moment]) => moment);
    const wait = Math.min(...open) - clock.now().getTime();
    timer = setTimeout(onTimer, Math.max(BREATH_MS, Math.min(readAt + POLL_MS - performance.now(), wait)));
  }

  function onTimer(): void {
    const now = clock.now().getTime();
    for (const [name, moment] of moments) if (moment <= now) heard.add(name);
    look();
  }

  async function renewAll(): Promise<void> {
    const results = await Promise.allSettled(queues.map((queue) => queue.renew()));
    for (const result of results)
      if (result.status === 'rejected') log.warn({ reason: messageOf(result.reason) }, 'could not renew leases');
  }

  wake.onWork(hear);

  return {
    start() {
      state = 'running';
      renewal = setInterval(() => void renewAll(), leaseMs / 3);
      hearAll();
    },
    look: hearAll,
    async stop() {
      state = 'stopping';
      clearTimeout(timer);
      await Promise.all(queues.map((queue) => queue.stop(STOP_GRACE_MS)));
      await looked;
      clearInterval(renewal);
    },
    async runDue() {
      let ran = 0;
      for (let round = 1; round > 0; ) {
        // One reading for all queues: a step of a moved clock finds work in a few of them, and a claim of each costs much more.
        const next = await due.nextDue(clock.now(), [...byName.keys()]);
        const now = clock.now().getTime();
        const ready = queues.filter(({ name }) => (next.get(name)?.getTime() ?? Number.POSITIVE_INFINITY) <= now);
        const claimed = await Promise.all(ready.map((queue) => queue.claim(() => {})));
        round = claimed.reduce((sum, { begun }) => sum + begun, 0);
        ran += round;
        await Promise.all(queues.map((queue) => queue.settled()));
      }
      return ran;
    },
  };
}
