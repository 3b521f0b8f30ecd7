import { spawnSync } from 'node:child_process';
import { type Binaries, OR_ELSE, type Owner } from './contract.ts';
import { CHILD_ENVIRONMENT } from './processes.ts';

/** PostgreSQL refuses to run as root. These users exist on nearly every system; the first that does is taken. */
const CANDIDATES = ['postgres', 'nobody'];

/** What `spawn` needs to start a child on behalf of `owner`, with nothing of our environment. */
export function childOptions(owner: Owner | undefined) {
  return { cwd: '/', env: CHILD_ENVIRONMENT, ...(owner && { uid: owner.uid, gid: owner.gid }) };
}

/** Whether this process is root, who has to run the server as somebody else. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

export function unprivilegedUser(): Owner {
  for (const name of CANDIDATES) {
    const uid = numberOf('-u', name);
    const gid = numberOf('-g', name);
    if (uid !== undefined && gid !== undefined && uid !== 0) return { uid, gid };
  }
  throw new Error(
    `PostgreSQL does not run as root, and this system has no user named ${CANDIDATES.join(' or ')} to run it as. ` +
      `Start Muster as an ordinary user. ${OR_ELSE}`,
  );
}

function numberOf(flag: '-u' | '-g', name: string): number | undefined {
  const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8', env: CHILD_ENVIRONMENT });
  // macOS tells nobody's number, -2, as 4294967294; system calls take both, Node the signed one.
  return status === 0 && /^-?\d+$/.test(stdout.trim()) ? Number(stdout) | 0 : undefined;
}

/** Tries, as the owner itself, whether it may work in `folder`; modes and ACLs are the system's to judge. */
export function canWorkIn(folder: string, owner: Owner | undefined): boolean {
  const probe = spawnSync('/bin/sh', ['-c', 'cd "$1" && test -r . -a -w . -a -x .', 'sh', folder], {
    ...childOptions(owner),
    stdio: 'ignore',
    timeout: 10_000,
  });
  return probe.status === 0;
}

/** Runs `postgres --version` as the owner: tells at once whether it reaches the file and all its libraries. */
export function tryBinaries(bin: string, owner: Owner | undefined): Binaries | { fault: string } {
  const options = { ...childOptions(owner), encoding: 'utf8' as const, timeout: 10_000 };
  const { status, stdout, stderr, error } = spawnSync(`${bin}/postgres`, ['--version'], options);
  if (error) return { fault: error.message };
  const version = /\(PostgreSQL\) ((\d+)\S*)/.exec(stdout);
  if (status !== 0 || !version) return { fault: (stderr || stdout || `exit code ${status}`).trim() };
  return { bin, version: version[1]!, major: Number(version[2]) };
}
