import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { messageOf } from '#kernel/text';
import { MOST_OUTPUT, runPython } from './conversation.ts';
import { type Bounds, orphanProof } from './process.ts';
import type { ScriptRunner } from './runner.ts';
import { type Maker, snapshot } from './snapshot.ts';
import { pythonSources } from './sources.ts';

const MEGABYTE = 1_048_576;
/** What Node and the interpreter's code take besides the script's own memory. */
const OVERHEAD_MB = 176;
const MAKER_MEMORY = 512 * MEGABYTE;
/** Of the CPU, beyond the time that the script has by the clock. */
const SPARE_SECONDS = 30;

export interface PyodideOptions {
  /** Bytes that the process may have in memory. */
  memory: number;
}

/**
 * Python in WebAssembly, in a Node process that may read nothing, start nothing and reach nothing: the runner that is always
 * there (docs/decisions/0131).
 */
export function createPyodide({ memory }: PyodideOptions): ScriptRunner {
  return {
    name: 'pyodide',
    language: 'python',
    isOpen: false,
    async run(job, desk, signal) {
      let descriptor: number;
      try {
        descriptor = await snapshot(maker());
      } catch (error) {
        return { is: 'ended', why: 'not started', message: messageOf(error), log: '' };
      }
      const bounds: Bounds = { timeoutMs: job.timeoutMs, memory, output: MOST_OUTPUT };
      const user = job.uid === undefined ? [] : [String(job.uid)];
      const node = [process.execPath, ...wall(memory), entry(), 'run', folder(), ...user];
      const seconds = Math.ceil(job.timeoutMs / 1_000) + SPARE_SECONDS;
      const start = { ...orphanProof(node, job.timeoutMs, limits(job.uid, seconds)), descriptor };
      return runPython(start, bounds, job, desk, signal);
    },
  };
}

function maker(): Maker {
  return {
    command: process.execPath,
    args: [...wall(MAKER_MEMORY), entry(), 'make', folder()],
    input: JSON.stringify(pythonSources('muster_sandbox')),
    madeOf: [entry(), join(folder(), 'package.json')],
  };
}

/** The flags of Node that make the wall; what the process needs to start is read, and then that right is given up. */
export function wall(memory: number): string[] {
  const pages = Math.max(1, Math.floor((memory - OVERHEAD_MB * MEGABYTE) / 65_536));
  return [
    '--permission',
    `--allow-fs-read=${folder()}/`,
    `--allow-fs-read=${realpathSync(join(import.meta.dirname, 'sandbox'))}/`,
    '--disallow-code-generation-from-strings',
    '--disable-sigusr1',
    '--no-warnings',
    '--max-old-space-size=128',
    `--wasm-max-mem-pages=${pages}`,
  ];
}

/** Bounds that the system keeps: no core, no file, so much of the CPU; for a user of its own also no further process. */
function limits(uid: number | undefined, seconds: number): string {
  const alone = uid === undefined ? '' : 'ulimit -u 0 2>/dev/null || ulimit -p 0; ';
  return `ulimit -c 0; ulimit -f 0; ulimit -t ${seconds}; ${alone}`;
}

const folder = () => realpathSync(dirname(createRequire(import.meta.url).resolve('pyodide/package.json')));
/** TypeScript in a checkout, JavaScript in the published package: as this file is. */
const entry = () => realpathSync(join(import.meta.dirname, 'sandbox', `main${extname(import.meta.filename)}`));
