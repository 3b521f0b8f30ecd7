import pg from 'pg';
import { Refusal } from '#kernel/refusal';
import { asRefusal, isConflict } from './outage.ts';
import type { Statement } from './statement.ts';

/** Where a statement can be run: on its own, or in a transaction. */
export interface Queries {
  /** Runs `statement`; `values` fill $1…$n in order (jsonb as JSON text). */
  rows<Row>(statement: Statement<Row>, values?: unknown[]): Promise<Row[]>;
  /** The first row, or undefined. */
  first<Row>(statement: Statement<Row>, values?: unknown[]): Promise<Row | undefined>;
}

/** A transaction. All of it commits, or none. */
export interface Tx extends Queries {
  /** Runs after the commit, never after a rollback; must not throw. */
  afterCommit(act: () => void): void;
}

export interface Db extends Queries {
  /**
   * Runs `work` in one transaction (read committed) and commits with fsync. Serialisation failures and deadlocks run it
   * again, up to 5 times, so it must have no effect outside. An outage is thrown as the refusal `unavailable`.
   */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Waits for running transactions and closes. */
  close(): Promise<void>;
}

export type Connection = pg.PoolConfig;

const TRIES = 5;

const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** What every connection of Muster's has: time-outs against hung statements, and UTC. */
export function connectionOptions(connection: Connection): Connection {
  return {
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    keepAlive: true,
    application_name: 'muster',
    ...connection,
    types,
  };
}

export interface DbOptions {
  /** Connections held at most; more than 16 on two cores buys nothing (storage.md 1.2). */
  max?: number;
  /** Told of connections that die while idle: the next use makes a new one. */
  onIdleError?: (error: Error) => void;
}

export function openDb(connection: Connection, options: DbOptions = {}): Db {
  const pool = new pg.Pool({ max: options.max ?? 12, ...connectionOptions(connection) });
  let closing = false;
  pool.on('error', (error) => closing || options.onIdleError?.(error));
  const on = queriesOn((text) => pool.query(text));
  return {
    ...on,
    async tx(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(pool, work);
        } catch (error) {
          if (!isConflict(error) || attempt === TRIES) throw asRefusal(error);
        }
      }
    },
    async close() {
      closing = true;
      await pool.end();
    },
  };
}

async function once<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  const acts: (() => void)[] = [];
  let broken: Error | undefined;
  // A checked-out client that loses its server emits 'error'; unheard, that would end the process.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('begin');
    const result = await kept(
      work({ ...queriesOn((query) => client.query(query)), afterCommit: (act) => void acts.push(act) }),
    );
    // After a failed statement that the work swallowed, `commit` rolls back without an error: that is not "stored" (law 2).
    const { command } = await client.query('commit');
    if (command !== 'COMMIT')
      throw new Error('the transaction was rolled back: a statement in it had failed, and the work went on');
    for (const act of acts) act();
    if ('refusal' in result) throw result.refusal;
    return result.value;
  } catch (error) {
    if (isKept(error)) throw error;
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** The database as the context of a call that only reads. */
export function readOnly(db: Db): Tx {
  return {
    rows: db.rows,
    first: db.first,
    afterCommit() {
      throw new Error('a call that reads has no commit to wait for');
    },
  };
}

const isKept = (error: unknown): error is Refusal => error instanceof Refusal && error.details.keep === true;

/** A refusal that keeps what was written is an outcome to commit, not an error to roll back for. */
async function kept<T>(work: Promise<T>): Promise<{ value: T } | { refusal: Refusal }> {
  try {
    return { value: await work };
  } catch (error) {
    if (isKept(error)) return { refusal: error };
    throw error;
  }
}

type Run = (query: pg.QueryConfig) => Promise<pg.QueryResult>;

function queriesOn(run: Run): Queries {
  const rows = async <Row>(statement: Statement<Row>, values: unknown[] = []): Promise<Row[]> => {
    try {
      return (await run({ name: statement.name, text: statement.text, values })).rows as Row[];
    } catch (error) {
      throw asRefusal(error);
    }
  };
  return { rows, first: async (statement, values) => (await rows(statement, values))[0] };
}
