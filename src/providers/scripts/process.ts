import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { messageOf } from '#kernel/text';
import { lines } from './lines.ts';
import type { Ending } from './runner.ts';

/** How a process of a script is started: with nothing of our environment, in a group of its own. */
export interface Start {
  command: string;
  args: readonly string[];
  /** The user that it runs as; only root can choose. */
  uid?: number;
  env?: Readonly<Record<string, string>>;
  cwd?: string;
  /** A file that it finds open as descriptor 3. */
  descriptor?: number;
}

/**
 * The same program, but its group ends soon after its time even if nobody is left to end it, because Muster itself was killed.
 * `before`: what else the shell is to do first, such as `ulimit -c 0; `.
 */
export function orphanProof(
  program: readonly string[],
  timeoutMs: number,
  before = '',
): Pick<Start, 'command' | 'args'> {
  const seconds = Math.ceil(timeoutMs / 1_000) + 2;
  const watch = `(sleep ${seconds}; kill -9 -$$) </dev/null >/dev/null 2>&1 3<&- & `;
  return { command: '/bin/sh', args: ['-c', `${watch}${before}exec "$@"`, 'sh', ...program] };
}

export interface Bounds {
  timeoutMs: number;
  /** Bytes in memory, as the system counts them; 0: somebody else sees to it. */
  memory: number;
  /** Bytes that it may write before it is ended. */
  output: number;
}

export interface Ended {
  /** `exit`: by itself. */
  why: 'exit' | Ending;
  /** Of an end by itself. */
  code: number | null;
  /** Which signal ended it. */
  signal?: NodeJS.Signals | null;
  /** The end of what it wrote to its error output. */
  stderr: string;
}

/** Longest line, in bytes. */
const MOST_LINE = 1_048_576;
const MOST_STDERR = 4_096;
const LOOK_EVERY_MS = 50;

/** What the other side of a conversation may do. */
export interface Speaker {
  /** Writes a line to the process. */
  say(text: string): void;
  end(why: Ending): void;
}

/**
 * Starts a process, hands on every line that it writes, and ends the whole group at its bounds, when `signal` is aborted, and when
 * `onLine` says so. `first`: the line that it gets first; undefined: it gets nothing. Resolves when the process is gone; never throws for what it does.
 */
export function converse(
  start: Start,
  bounds: Bounds,
  onLine: (line: string, speaker: Speaker) => void,
  signal: AbortSignal,
  first: string | undefined,
): Promise<Ended> {
  if (signal.aborted) return Promise.resolve({ why: 'cancelled', code: null, stderr: '' });
  const { stdin, stdout, stderr, child } = spawned(start);
  return new Promise((resolve) => {
    let why: Ending | undefined;
    let errors = '';
    const end = (reason: Ending) => {
      why ??= reason;
      killGroup(child);
    };
    const speaker: Speaker = { say: (text) => stdin.write(`${text}\n`), end };
    const timer = setTimeout(() => end('time'), bounds.timeoutMs);
    const watch = setInterval(() => {
      if (bounds.memory > 0 && residentBytes(child.pid) > bounds.memory) end('memory');
    }, LOOK_EVERY_MS);
    const cancel = () => end('cancelled');
    signal.addEventListener('abort', cancel, { once: true });
    const settle = (ended: Ended) => {
      clearTimeout(timer);
      clearInterval(watch);
      signal.removeEventListener('abort', cancel);
      // What it left behind in its group goes with it.
      killGroup(child);
      resolve(ended);
    };
    lines(
      stdout,
      { line: MOST_LINE, all: bounds.output },
      (line) => why === undefined && onLine(line, speaker),
      () => end('output'),
    );
    stderr.on('data', (part: Buffer) => {
      errors = (errors + part.toString('utf8')).slice(-MOST_STDERR);
    });
    // A process that ends while it is written to is no fault of ours: its exit tells.
    stdin.on('error', () => undefined);
    child.once('error', (error) => settle({ why: 'not started', code: null, stderr: messageOf(error) }));
    child.once('close', (code, signal) => settle({ why: why ?? 'exit', code, signal, stderr: errors }));
    if (first === undefined) stdin.end();
    else speaker.say(first);
  });
}

function spawned(start: Start): { child: ChildProcess; stdin: Writable; stdout: Readable; stderr: Readable } {
  const { command, args, uid, env = {}, cwd = '/', descriptor } = start;
  const child = spawn(command, args, {
    ...{ env, cwd, detached: true },
    ...(uid === undefined ? {} : { uid, gid: uid }),
    stdio: ['pipe', 'pipe', 'pipe', ...(descriptor === undefined ? [] : [descriptor])],
  });
  return { child, stdin: child.stdin!, stdout: child.stdout!, stderr: child.stderr! };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // The group is gone already, and that was wanted; macOS says EPERM of one that is only waited for.
    if (!isOf(error, ['ESRCH', 'EPERM'])) throw error;
  }
}

/** As the system counts it; 0 where it does not say: then only the bounds within the process hold. */
function residentBytes(pid: number | undefined): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch (error) {
    // It has just ended, or this system has no /proc.
    if (!isOf(error, ['ENOENT', 'ESRCH'])) throw error;
    return 0;
  }
}

const isOf = (error: unknown, codes: readonly string[]) =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));
