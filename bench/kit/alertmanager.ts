import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '#test/kit/server-process';
import type { Undo } from './world.ts';

/** Prometheus' Alertmanager as a process of its own, that keeps alerts in memory and tells nobody of them. */
export interface Alertmanager {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

const CONFIG = 'route:\n  receiver: nobody\nreceivers:\n  - name: nobody\n';
const READY_MS = 10_000;
const LOOK_MS = 20;

/** Starts one with nothing in it. `file` is the program; throws with what to install where there is none. */
export async function startAlertmanager(file: string, undo: Undo): Promise<Alertmanager> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-alertmanager-'));
  writeFileSync(join(folder, 'config.yml'), CONFIG);
  const port = await freePort();
  const child = spawn(
    file,
    [
      `--config.file=${join(folder, 'config.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      '--log.level=error',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const started = new Promise<void>((done, failed) => {
    child.once('spawn', done);
    child.once('error', () =>
      failed(new Error(`${file} cannot be started. Debian has it: apt-get install prometheus-alertmanager`)),
    );
  });
  const stop = async () => {
    child.kill('SIGKILL');
    if (child.pid !== undefined) await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  undo.push(stop);
  await started;
  await ready(port);
  return { port, pid: child.pid!, stop };
}

async function ready(port: number): Promise<void> {
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => undefined);
    if (answer?.ok) return;
    if (performance.now() > deadline)
      throw new Error(`wanted Alertmanager ready within ${READY_MS / 1000} s, got silence`);
    await pause(LOOK_MS);
  }
}
