import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Connection } from '#storage/db';
import { startEmbedded } from '#storage/embedded/index';
import { migrate } from '#storage/migrate';

/** The tests' server, made by scripts/test.ts: `{ host, port, user }` as JSON. */
const VARIABLE = 'MUSTER_TEST_SERVER';
const TEMPLATE = 'muster_template';

export interface TestServer {
  connection: Connection;
  stop(): Promise<void>;
}

/** Nothing here outlives the run: nothing is synced, replicated or vacuumed, and the journal is as short as it can be. */
const FLEETING = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '256MB',
  min_wal_size: '64MB',
  autovacuum: 'off',
  max_connections: '300',
};

/** What a run may need in bytes, and be left over: a database of 11 MB for each world that is open, and the journal. */
const ROOM = 2 ** 31;

/** A PostgreSQL for one run of the tests, with a migrated template database. Not durable: fault tests have their own. */
export async function startTestServer(): Promise<TestServer> {
  const dataDir = await mkdtemp(join(await folder(), 'muster-test-'));
  // So that the database can lie in it also when another user runs it.
  await chmod(dataDir, 0o711);
  const quiet = { info: () => {}, warn: console.warn, error: console.error };
  const server = await startEmbedded({ dataDir, log: quiet, settings: FLEETING });
  const connection = { ...server.connection };
  await withClient({ ...connection }, (client) => client.query(`create database ${TEMPLATE}`));
  await migrate({ ...connection, database: TEMPLATE });
  process.env[VARIABLE] = JSON.stringify(connection);
  return {
    connection,
    async stop() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Memory, where the system offers it as a folder with room to spare, else a disk: a database is some eight hundred files, and each
 * world makes one. On a disk that costs 50 to 400 ms of the processor, in memory 20.
 */
async function folder(): Promise<string> {
  const memory = '/dev/shm';
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }));
  return Math.min(bavail * bsize, freemem()) >= 2 * ROOM ? memory : tmpdir();
}

export interface TestDatabase {
  connection: Connection;
  drop(): Promise<void>;
}

let counter = 0;

/** A fresh, migrated database for one test file or test; `empty`: without even the tables. */
export async function testDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const given = process.env[VARIABLE];
  if (!given)
    throw new Error(
      'There is no test server: run the tests by `npm test`, or one file by `npm test -- path/to/x.db.test.ts`.',
    );
  const server = JSON.parse(given) as Connection;
  const name = `t_${process.pid}_${counter++}`;
  const template = options.empty ? 'template0' : TEMPLATE;
  await withClient(server, (client) => client.query(`create database ${name} template ${template} strategy file_copy`));
  return {
    connection: { ...server, database: name },
    drop: () =>
      withClient(server, (client) => client.query(`drop database if exists ${name} with (force)`)).then(
        () => undefined,
      ),
  };
}

async function withClient<T>(connection: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
