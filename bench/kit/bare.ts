import { spawn } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import type { Act } from './load.ts';
import { postmasterOf } from './processes.ts';

/** What Muster is held against: the least that HTTP and a durable commit cost on this machine, in this run. */

export interface BareServer {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

export function startBareServer(): Promise<BareServer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'bare-server.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`the bare server ended with ${code} before it had a port`)));
    child.stdout.once('data', (chunk: Buffer) => {
      const stop = async () => {
        child.stdin.end();
        await gone;
      };
      done({ port: Number(chunk.toString()), pid: child.pid!, stop });
    });
  });
}

export interface Commits {
  /** One act for each connection: inserts a row of an event's size, and is done when that is committed. */
  acts: Act[];
  close(): Promise<void>;
}

const TABLE = 'bench_rows';
const INSERT = { name: 'bench.insert', text: `insert into ${TABLE} (body) values ($1)` };

/** Connections to Muster's own database server, with its own durability, that insert single rows. */
export async function openCommits(cluster: string, connections: number, body: string): Promise<Commits> {
  const { port, socketDir: host } = postmasterOf(cluster);
  const open = async () => {
    const client = new pg.Client({ host, port, user: 'muster', database: 'muster', application_name: 'bench' });
    // Lost when the server is stopped: whoever still asks is told by the query; unheard, this event would end the process.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const clients = await Promise.all(Array.from({ length: connections }, open));
  await clients[0]!.query(
    `create table if not exists ${TABLE} (id bigint generated always as identity, body jsonb not null)`,
  );
  const acts = clients.map(
    (client): Act =>
      async () => {
        const began = performance.now();
        await client.query({ ...INSERT, values: [body] });
        return { ok: true, milliseconds: performance.now() - began };
      },
  );
  return { acts, close: async () => void (await Promise.all(clients.map((client) => client.end()))) };
}
