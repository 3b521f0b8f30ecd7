import type { Db, Queries, Tx } from './db.ts';
import type { DueWork, Job } from './due.ts';
import { workInPlace } from './due-audit.ts';

/** Housekeeping: work that comes again and again, on whichever node is free, in bounded parts. */
export interface Repeated {
  queue: string;
  everyMs: number;
  /** What the auditor calls it when nothing has it planned; and what that means, in words. */
  invariant: string;
  lost: string;
  /** False: there is nothing to do by the settings, and nothing is planned. */
  enabled?: boolean;
  /** Does a part that takes a moment, beginning where the one before ended. Undefined: all is done, until the next time. */
  run(tx: Tx, now: Date, from: unknown): Promise<unknown>;
}

const KEY = 'all';
/** After everything that anybody waits for. */
const PRIORITY = 5;

export function repeatedWork(db: Db, due: DueWork, now: () => Date, work: Repeated) {
  const { queue, everyMs, invariant, lost, enabled = true } = work;
  const at = (runAt: Date, from?: unknown) => ({
    ...{ queue, key: KEY, account: '', runAt, priority: PRIORITY },
    payload: from === undefined ? {} : { from },
  });
  const next = () => at(new Date(now().getTime() + everyMs));
  const isPlanned = async (on: Queries, instant: Date) =>
    !enabled || (await workInPlace(on, instant, queue, [KEY])).has(KEY);
  return {
    /** Puts the first, at the first start. */
    plan: async (): Promise<void> => {
      if (enabled) await due.ensure(db, now(), next());
    },
    handler: {
      queue,
      concurrency: 1,
      handle: (job: Job): Promise<void> =>
        db.tx(async (tx) => {
          await due.finish(tx, job);
          if (!enabled) return;
          const from = await work.run(tx, now(), (job.payload as { from?: unknown }).from);
          await due.put(tx, now(), [from === undefined ? next() : at(now(), from)]);
        }),
    },
    /** It is planned, always: what was lost is put again. */
    invariant: {
      name: invariant,
      queues: [queue],
      async find(on: Queries, instant: Date) {
        return { faults: (await isPlanned(on, instant)) ? [] : [{ key: KEY, account: '', text: lost }] };
      },
      async repair(tx: Tx, instant: Date) {
        if (await isPlanned(tx, instant)) return undefined;
        await due.put(tx, instant, [next()]);
        return { account: '', region: '', text: 'the repeated work is planned again' };
      },
    },
  };
}
