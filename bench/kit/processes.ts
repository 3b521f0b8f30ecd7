import { readdirSync, readFileSync } from 'node:fs';

/** CPU time of processes and of the machine, from `/proc` (Linux). */

/** What the kernel counts CPU time in: 10 ms, on every Linux that Node runs on. */
const TICK_US = 10_000;

interface Stat {
  parent: number;
  /** Of the process itself, and of it with its children that have ended; in microseconds. */
  own: number;
  ended: number;
}

function statOf(pid: number | string): Stat | undefined {
  const text = readOrGone(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // After the name, which may hold anything: state, parent, …, utime, stime, cutime, cstime as 12th to 15th.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = (at: number) => Number(fields[at]) * TICK_US;
  return { parent: Number(fields[1]), own: ticks(11) + ticks(12), ended: ticks(13) + ticks(14) };
}

/** A process may end between being listed and being read. */
function readOrGone(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/** Microseconds of CPU that one process has used so far. */
export function cpuOf(pid: number): number {
  return statOf(pid)?.own ?? 0;
}

/** The same of a process and all its children, those that have ended included: PostgreSQL has one for each connection. */
export function cpuOfFamily(pid: number): number {
  const stats = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(name) : undefined;
    if (stat) stats.set(Number(name), stat);
  }
  const root = stats.get(pid);
  const children = [...stats.values()].filter((one) => one.parent === pid).map((one) => one.own + one.ended);
  return root ? children.reduce((sum, each) => sum + each, root.own + root.ended) : 0;
}

/** Microseconds of CPU that all of the machine has used so far, time stolen by its host included. */
export function cpuOfMachine(): number {
  const [user, nice, system, , , irq, softirq, steal] = readFileSync('/proc/stat', 'utf8')
    .split('\n', 1)[0]!
    .trim()
    .split(/\s+/)
    .slice(1)
    .map((ticks) => Number(ticks) * TICK_US);
  return [user, nice, system, irq, softirq, steal].reduce((sum: number, each) => sum + (each ?? 0), 0);
}

/** The process number of the PostgreSQL server of a cluster, and where its socket is. */
export function postmasterOf(cluster: string): { pid: number; port: number; socketDir: string } {
  const [pid, , , port, socketDir] = readFileSync(`${cluster}/postmaster.pid`, 'utf8').split('\n');
  return { pid: Number(pid), port: Number(port), socketDir: socketDir ?? '' };
}
