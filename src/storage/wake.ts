import pg from 'pg';
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
  /** Calls `heard` with a queue that has new work. */
  onWork(heard: (queue: string) => void): void;
  onClockMoved(heard: () => void): void;
  close(): Promise<void>;
}

/** Wakes only within this process: for tests and single transactions. */
export function localWake(): Wake {
  const listeners: ((queue: string) => void)[] = [];
  return {
    tell(queues) {
      for (const queue of queues.keys()) for (const heard of listeners) heard(queue);
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
  const pending = new Set<string>();
  let client: pg.Client | undefined;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;

  const lost = (failed: pg.Client, error?: Error) => {
    if (client !== failed) return;
    client = undefined;
    if (closed) return;
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
      else local.tell(new Map((payload ?? '').split(',').map((queue) => [queue, new Date(0)])));
    });
    fresh
      .connect()
      .then(() => fresh.query(`listen ${CHANNEL}; listen ${CLOCK_CHANNEL}`))
      .catch((error: Error) => lost(fresh, error));
  }

  function flush(): void {
    timer = undefined;
    const queues = [...pending].join(',');
    pending.clear();
    client?.query('select pg_notify($1, $2)', [CHANNEL, queues]).catch((error: Error) => {
      onTrouble(`could not wake the other nodes (${messageOf(error)}); they poll`);
    });
  }

  connect();
  return {
    onWork: local.onWork,
    onClockMoved: (heard) => void clockListeners.push(heard),
    tell(queues) {
      local.tell(queues);
      for (const queue of queues.keys()) pending.add(queue);
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
