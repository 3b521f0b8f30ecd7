import { spawnSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { codeOf, readIfThere } from './files.ts';

/** Looking at other processes: from /proc on Linux, by `ps` elsewhere. */
const LINUX = process.platform === 'linux';
/** The environment that children get: nothing of ours, least of all credentials. */
export const CHILD_ENVIRONMENT = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', HOME: '/', LANG: 'C', TZ: 'UTC' };

function ps(pid: number, column: string): string | undefined {
  const { status, stdout } = spawnSync('ps', ['-ww', '-o', `${column}=`, '-p', String(pid)], {
    encoding: 'utf8',
    env: CHILD_ENVIRONMENT,
  });
  return status === 0 ? stdout.trim() : undefined;
}

/** Whether `pid` is a process that still does something; a zombie, dead but not yet collected, is not. */
export function isAlive(pid: number): boolean {
  if (pid <= 0) return false;
  if (LINUX) {
    const state = statFields(pid)?.[0];
    return state !== undefined && state !== 'Z' && state !== 'X';
  }
  return exists(pid);
}

/** Whether the number is in use in any way: a zombie's is, until its parent collects it. */
export function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** The fields of /proc/PID/stat after the name, which may hold anything: state, parent, …; the 20th is the start. */
function statFields(pid: number): string[] | undefined {
  const text = readIfThere(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** When `pid` was started, in words that differ for a later process of the same number; undefined when there is none. */
export function startOf(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  if (!LINUX) return ps(pid, 'lstart');
  const boot = readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  return `${boot} ${statFields(pid)?.[19] ?? ''}`;
}

/** The parent's number, undefined when the process is gone. */
export function parentOf(pid: number): number | undefined {
  const parent = LINUX ? statFields(pid)?.[1] : ps(pid, 'ppid');
  return parent === undefined ? undefined : Number(parent);
}

/** The words with which `pid` was started, joined by single spaces; empty for a zombie, undefined for none. */
export function commandOf(pid: number): string | undefined {
  if (!LINUX) return ps(pid, 'command');
  return readIfThere(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim();
}

/** Sends `signal`; false when the process is gone, or never was: 0 stands for a failed start, to the system for us all. */
export function send(pid: number, signal: NodeJS.Signals): boolean {
  if (pid <= 0) return false;
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
    throw error;
  }
}

/**
 * The processes of a PostgreSQL server that works in `cluster` (each has it as its working folder), as far as we may look.
 * Linux only: elsewhere none is found, and whoever waits for them to end has to wait a little longer.
 */
export function serversIn(cluster: string): number[] {
  if (!LINUX) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => readIfThere(`/proc/${pid}/comm`)?.trim() === 'postgres' && workingFolder(pid) === cluster);
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}
