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
  /** Queues in which there may be something to claim. */
  const heard = new Set<string>();
  let state: 'idle' | 'running' | 'stopping' = 'idle';
  let timer: NodeJS.Timeout | undefined;
  let renewal: NodeJS.Timeout | undefined;
  let looking = false;
  let looked: Promise<void> = Promise.resolve();

  function hear(queue: string): void {
    if (!byName.has(queue)) return;
    heard.add(queue);
    look();
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
    let wait = POLL_MS;
    try {
      do {
        await claimHeard();
        wait = await waitForNext();
      } while (heard.size > 0 && state === 'running');
    } catch (error) {
      log.warn({ reason: messageOf(error) }, 'cannot look for due work; trying again');
      wait = POLL_MS / 4;
    }
    looking = false;
    if (state === 'running') timer = setTimeout(hearAll, wait);
  }

  async function claimHeard(): Promise<void> {
    const names = [...heard];
    heard.clear();
    await Promise.all(
      names.map(async (name) => {
        const queue = byName.get(name)!;
        const claimed = await queue.claim(() => hear(name));
        // A claim has a size: after a full one there may be more. With no hand free, the next that frees looks again.
        if (claimed > 0 && queue.free > 0) heard.add(name);
      }),
    );
  }

  async function waitForNext(): Promise<number> {
    const open = queues.filter((queue) => queue.free > 0).map((queue) => queue.name);
    const next = [...(await due.nextDue(open)).values()].map((at) => at.getTime());
    return Math.max(BREATH_MS, Math.min(POLL_MS, Math.min(...next) - clock.now().getTime()));
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
        const claimed = await Promise.all(queues.map((queue) => queue.claim(() => {})));
        round = claimed.reduce((sum, number) => sum + number, 0);
        ran += round;
        await Promise.all(queues.map((queue) => queue.settled()));
      }
      return ran;
    },
  };
}
