import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** An Alertmanager that takes the same alerts at the same path, in memory, and tells nobody. */
export interface AlertmanagerProcess {
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/** As Debian's package calls it, and as it is released. */
const NAMES = ['prometheus-alertmanager', 'alertmanager'];
const READY_MS = 20_000;
const CONFIG = 'route: {receiver: none, group_by: [alertname], group_wait: 1h}\nreceivers: [{name: none}]\n';

/** Starts the one that is installed; undefined where none is. */
export async function startAlertmanager(): Promise<AlertmanagerProcess | undefined> {
  const program = installed();
  if (program === undefined) return undefined;
  const root = mkdtempSync(join(tmpdir(), 'muster-alertmanager-'));
  writeFileSync(join(root, 'config.yml'), CONFIG);
  const port = await freePort();
  const listen = [`--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address='];
  const files = [`--config.file=${join(root, 'config.yml')}`, `--storage.path=${root}`];
  const child = spawn(program, [...files, ...listen, '--log.level=error'], { stdio: 'ignore' });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill();
    await gone;
    rmSync(root, { recursive: true, force: true });
  };
  for (const until = performance.now() + READY_MS; performance.now() < until; await pause(100)) {
    const answer = await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => undefined);
    if (answer?.ok) return { port, pid: child.pid!, stop };
  }
  await stop();
  throw new Error(`${program} was not ready within ${READY_MS / 1000} s`);
}

function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    // Not there, or nothing that can be run: the next is looked at.
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}
