import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { MOST_OUTPUT, runPython } from './conversation.ts';
import { bootstrap } from './python.ts';
import type { ScriptRunner } from './runner.ts';

export interface ContainerOptions {
  /** `docker`, `podman` or what takes their arguments. */
  command: string;
  /** An image with `python3` in it. */
  image: string;
  memory: number;
}

/** What the command line of a container engine needs of an environment. */
const ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/tmp' };

/** Python in a container that is made for one script: without a network, a file that it can change, or a right. */
export function createContainer({ command, image, memory }: ContainerOptions): ScriptRunner {
  return {
    name: 'container',
    language: 'python',
    isOpen: false,
    async run(job, desk, signal) {
      const name = `muster-script-${randomUUID()}`;
      const limits = { memory: 0, seconds: Math.ceil(job.timeoutMs / 1_000) + 5, alone: false };
      const python = ['python3', '-I', '-B', '-c', bootstrap(limits)];
      const start = { command, args: [...runArguments(name, memory), image, ...python], env: ENVIRONMENT };
      // The engine holds it to its memory; the process that we see only carries its words.
      const bounds = { timeoutMs: job.timeoutMs, memory: 0, output: MOST_OUTPUT };
      const result = await runPython(start, bounds, job, desk, signal);
      if (result.is === 'ended' && result.why !== 'not started') await remove(command, name);
      return result;
    },
  };
}

function runArguments(name: string, memory: number): string[] {
  return [
    ...['run', '--rm', '--interactive', '--name', name, '--pull', 'never', '--network', 'none', '--read-only'],
    ...['--tmpfs', '/tmp:size=64m,mode=1777', '--workdir', '/tmp', '--user', '65534:65534', '--cap-drop', 'ALL'],
    ...['--security-opt', 'no-new-privileges', '--memory', `${memory}b`, '--memory-swap', `${memory}b`],
    ...['--cpus', '1', '--pids-limit', '64', '--entrypoint', ''],
  ];
}

/** Ending the command line does not end the container. */
function remove(command: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(command, ['rm', '--force', name], { env: ENVIRONMENT, stdio: 'ignore', timeout: 30_000 });
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
}
