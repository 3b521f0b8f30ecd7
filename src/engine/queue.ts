import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import { isUnavailable } from '#kernel/refusal';
import { messageOf } from '#kernel/text';
import type { Db } from '#storage/db';
import { type DueWork, type Job, LeaseLost } from '#storage/due';
import { backoffMs } from './backoff.ts';
import type { Handler } from './handler.ts';

export interface QueueDeps {
  db: Db;
  due: DueWork;
  clock: Clock;
  log: Log;
  leaseMs: number;
  /** How late each job began, in milliseconds, for the metrics. */
  onStart?: (queue: string, latenessMs: number) => void;
}

interface Running {
  job: Job;
  /** When its lease was taken or renewed, by the machine's own timer. */
  leasedAt: number;
  abort: AbortController;
  done: Promise<void>;
}

/** Jobs in one claim at most. */
const CLAIM_SIZE = 256;

/** One queue on this node: claims what is due, as far as hands are free, and runs it. */
export class Queue {
  readonly name: string;
  private readonly handler: Handler;
  private readonly deps: QueueDeps;
  private readonly running = new Map<string, Running>();
  private stopping = false;

  constructor(handler: Handler, deps: QueueDeps) {
    this.name = handler.queue;
    this.handler = handler;
    this.deps = deps;
  }

  /** Whether another job could be begun. */
  get free(): number {
    return this.handler.concurrency - this.running.size;
  }

  /**
   * Claims due jobs and starts them; `onFreed` is called as each ends. Answers how many began, and whether the claim was
   * full: then there may be more.
   */
  async claim(onFreed: () => void): Promise<{ begun: number; full: boolean }> {
    if (this.free <= 0) return { begun: 0, full: true };
    const { clock, due, leaseMs } = this.deps;
    const limit = Math.min(this.free, CLAIM_SIZE);
    const jobs = await due.claim(clock.now(), this.name, limit, leaseMs);
    if (this.stopping) {
      // The claim was under way when the node began to stop: others do it now, instead of when the lease ends.
      await due.release(jobs);
      return { begun: 0, full: false };
    }
    const fresh = jobs.filter((job) => !this.resume(job));
    for (const job of fresh) this.begin(job, onFreed);
    return { begun: fresh.length, full: jobs.length === limit };
  }

  /**
   * What still runs here and whose lease has ended (the database was away) goes on under the new lease: it must not run
   * twice on one node, or what it has just sent would be sent again. A claim takes the token up by one; a larger step says
   * that the work was put anew meanwhile: that is other work, and the former run has lost it.
   */
  private resume(job: Job): boolean {
    const running = this.running.get(job.id);
    if (!running) return false;
    if (job.token !== running.job.token + 1) {
      running.abort.abort(new LeaseLost(running.job));
      return false;
    }
    running.job.token = job.token;
    running.leasedAt = performance.now();
    return true;
  }

  private begin(job: Job, onFreed: () => void): void {
    const abort = new AbortController();
    this.deps.onStart?.(this.name, this.deps.clock.now().getTime() - job.dueAt.getTime());
    const done = this.run(job, abort.signal).finally(() => {
      if (this.running.get(job.id)?.abort === abort) this.running.delete(job.id);
      onFreed();
    });
    this.running.set(job.id, { job, leasedAt: performance.now(), abort, done });
  }

  private async run(job: Job, signal: AbortSignal): Promise<void> {
    const { db, due, clock, log } = this.deps;
    const about = { queue: job.queue, key: job.key, attempt: job.attempt, requestId: job.requestId };
    try {
      await this.handler.handle(job, { db, due, clock, signal });
    } catch (error) {
      if (error instanceof LeaseLost)
        return log.debug(about, 'another node, or a later decision, has taken this work over');
      if (signal.aborted) return log.info(about, 'given up: the lease was lost or the node is stopping');
      if (isUnavailable(error)) {
        return log.warn(
          { ...about, reason: messageOf(error) },
          'not done: the database is away; tried again when the lease ends',
        );
      }
      await this.putBack(job, error);
    }
  }

  private async putBack(job: Job, error: unknown): Promise<void> {
    const { db, due, clock, log } = this.deps;
    const wait = backoffMs(job.attempt);
    log.error(
      { queue: job.queue, key: job.key, attempt: job.attempt, requestId: job.requestId, err: error, retryInMs: wait },
      'due work failed; it is tried again',
    );
    try {
      await due.again(db, job, new Date(clock.now().getTime() + wait), messageOf(error));
    } catch (failure) {
      log.warn(
        { queue: job.queue, key: job.key, reason: messageOf(failure) },
        'could not put work back; it is tried again when the lease ends',
      );
    }
  }

  /**
   * Prolongs the leases of what has run for a while; what is no longer ours is aborted. What has just begun is mostly being
   * ended, its row locked: it is left for the next time, which comes a third of a lease later.
   */
  async renew(): Promise<void> {
    const begun = performance.now();
    const running = [...this.running.values()].filter(({ leasedAt }) => begun - leasedAt >= this.deps.leaseMs / 6);
    if (running.length === 0) return;
    const until = new Date(this.deps.clock.now().getTime() + this.deps.leaseMs);
    const ours = await this.deps.due.renew(
      running.map(({ job }) => job),
      until,
    );
    for (const one of running) {
      if (ours.has(one.job.id)) one.leasedAt = begun;
      else one.abort.abort(new LeaseLost(one.job));
    }
  }

  /** Waits up to `graceMs` for what runs, then aborts it and hands its leases back. */
  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    const stopping = new Error('the node is stopping');
    if (this.handler.stays) for (const { abort } of this.running.values()) abort.abort(stopping);
    const all = Promise.allSettled([...this.running.values()].map(({ done }) => done));
    const timeout = new Promise((resolve) => setTimeout(resolve, graceMs).unref());
    await Promise.race([all, timeout]);
    const left = [...this.running.values()];
    for (const { abort } of left) abort.abort(stopping);
    await this.deps.due.release(left.map(({ job }) => job));
  }

  /** Waits for all that runs. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.running.values()].map(({ done }) => done));
  }
}
