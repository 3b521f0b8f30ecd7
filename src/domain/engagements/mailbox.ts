import { SECOND } from '#kernel/clock';
import type { Log } from '#kernel/log';
import type { Db, Queries, Tx } from '#storage/db';
import type { DueWork, Job } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
import type { InboundMail } from './mail-replies.ts';

/** Where replies by mail lie. */
export interface Mailbox {
  /**
   * Hands over every mail that nobody has taken yet, a few hundred at most, and marks each once it was taken; it may stay for
   * some minutes, for those that come meanwhile; undefined for one
   * that cannot be read. Answers undefined, or why the mailbox cannot be read, in words. Throws nothing but what `take` throws.
   */
  read(signal: AbortSignal, take: (mail: InboundMail | undefined) => Promise<void>): Promise<string | undefined>;
}

export interface MailboxDeps {
  db: Db;
  due: DueWork;
  log: Log;
  now: () => Date;
  /** Undefined: replies come by another way, or none. */
  mailbox: Mailbox | undefined;
  /** From one look to the next, in milliseconds. */
  everyMs: number;
  /** What a mail says takes effect: committed when this has ended. */
  take(mail: InboundMail): Promise<void>;
}

const QUEUE = 'mailbox';
const KEY = 'all';
/** Whose work it is: no account's. */
const ACCOUNT = '-';
/** After failures: 2, 4, 8 … times as long, to this at most. */
const LONGEST_MS = 120 * SECOND;

/**
 * Looks into the mailbox again and again. It is one piece of due work, so that one node reads at a time, and another takes over
 * when that one dies.
 */
export function mailboxReader({ db, due, log, now, mailbox, everyMs, take }: MailboxDeps) {
  const work = (runAt: Date, failures: number) => ({
    ...{ queue: QUEUE, key: KEY, account: ACCOUNT, runAt, priority: 2 },
    payload: { failures },
  });
  const handle = async (job: Job, { signal }: { signal: AbortSignal }): Promise<void> => {
    if (!mailbox) return db.tx((tx) => due.finish(tx, job));
    const fault = await mailbox.read(signal, async (mail) => {
      if (mail) return take(mail);
      log.warn({}, 'a mail in the mailbox cannot be read as one; it is left, marked as seen');
    });
    const failures = fault === undefined ? 0 : (job.payload as { failures: number }).failures + 1;
    if (fault !== undefined && !signal.aborted) log.warn({ reason: fault, failures }, UNREAD);
    const wait = Math.min(everyMs * 2 ** Math.min(failures, 10), Math.max(LONGEST_MS, everyMs));
    const runAt = new Date(now().getTime() + wait);
    await db.tx(async (tx) => {
      await due.finish(tx, job);
      await due.put(tx, now(), [work(runAt, failures)]);
    });
  };
  return {
    /** Plans the first look; nothing where there is no mailbox. */
    plan: async (): Promise<void> => {
      if (mailbox) await due.ensure(db, now(), work(now(), 0));
    },
    // It may stay with the mailbox for minutes, and can be broken off at any moment.
    handler: { queue: QUEUE, concurrency: 1, handle, stays: true },
    /** Where there is a mailbox, the next look is planned. */
    invariant: {
      name: 'mailbox.not-planned',
      queues: [QUEUE],
      async find(on: Queries, at: Date) {
        const planned = !mailbox || (await workInPlace(on, at, QUEUE, [KEY])).has(KEY);
        return { faults: planned ? [] : [{ key: KEY, account: '', text: 'nothing would read the mailbox again' }] };
      },
      async repair(tx: Tx, at: Date) {
        if ((await workInPlace(tx, at, QUEUE, [KEY])).has(KEY)) return undefined;
        await due.put(tx, at, [work(at, 0)]);
        return { account: '', region: '', text: 'the mailbox is read again' };
      },
    },
  };
}

const UNREAD =
  'the mailbox for replies could not be read: replies by mail wait, links and codes work; it is tried again';
