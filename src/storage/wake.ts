import pg from 'pg';
import { randomId } from '#kernel/ids';
import { messageOf } from '#kernel/text';
import { type Connection, connectionOptions } from './db.ts';

const CHANNEL = 'muster_due';
/** The database's clock was moved by hand (tests): read it again at once. */
const CLOCK_CHANNEL = 'muster_clock';
/** Queues told of together: one NOTIFY per node in this time, and never inside a transaction (storage.md 2.3). */
const COALESCE_MS = 10;
const RECONNECT_MS = 1_000;

/** Tells the engines, here and on other nodes, that work was put. A hint only: a lost one costs a poll, never a page. */
export interface Wake {
  /** Queue → when its new work is due. */
  tell(queues: Map<string, Date>): void;
  /** Calls `heard` with a queue that has new work, and when it is due. */
  onWork(heard: (queue: string, at: Date) => void): void;
  onClockMoved(heard: () => void): void;
  close(): Promise<void>;
}

/** Wakes only within this process: for tests and single transactions. */
export function localWake(): Wake {
  const listeners: ((queue: string, at: Date) => void)[] = [];
  return {
    tell(queues) {
      for (const [queue, at] of queues) for (const heard of listeners) heard(queue, at);
    },
    onWork: (heard) => void listeners.push(heard),
    onClockMoved: () => {},
    close: async () => {},
  };
}

/** Wakes over LISTEN/NOTIFY on a connection of its own, made again for ever when it is lost. */
export function databaseWake(connection: Connection, onTrouble: (message: string) => void): Wake {
  const local = localWake();
  const clockListeners: (() => void)[] = [];
  /** So that a node does not wake itself a second time by its own notification. */
  const self = randomId();
  const pending = new Map<string, number>();
  let client: pg.Client | undefined;
  /** Whether the connection listens and runs no query: it takes one at a time. */
  let idle = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;

  const lost = (failed: pg.Client, error?: Error) => {
    if (client !== failed) return;
    client = undefined;
    idle = false;
    if (closed) return;
    // One that could connect and not listen is open still.
    if (error) void failed.end().catch((failure: Error) => onTrouble(messageOf(failure)));
    if (error) onTrouble(`wake-up connection lost (${messageOf(error)}); polling meanwhile`);
    retry = setTimeout(connect, RECONNECT_MS);
  };

  function connect(): void {
    const fresh = new pg.Client(connectionOptions(connection));
    client = fresh;
    fresh.on('error', (error) => lost(fresh, error));
    fresh.on('end', () => lost(fresh));
    fresh.on('notification', ({ channel, payload }) => {
      if (channel === CLOCK_CHANNEL) for (const heard of clockListeners) heard();
      else if (!payload?.startsWith(self)) local.tell(readPayload(payload ?? ''));
    });
    fresh
      .connect()
      .then(() => fresh.query(`listen ${CHANNEL}; listen ${CLOCK_CHANNEL}`))
      .then(() => freed(fresh))
      .catch((error: Error) => lost(fresh, error));
  }

  function freed(used: pg.Client): void {
    if (client !== used) return;
    idle = true;
    if (pending.size > 0) timer ??= setTimeout(flush, COALESCE_MS);
  }

  /** What is told while the connection is away or busy goes with the next. */
  function flush(): void {
    timer = undefined;
    if (!client || !idle || closed) return;
    const used = client;
    const payload = writePayload(self, pending);
    pending.clear();
    idle = false;
    used
      .query('select pg_notify($1, $2)', [CHANNEL, payload])
      .catch((error: Error) => onTrouble(`could not wake the other nodes (${messageOf(error)}); they poll`))
      .finally(() => freed(used));
  }

  connect();
  return {
    onWork: local.onWork,
    onClockMoved: (heard) => void clockListeners.push(heard),
    tell(queues) {
      local.tell(queues);
      for (const [queue, at] of queues)
        pending.set(queue, Math.min(at.getTime(), pending.get(queue) ?? Number.POSITIVE_INFINITY));
      timer ??= setTimeout(flush, COALESCE_MS);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      clearTimeout(retry);
      await client?.end();
    },
  };
}

/** `<node>|<queue>=<milliseconds>,…`: who tells, and when the soonest new work of each queue is due. */
function writePayload(node: string, pending: Map<string, number>): string {
  return `${node}|${[...pending].map(([queue, at]) => `${queue}=${at}`).join(',')}`;
}

function readPayload(payload: string): Map<string, Date> {
  const entries = payload.slice(payload.indexOf('|') + 1).split(',');
  return new Map(entries.map((entry) => [entry.split('=')[0]!, new Date(Number(entry.split('=')[1]))]));
}
