import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '#kernel/text';
import { type Log, OR_ELSE, type Owner, PORT } from './contract.ts';
import { readIfThere, statIfThere, syncFolder } from './files.ts';
import { canWorkIn, isRoot, unprivilegedUser } from './owner.ts';

/** Where a database lies, and who runs it. */
export interface Place {
  /** The folder that holds the cluster and what belongs to it: the data directory, or one of its own (see `relocate`). */
  home: string;
  /** PostgreSQL's data directory; it may not exist yet. */
  cluster: string;
  /** Where the server puts its socket: private to the owner. */
  socketDir: string;
  /** Undefined: this process's own user. */
  owner: Owner | undefined;
}

/** The longest path of a Unix socket, in bytes: what `sockaddr_un` holds less the closing zero. */
const LONGEST_SOCKET = process.platform === 'darwin' ? 103 : 107;
const STATE = process.platform === 'darwin' ? '/var/db/muster' : '/var/lib/muster';

/** Makes the data directory if need be and returns its true path. Root's lets others pass, the database's user among them. */
export function openDataDir(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return realpathSync(dataDir);
  } catch (error) {
    throw new Error(
      `wanted a data directory to write in at ${dataDir}, got: ${messageOf(error)}; ` +
        'start Muster as the user it belongs to, or name another in MUSTER_DATA_DIR',
      { cause: error },
    );
  }
}

/**
 * Decides where the database of `dataDir` (a true path, locked by us) lies; the same at every start, once it is there.
 * @throws Error when it was noted to lie elsewhere and is not there, or when its user cannot reach it.
 */
export function choosePlace(dataDir: string, log: Log): Place {
  const home = noted(dataDir) ?? dataDir;
  refuseForeign(home === dataDir ? join(home, 'postgres') : home);
  if (statIfThere(join(home, 'postgres'))) return keep(home);
  if (!isRoot()) return place(home, undefined);
  const owner = unprivilegedUser();
  if (home !== dataDir || isReachable(home, owner)) return place(home, owner);
  return relocate(dataDir, owner, log);
}

function place(home: string, owner: Owner | undefined): Place {
  return { home, cluster: join(home, 'postgres'), socketDir: socketDirFor(home), owner };
}

/** Only root can run a server on behalf of somebody else. */
function refuseForeign(folder: string): void {
  const found = statIfThere(folder);
  if (isRoot() || found === undefined || found.uid === process.getuid?.()) return;
  throw new Error(
    `The database in ${folder} belongs to user number ${found.uid}, but Muster was started by ${process.getuid?.()}. ` +
      `Start it as that user or as root, or give it another MUSTER_DATA_DIR. ${OR_ELSE}`,
  );
}

/** The place of a cluster that exists: it is run by whom it belongs to, whoever made it. */
function keep(home: string): Place {
  const cluster = join(home, 'postgres');
  if (!isRoot()) return place(home, undefined);
  const found = statIfThere(cluster)!;
  // Copied back by root, say from a backup: given to the database's user again.
  const owner = found.uid === 0 ? unprivilegedUser() : { uid: found.uid | 0, gid: found.gid | 0 };
  if (found.uid === 0) giveAll(cluster, owner);
  if (canWorkIn(cluster, owner)) return place(home, owner);
  throw new Error(
    `The database in ${cluster} belongs to user number ${owner.uid}, who may not enter that folder. ` +
      `Allow it to pass (chmod o+x on each folder above), or move the data directory. ${OR_ELSE}`,
  );
}

/** Node takes a negative number (macOS's nobody) where it starts processes, but not here. */
function chown(path: string, owner: Owner): void {
  chownSync(path, owner.uid >>> 0, owner.gid >>> 0);
}

function giveAll(path: string, owner: Owner): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  chown(path, owner);
  if (found.isDirectory()) for (const name of readdirSync(path)) giveAll(join(path, name), owner);
}

/** Whether `owner` could work in a folder of its own below `home`: tried, with such a folder. */
function isReachable(home: string, owner: Owner): boolean {
  const probe = join(home, 'postgres.probe');
  ownFolder(probe, owner);
  try {
    return canWorkIn(probe, owner);
  } finally {
    rmdirSync(probe);
  }
}

const noteOf = (dataDir: string) => join(dataDir, 'postgres-location');

function noted(dataDir: string): string | undefined {
  const home = readIfThere(noteOf(dataDir))?.trim();
  if (home === undefined || statIfThere(home)?.isDirectory()) return home;
  throw new Error(
    `${noteOf(dataDir)} says that the database lies in ${home}, but that folder is not there. ` +
      'Bring it back, or remove the note to begin with an empty database.',
  );
}

/**
 * A folder of the database's user under the system's state directory, for a data directory that this user cannot reach.
 * It is made before it is noted: noted and empty, it is a first start that was cut short, never a loss.
 */
function relocate(dataDir: string, owner: Owner, log: Log): Place {
  mkdirSync(STATE, { recursive: true, mode: 0o755 });
  const home = freeHome(join(STATE, digest(dataDir)));
  ownFolder(home, owner);
  const draft = `${noteOf(dataDir)}.new`;
  writeFileSync(draft, `${home}\n`, { flush: true });
  renameSync(draft, noteOf(dataDir));
  syncFolder(dataDir);
  log.warn(
    { dataDir, database: home, uid: owner.uid },
    `user number ${owner.uid}, who runs the database, cannot reach the data directory: the database lies in ${home}`,
  );
  return place(home, owner);
}

/** A database that lies there without being noted is of a former data directory of the same name: it is left alone. */
function freeHome(home: string): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? home : `${home}-${number}`;
    if (!statIfThere(join(candidate, 'postgres'))) return candidate;
  }
}

/** Below `home`, unless a socket's path would be too long there: then a name made from it in the folder for temporary files. */
function socketDirFor(home: string): string {
  const near = join(home, 'postgres-run');
  const fits = (folder: string) => Buffer.byteLength(join(folder, `.s.PGSQL.${PORT}`)) <= LONGEST_SOCKET;
  if (fits(near)) return near;
  const far = [tmpdir(), '/tmp'].map((folder) => join(folder, `muster-${digest(home)}`)).find(fits);
  if (far !== undefined) return far;
  throw new Error(
    `no folder for a Unix socket: ${near} is longer than ${LONGEST_SOCKET} bytes; choose a shorter MUSTER_DATA_DIR`,
  );
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * Makes `folder`, private to `owner`, or checks that it is: a stranger may have been there first, in a shared folder.
 * @throws Error when it is a link, or somebody else's.
 */
export function ownFolder(folder: string, owner: Owner | undefined): void {
  const uid = owner?.uid ?? process.getuid?.();
  if (!lstatSync(folder, { throwIfNoEntry: false })) {
    mkdirSync(folder, { mode: 0o700 });
    if (owner) chown(folder, owner);
  }
  const found = lstatSync(folder);
  // Root may have been stopped between the two steps above.
  if (owner && found.isDirectory() && found.uid === 0) chown(folder, owner);
  else if (!found.isDirectory() || (uid !== undefined && found.uid !== uid >>> 0)) {
    throw new Error(
      `wanted ${folder} to be a folder of user number ${uid}, got one of ${found.uid}; remove it and start again`,
    );
  }
  chmodSync(folder, 0o700);
}
