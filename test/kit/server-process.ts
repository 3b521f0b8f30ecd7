import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A Muster in a process of its own, with an embedded database that nobody used before. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Where the embedded database lies, with its `postmaster.pid`. */
  readonly cluster: string;
  /** The first access key, and the file that it was read from. */
  readonly key: { readonly id: string; readonly secret: string };
  readonly credentialsFile: string;
  /** What it has logged so far: one JSON object a line. */
  log(): string[];
  /** Ends it and its database, and removes all its files. Idempotent. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** On top of port, data directory and log level. */
  settings: Record<string, string>;
  /** For Node itself, e.g. `--cpu-prof`. */
  nodeArgs?: string[];
  /** Told at once how to end it: whoever is interrupted may not wait until it is ready. */
  onSpawn?: (stop: () => Promise<void>) => void;
}

const ROOT = resolve(import.meta.dirname, '../..');
const READY_MS = 60_000;
/** It gives what is under way five seconds, and then stops its database. */
const STOP_MS = 20_000;
const LINES_KEPT = 2_000;

/** Starts a server on a free loopback port and resolves when it is ready; what went wrong is in the error, with its log. */
export async function startServer({ settings, nodeArgs = [], onSpawn }: ServerOptions): Promise<ServerProcess> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'muster-try-')));
  // Started by root, the database runs as another user, who must be able to reach its files.
  chmodSync(root, 0o755);
  const dataDir = join(root, 'data');
  const port = await freePort();
  const { PATH = '', HOME = '/', TMPDIR = tmpdir() } = process.env;
  const child = spawn(process.execPath, [...nodeArgs, join(ROOT, 'src/cli/main.ts'), 'start'], {
    cwd: ROOT,
    env: { PATH, HOME, TMPDIR, MUSTER_PORT: String(port), MUSTER_DATA_DIR: dataDir, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = keepLines(child);
  const stop = stopper(child, root, dataDir);
  onSpawn?.(stop);
  try {
    await ready(child, lines);
    const credentialsFile = join(dataDir, 'credentials');
    const cluster = join(readNote(dataDir) ?? dataDir, 'postgres');
    const key = readKey(credentialsFile);
    return { url: `http://127.0.0.1:${port}`, pid: child.pid!, cluster, key, credentialsFile, log: () => lines, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A port that nothing listens on. Links carry it, so it has to be known before the start. */
export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function keepLines(child: ChildProcess): string[] {
  const lines: string[] = [];
  let rest = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    const pieces = (rest + chunk).split('\n');
    rest = pieces.pop() ?? '';
    lines.push(...pieces);
    if (lines.length > LINES_KEPT) lines.splice(0, lines.length - LINES_KEPT);
  });
  return lines;
}

/** It prints a welcome when it serves. */
function ready(child: ChildProcess, lines: string[]): Promise<void> {
  return new Promise((done, failed) => {
    const tail = () => lines.slice(-12).join('\n') || '(it logged nothing)';
    const timer = setTimeout(() => {
      failed(new Error(`wanted the server ready within ${READY_MS / 1000} s, got silence; its log:\n${tail()}`));
    }, READY_MS);
    const ended = (code: number | null, signal: string | null) => {
      clearTimeout(timer);
      failed(new Error(`wanted the server ready, but it ended with ${signal ?? code}; its log:\n${tail()}`));
    };
    child.once('error', failed).once('exit', ended);
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-4_096);
      if (!said.includes('Muster is ready at')) return;
      clearTimeout(timer);
      child.off('exit', ended);
      done();
    });
  });
}

function stopper(child: ChildProcess, root: string, dataDir: string): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
  // Should we end without having stopped it, it still stops by itself, and its database with it.
  const last = () => child.kill('SIGTERM');
  process.once('exit', last);
  return () => {
    stopping ??= (async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await gone;
      clearTimeout(timer);
      process.off('exit', last);
      const home = readNote(dataDir);
      for (const folder of home ? [home, root] : [root])
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    })();
    return stopping;
  };
}

/** Where the database lies, when it could not lie in the data directory. */
function readNote(dataDir: string): string | undefined {
  try {
    return readFileSync(join(dataDir, 'postgres-location'), 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function readKey(file: string): { id: string; secret: string } {
  const text = readFileSync(file, 'utf8');
  const value = (name: string) => new RegExp(`^${name}\\s*=\\s*(\\S+)`, 'm').exec(text)?.[1];
  const id = value('aws_access_key_id');
  const secret = value('aws_secret_access_key');
  if (!id || !secret)
    throw new Error(`wanted an access key in ${file}, got none; look at how the server makes its first key`);
  return { id, secret };
}
