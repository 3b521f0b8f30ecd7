import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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

/** A PostgreSQL for one run of the tests, with a migrated template database. Not durable: fault tests have their own. */
export async function startTestServer(): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'muster-test-'));
  // So that the database can lie in it also when another user runs it.
  await chmod(dataDir, 0o711);
  const settings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '300' };
  const quiet = { info: () => {}, warn: console.warn, error: console.error };
  const server = await startEmbedded({ dataDir, log: quiet, settings });
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
  await withClient(server, (client) => client.query(`create database ${name} template ${template}`));
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
