import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MOST_OUTPUT, runPython } from './conversation.ts';
import type { ScriptRunner } from './runner.ts';
import { pythonSources } from './sources.ts';

export interface PythonOptions {
  /** The interpreter, by path or by name on the path. */
  command: string;
  memory: number;
}

const PATH = '/usr/local/bin:/usr/bin:/bin';

/**
 * A real Python 3 of the machine, with what is installed beside it: bounded in time, memory, processes and files, but it reads
 * what its user may read and reaches what the machine reaches.
 */
export function createPython({ command, memory }: PythonOptions): ScriptRunner {
  return {
    name: 'python3',
    language: 'python',
    isOpen: true,
    async run(job, desk, signal) {
      const cwd = mkdtempSync(join(tmpdir(), 'muster-script-'));
      const { uid } = job;
      if (uid !== undefined) chownSync(cwd, uid, uid);
      const limits = { memory, seconds: Math.ceil(job.timeoutMs / 1_000) + 5, alone: true };
      const start = {
        ...{ command, args: ['-I', '-B', '-c', bootstrap(limits)], cwd },
        env: { PATH, HOME: cwd, TMPDIR: cwd, LANG: 'C.UTF-8' },
        ...(uid === undefined ? {} : { uid }),
      };
      try {
        return await runPython(start, { timeoutMs: job.timeoutMs, memory, output: MOST_OUTPUT }, job, desk, signal);
      } finally {
        rmSync(cwd, { recursive: true, force: true });
      }
    },
  };
}

/** Python that makes our modules and hands over to them. */
export function bootstrap(limits: { memory: number; seconds: number; alone: boolean }): string {
  const sources = JSON.stringify(JSON.stringify(pythonSources('muster_process')));
  return `
import json, sys, types
for name, source in json.loads(${sources}).items():
    module = types.ModuleType(name)
    sys.modules[name] = module
    exec(compile(source, "<muster>", "exec"), module.__dict__)
module.main(json.loads(${JSON.stringify(JSON.stringify(limits))}))
`;
}
