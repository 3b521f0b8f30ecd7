import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Client } from 'pg';
import { readIfThere } from './files.ts';
import { type EmbeddedDatabase, type EmbeddedOptions, startEmbedded } from './index.ts';
import { endOrphans } from './pid-file.ts';
import { isAlive, send } from './processes.ts';
import { elapsed, seconds, until } from './wait.ts';

/** What the tests of this folder share: a folder and servers that are gone when the test is. */
export interface Scratch {
  /** Where a database may be put. */
  dataDir: string;
  /** All that was logged, a line each. */
  lines: string[];
  start(options?: Partial<EmbeddedOptions>): Promise<EmbeddedDatabase>;
  /** Runs the same in a process of its own, to be killed; resolves when its database is up. */
  startElsewhere(): Promise<{ pid: number; postmaster: number }>;
}

export function scratch(t: TestContext, below = ''): Scratch {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'muster-embedded-')));
  chmodSync(root, 0o755);
  const dataDir = join(root, below, 'data');
  const lines: string[] = [];
  const note = (fields: object, message: string) => lines.push(`${message} ${JSON.stringify(fields)}`);
  const started: EmbeddedDatabase[] = [];
  const processes: number[] = [];
  t.after(async () => {
    for (const database of started) await database.stop();
    for (const pid of processes) if (isAlive(pid)) send(pid, 'SIGKILL');
    await until(() => !processes.some(isAlive), seconds(60));
    const home = readIfThere(join(dataDir, 'postgres-location'))?.trim();
    await endOrphans(join(home ?? dataDir, 'postgres'));
    for (const folder of home === undefined ? [root] : [home, root]) rmSync(folder, { recursive: true, force: true });
  });
  return {
    dataDir,
    lines,
    async start(options = {}) {
      const database = await startEmbedded({ dataDir, log: { info: note, warn: note, error: note }, ...options });
      started.push(database);
      return database;
    },
    async startElsewhere() {
      const pids = await startInChild(dataDir);
      processes.push(pids.pid, pids.postmaster);
      return pids;
    },
  };
}

const CHILD = `
  const { startEmbedded } = await import(process.argv[1]);
  const note = (fields, message) => process.stderr.write(message + ' ' + JSON.stringify(fields) + '\\n');
  const database = await startEmbedded({ dataDir: process.argv[2], log: { info: () => {}, warn: note, error: note } });
  process.stdout.write(database.pid() + '\\n');
  setInterval(() => {}, 1000);
`;

function startInChild(dataDir: string): Promise<{ pid: number; postmaster: number }> {
  const index = new URL('./index.ts', import.meta.url).href;
  const child = spawn(process.execPath, ['--input-type=module', '-e', CHILD, index, dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (chunk) => resolve({ pid: child.pid!, postmaster: Number(chunk) }));
    child.once('exit', (code, signal) => reject(new Error(`the child ended with ${signal ?? code}: ${said}`)));
  });
}

/** Kills without mercy and waits until the process is gone. */
export async function kill(...pids: number[]): Promise<void> {
  for (const pid of pids) send(pid, 'SIGKILL');
  await until(() => !pids.some(isAlive), seconds(60));
}

export async function query(database: EmbeddedDatabase, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ ...database.connection, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Asks until the server answers, and tells after how many milliseconds it did; more than `limit` is a failure. */
export async function answersWithin(database: EmbeddedDatabase, limit: number): Promise<number> {
  const begun = elapsed();
  let fault: unknown;
  const answered = await until(
    () =>
      query(database, 'select 1').then(
        () => true,
        (error) => {
          fault = error;
          return false;
        },
      ),
    limit,
  );
  if (!answered) throw new Error(`no answer within ${limit} ms`, { cause: fault });
  return elapsed() - begun;
}
