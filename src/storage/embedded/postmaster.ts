import { spawn } from 'node:child_process';
import { closeSync, openSync, readSync, renameSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { Binaries } from './contract.ts';
import { statIfThere } from './files.ts';
import type { Place } from './location.ts';
import { childOptions } from './owner.ts';
import { isAlive } from './processes.ts';
import { every } from './wait.ts';

/** A server process, started by us or adopted. */
export interface Running {
  readonly pid: number;
  /** How it ended, in words; undefined while it lives. */
  ended(): string | undefined;
  /** Resolves with those words. Waiting for it does not keep this process from ending. */
  readonly gone: Promise<string>;
}

const LARGEST_LOG = 10 * 1024 * 1024;
const TAIL = 64 * 1024;

/** What this process may use, in MB: of the machine, or of its container. */
function memoryMb(): number {
  const allowed = process.constrainedMemory();
  return Math.min(totalmem(), allowed > 0 ? allowed : Number.POSITIVE_INFINITY) / 2 ** 20;
}

/** PostgreSQL's buffers for so much memory, both in MB. */
export function buffersMb(memory: number): number {
  return Math.min(1024, Math.max(128, Math.floor(memory / 8)));
}

/**
 * Durable: what acknowledges a commit has synced it. Its buffers are an eighth of the memory, from 128 MB to 1 GB. Checkpoints are
 * seldom, because the first change of a page after one writes all of it into the journal; what there is to be replayed
 * after a crash is bounded by `max_wal_size`. Whoever knows better overrides by `settings`.
 */
const DEFAULTS: Record<string, string> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: `${buffersMb(memoryMb())}MB`,
  max_wal_size: '2GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  // What is read at random comes from memory, or from a disk without arms.
  random_page_cost: '1.1',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_line_prefix: '%m [%p] ',
};

export interface Launch {
  place: Place;
  binaries: Binaries;
  socketDir: string;
  port: number;
  logFile: string;
  settings: Record<string, string>;
}

/** Starts a server in a session of its own: Ctrl-C in our terminal is for us, and we stop the server when we are done. */
export function startPostmaster({ place, binaries, socketDir, port, logFile, settings }: Launch): Running {
  const all = { ...DEFAULTS, ...settings, port: String(port), unix_socket_directories: quoted(socketDir) };
  const args = ['-D', place.cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(join(binaries.bin, 'postgres'), args, {
      ...childOptions(place.owner),
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.unref();
    let end: string | undefined;
    const gone = new Promise<string>((resolve) => {
      const finish = (words: string) => {
        end ??= words;
        resolve(end);
      };
      child.on('error', (error) => finish(error.message));
      child.on('exit', (code, signal) => finish(signal ? `killed by ${signal}` : `exit code ${code}`));
    });
    return { pid: child.pid ?? 0, ended: () => end, gone };
  } finally {
    closeSync(log);
  }
}

/** Follows a server that somebody else started: its exit code is not ours to learn, only that it is gone. */
export function adoptPostmaster(pid: number): Running {
  let end: string | undefined;
  const gone = new Promise<string>((resolve) => {
    const stop = every(100, () => {
      if (isAlive(pid)) return;
      stop();
      end = 'gone';
      resolve(end);
    });
  });
  return { pid, ended: () => end, gone };
}

/** The setting is a list: a name with commas, spaces or quotes in it has to be quoted. */
const quoted = (folder: string) => `"${folder.replaceAll('"', '""')}"`;

/** Puts a log of more than 10 MB aside as `<file>.1`, in place of the former one. Not while a server writes to it. */
export function rotateLog(file: string): void {
  if ((statIfThere(file)?.size ?? 0) > LARGEST_LOG) renameSync(file, `${file}.1`);
}

export function sizeOf(file: string): number {
  return statIfThere(file)?.size ?? 0;
}

/** What was written to the log from byte `from` on, the last 64 kB of it at most. */
export function logSince(file: string, from: number): string {
  const size = sizeOf(file);
  const start = Math.max(from, size - TAIL);
  if (size <= start) return '';
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(size - start);
    return buffer.toString('utf8', 0, readSync(handle, buffer, 0, buffer.length, start));
  } finally {
    closeSync(handle);
  }
}
