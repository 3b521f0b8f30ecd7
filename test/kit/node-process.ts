import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ProbePoint } from '#kernel/probe';
import type { FromNode, ToNode } from './node-main.ts';

/** A Muster node in a process of its own. */
export interface NodeProcess {
  /** Resolves when it answers; rejects, with its log, when it ends before. */
  readonly ready: Promise<{ url: string }>;
  /** Resolves with how it ended and when. */
  readonly gone: Promise<{ how: string; at: Date }>;
  /** Its log, a JSON line each. */
  readonly log: string[];
  /** Makes it kill itself when it next comes to `point`. Resolves when it is set to do so. */
  dieAt(point: ProbePoint): Promise<void>;
  /** Lets its machine's wall clock leap, forward (+) or back (−). Resolves when it has, with how far off it now is. */
  leap(milliseconds: number): Promise<number>;
  /** `kill -9`, also while it starts. Resolves when the process is gone, with the moment of the signal. */
  kill(): Promise<Date>;
  /** Lets it end in good order. */
  stop(): Promise<void>;
}

const SKEWED = new URL('./skewed-clock.ts', import.meta.url).href;
const MAIN = fileURLToPath(new URL('./node-main.ts', import.meta.url));
/** How long an orderly end may take before the process is killed: the engine's, the listener's and the database's. */
const STOP_MS = 30_000;

/**
 * Starts a node with these settings and nothing else of this process's environment. Its machine's wall clock goes `skewMs`
 * before (+) or after (−) the others'.
 */
export function spawnNode(settings: Record<string, string>, skewMs = 0): NodeProcess {
  const child = spawn(process.execPath, ['--trace-deprecation', '--import', SKEWED, MAIN], {
    env: { PATH: process.env['PATH'] ?? '', TEST_SKEW_MS: String(skewMs), ...settings },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const log = linesOf(child);
  const gone = new Promise<{ how: string; at: Date }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ how: signal ?? `exit code ${code}`, at: new Date() }));
  });
  const ready = new Promise<{ url: string }>((resolve, reject) => {
    child.on('message', (message: FromNode) => 'ready' in message && resolve(message.ready));
    child.once('error', reject);
    void gone.then(({ how }) => reject(new Error(`the node ended (${how}) before it was ready:\n${log.join('\n')}`)));
  });
  // Whoever kills a node while it starts does not wait for it to be ready.
  ready.catch(() => undefined);

  return {
    ready,
    gone,
    log,
    async dieAt(dieAt) {
      await ask(child, { dieAt }, (reply) => ('armed' in reply && reply.armed === dieAt ? true : undefined), gone);
    },
    leap: (leapMs) => ask(child, { leapMs }, (message) => ('leapt' in message ? message.leapt : undefined), gone),
    async kill() {
      const at = new Date();
      child.kill('SIGKILL');
      await gone;
      return at;
    },
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await gone;
      clearTimeout(late);
    },
  };
}

function linesOf(child: ChildProcess): string[] {
  const lines: string[] = [];
  let rest = '';
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop()!;
    lines.push(...parts);
  });
  return lines;
}

/** Tells the node something. Resolves with what `answer` makes of a reply of its. */
function ask<T>(
  child: ChildProcess,
  message: ToNode,
  answer: (reply: FromNode) => T | undefined,
  gone: NodeProcess['gone'],
) {
  return new Promise<T>((resolve, reject) => {
    child.on('message', (reply: FromNode) => {
      const found = answer(reply);
      if (found !== undefined) resolve(found);
    });
    void gone.then(({ how }) => reject(new Error(`the node ended (${how}) before it took ${JSON.stringify(message)}`)));
    child.send(message, (error) => error && reject(error));
  });
}
