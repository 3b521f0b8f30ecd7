import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PORT } from './contract.ts';
import { readIfThere } from './files.ts';
import { commandOf, exists, isAlive, parentOf, send, serversIn } from './processes.ts';
import { seconds, until } from './wait.ts';

/** What a running server notes of itself in `postmaster.pid`. */
export interface Postmaster {
  pid: number;
  port: number;
  socketDir: string;
}

/** The live server of `cluster`, whoever started it; undefined when there is none, whatever the file says. */
export function livePostmaster(cluster: string): Postmaster | undefined {
  const noted = read(cluster);
  return noted !== undefined && isPostmaster(noted.pid, cluster) ? noted : undefined;
}

/** The lines of the file: process, data directory, start, port, socket folder, address, shared memory, state. */
function read(cluster: string): Postmaster | undefined {
  const lines = readIfThere(join(cluster, 'postmaster.pid'))?.split('\n') ?? [];
  const [pid, , , port, socketDir] = lines;
  if (pid === undefined || !/^\d+$/.test(pid)) return undefined;
  return { pid: Number(pid), port: Number(port ?? PORT), socketDir: socketDir ?? '' };
}

/** Process numbers are used again: only a process that was started as a server for this very cluster counts. */
function isPostmaster(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false;
  const command = commandOf(pid) ?? '';
  if (command === '' || isBackend(command)) return false;
  return `${command} `.includes(` -D ${cluster} `) || serversIn(cluster).includes(pid);
}

/** A server's children name themselves so; the server itself keeps the words it was started with. */
const isBackend = (command: string) => command.startsWith('postgres: ');

/**
 * Readies the cluster of a dead server for a new one: ends its orphans, and takes care of a process number that is
 * still in use. The orphans must be gone before another server may write, so `postmaster.pid`, by which it would notice
 * them, stays.
 */
export async function clearAfterDead(cluster: string, socketDir: string): Promise<void> {
  await endOrphans(cluster);
  const noted = read(cluster);
  if (noted === undefined || !exists(noted.pid)) return;
  // PostgreSQL would take that process, or the zombie of its predecessor, for a live one. Its own parent, us, it does not.
  const file = join(cluster, 'postmaster.pid');
  writeFileSync(file, (readIfThere(file) ?? '').replace(/^\d+/, String(process.pid)));
  rmSync(join(socketDir, `.s.PGSQL.${noted.port}.lock`), { force: true });
}

/**
 * Ends the children of a server that was killed. They hold its shared memory, and notice its death by themselves, but
 * only a little later. Children of a live server are let be.
 */
export async function endOrphans(cluster: string): Promise<void> {
  const orphans = () => {
    const servers = serversIn(cluster);
    return servers.filter((pid) => isBackend(commandOf(pid) ?? '') && !servers.includes(parentOf(pid) ?? 0));
  };
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    for (const pid of orphans()) send(pid, signal);
    if (await until(() => orphans().length === 0, seconds(5))) return;
  }
}
