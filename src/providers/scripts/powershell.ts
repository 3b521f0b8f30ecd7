import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '#domain/documents';
import { cut } from '#kernel/text';
import { createLog, MOST_OUTPUT, told } from './conversation.ts';
import { readValue } from './messages.ts';
import { converse, orphanProof } from './process.ts';
import type { ScriptResult, ScriptRunner } from './runner.ts';

export interface PowerShellOptions {
  /** `pwsh`, by path or by name on the path. */
  command: string;
  memory: number;
}

const PATH = '/usr/local/bin:/usr/bin:/bin';
/** Characters of output that can become a payload. */
const MOST_TEXT = 1_048_576;

/**
 * PowerShell of the machine. The payload is JSON in `$env:InputPayload`; what is written to the output is the result, as a
 * value if it is JSON. It has no way to AWS, and is walled in by nothing but its user, its time and its memory.
 */
export function createPowerShell({ command, memory }: PowerShellOptions): ScriptRunner {
  return {
    name: 'powershell',
    language: 'powershell',
    isOpen: true,
    async run(job, _desk, signal) {
      const { uid } = job;
      const cwd = mkdtempSync(join(tmpdir(), 'muster-script-'));
      const file = join(cwd, 'script.ps1');
      writeFileSync(file, job.script);
      if (uid !== undefined) for (const path of [file, cwd]) chownSync(path, uid, uid);
      const start = {
        ...orphanProof([command, '-NoLogo', '-NoProfile', '-NonInteractive', '-File', file], job.timeoutMs),
        cwd,
        env: { PATH, HOME: cwd, TMPDIR: cwd, LANG: 'C.UTF-8', InputPayload: JSON.stringify(job.payload) },
        ...(uid === undefined ? {} : { uid }),
      };
      const bounds = { timeoutMs: job.timeoutMs, memory, output: MOST_OUTPUT };
      const output = createOutput();
      try {
        const ended = await converse(start, bounds, output.add, signal, undefined);
        if (ended.why !== 'exit') return { is: 'ended', ...told(ended, bounds), log: output.log() };
        return ended.code === 0 ? output.returned() : output.raised(ended.code, ended.stderr);
      } finally {
        if (uid !== undefined) endAllOf(uid);
        rmSync(cwd, { recursive: true, force: true });
      }
    },
  };
}

function createOutput() {
  const log = createLog();
  let text = '';
  return {
    add: (line: string) => {
      log.add(`${line}\n`);
      if (text.length < MOST_TEXT) text += `${line}\n`;
    },
    log: log.text,
    returned: (): ScriptResult => ({ is: 'returned', value: writtenValue(text.trim()), log: log.text() }),
    raised: (code: number | null, stderr: string): ScriptResult => ({
      ...{ is: 'raised', error: 'PowerShell', code: '', trace: stderr.trim(), log: log.text() },
      message: `exit code ${code ?? 'none'}${stderr.trim() === '' ? '' : `: ${cut(stderr.trim(), 2_000)}`}`,
    }),
  };
}

/** What was written, as a value if all of it or its last line is JSON. */
function writtenValue(text: string): Json {
  const last = text.slice(text.lastIndexOf('\n') + 1);
  return (readValue(text) ?? readValue(last) ?? { value: text }).value;
}

/** It may have started what left its group; nothing else runs as this user. */
function endAllOf(uid: number): void {
  spawnSync('/bin/sh', ['-c', 'kill -9 -1'], { uid, gid: uid, cwd: '/', env: {}, stdio: 'ignore', timeout: 5_000 });
}
