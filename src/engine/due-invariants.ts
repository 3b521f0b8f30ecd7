import { SECOND } from '#kernel/clock';
import type { DueWork } from '#storage/due';
import { astrayWork, freeWork, queuesInUse } from '#storage/due-audit';
import type { Fault, Invariant } from './invariant.ts';

/** Work that has been due for longer is not being done: a claim takes milliseconds, and a dead node's lease ends after five seconds. */
const UNCLAIMED_AFTER_MS = 30 * SECOND;

export interface DueInvariantsOptions {
  due: DueWork;
  /** The queues that this version has handlers for. */
  queues: string[];
  /** Queues whose work a room looks after itself. */
  looked: readonly string[];
  /** Makes this node's engine look for work at once. */
  wake(): void;
}

/** What must hold of due work whatever it is about. */
export function dueInvariants(options: DueInvariantsOptions): Invariant[] {
  return [unclaimed(options), unknownQueue(options), astray(options)];
}

/** Nobody takes work that is due: workers have stopped, or cannot keep up. Nothing in the database is wrong, so a person must look. */
function unclaimed({ due, queues, wake }: DueInvariantsOptions): Invariant {
  return {
    name: 'engine.unclaimed',
    async find(_on, now) {
      const next = await due.nextDue(now, queues);
      const faults = [...next].flatMap(([queue, at]): Fault[] => {
        const late = now.getTime() - at.getTime();
        if (late <= UNCLAIMED_AFTER_MS) return [];
        const what = `work of the queue ${queue} has been due for ${Math.round(late / SECOND)} s and no node takes it`;
        return [{ key: queue, account: '', text: `${what}: look at the nodes' logs and load, and restart them` }];
      });
      if (faults.length > 0) wake();
      return { faults };
    },
  };
}

function unknownQueue({ queues }: DueInvariantsOptions): Invariant {
  const known = new Set(queues);
  return {
    name: 'engine.unknown-queue',
    async find(on) {
      const strange = (await queuesInUse(on)).filter((queue) => !known.has(queue));
      const text = (queue: string) =>
        `work waits in the queue ${queue}, which this version of Muster does not know: run the version that put it there`;
      return { faults: strange.map((queue) => ({ key: queue, account: '', text: text(queue) })) };
    },
  };
}

/** A lease or a wait that ends too far in the future, in queues that no room looks after. */
function astray({ queues, looked }: DueInvariantsOptions): Invariant {
  const mine = queues.filter((queue) => !looked.includes(queue));
  return {
    name: 'engine.held-too-long',
    async find(on, now) {
      const rows = await astrayWork(on, now, mine);
      return {
        faults: rows.map((row) => ({
          key: `${row.queue} ${row.id}`,
          account: row.account,
          text: `work of the queue ${row.queue} is held until ${row.run_at.toISOString()}, longer than any lease or back-off`,
          ...(row.request_id ? { requestId: row.request_id } : {}),
        })),
      };
    },
    async repair(tx, now, { key, account }) {
      const [queue = '', id = ''] = key.split(' ');
      const freed = await freeWork(tx, now, { id, queue });
      return freed ? { account, region: '', text: `made due at once: ${queue}` } : undefined;
    },
  };
}
