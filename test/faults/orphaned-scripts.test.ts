import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

/** In the long run: a script sleeps for longer than its time, and its Muster is killed meanwhile. */
const skip = (process.env['MUSTER_LONG'] === undefined || !existsSync('/proc/self/task')) && 'a long run, on Linux';

test('a script whose Muster was killed ends soon after its time', { skip }, async () => {
  const kit = join(import.meta.dirname, '../kit/scripts.ts');
  const code = `
    const { pyodide, runScript } = await import(${JSON.stringify(kit)});
    const running = runScript(pyodide(), 'import time\\ndef f(e, c):\\n  time.sleep(3600)\\n', { seconds: 8 });
    setInterval(() => console.log('alive'), 200);
    await running;`;
  const muster = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const children = () => readFileSync(`/proc/${muster.pid}/task/${muster.pid}/children`, 'utf8').trim().split(' ');
  const isScript = (pid: string) => pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('\0run\0');
  let script: string | undefined;
  while (script === undefined) {
    await once(muster.stdout, 'data');
    script = children().find(isScript);
  }
  muster.kill('SIGKILL');
  await once(muster, 'exit');
  assert.ok(existsSync(`/proc/${script}`), 'it outlives its Muster');
  for (let waited = 0; existsSync(`/proc/${script}`); waited++) {
    assert.ok(waited < 300, 'it still runs');
    await pause(100);
  }
});
