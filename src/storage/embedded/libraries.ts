import { chmodSync, cpSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { Log } from './contract.ts';
import { codeOf, statIfThere } from './files.ts';

/**
 * npm packages cannot hold symbolic links, so the package lists those its libraries need in `pg-symlinks.json` and makes
 * them in an install script, which careful people (`--ignore-scripts`) do not run.
 */
interface Link {
  /** Both from the package's folder: what is pointed at, and the link. */
  source: string;
  target: string;
}

/** Makes the missing links in `native`; false where we may not write there. */
export function linkLibraries(native: string): boolean {
  try {
    for (const { source, target } of linksOf(native)) {
      const link = join(dirname(native), target);
      if (lstatSync(link, { throwIfNoEntry: false })) continue;
      symlinkSync(relative(dirname(target), source), link);
    }
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error) ?? '')) return false;
    // Another process made it in the meantime: look at the rest again.
    if (codeOf(error) === 'EEXIST') return linkLibraries(native);
    throw error;
  }
}

function linksOf(native: string): Link[] {
  const list = join(native, 'pg-symlinks.json');
  if (!statIfThere(list)) return [];
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'));
  if (!Array.isArray(links) || !links.every(isLink)) {
    throw new Error(
      `wanted a list of { source, target } below native/ in ${list}, got something else; reinstall with npm ci`,
    );
  }
  return links;
}

function isLink(value: unknown): value is Link {
  return [Object(value).source, Object(value).target].every(
    (path) => typeof path === 'string' && path.startsWith('native/') && !path.includes('..'),
  );
}

/** What only people who compile against PostgreSQL need. */
const NEEDLESS = /(\.a|\/pkgconfig|\/include)$/;

/**
 * Copies the package's binaries to `<home>/postgres-binaries-<version>` for everybody to read, unless they are there;
 * returns that folder. A copy that was cut short is begun again.
 */
export function copyPackage(folder: string, home: string, log: Log): string {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const copy = join(home, `postgres-binaries-${version}`);
  if (statIfThere(copy)) return join(copy, 'native');
  const draft = `${copy}.new`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(join(folder, 'native'), join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !NEEDLESS.test(source),
  });
  openToAll(draft);
  linkLibraries(join(draft, 'native'));
  renameSync(draft, copy);
  removeOthers(home, basename(copy));
  log.info({ from: folder, to: copy }, "copied PostgreSQL's binaries to where its user can run them");
  return join(copy, 'native');
}

function openToAll(path: string): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  chmodSync(path, found.isDirectory() || found.mode & 0o100 ? 0o755 : 0o644);
  if (found.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name));
}

/** Copies of former versions: a server still running from one keeps its files open and only lacks them when restarted. */
function removeOthers(home: string, keep: string): void {
  for (const name of readdirSync(home)) {
    if (name.startsWith('postgres-binaries-') && name !== keep)
      rmSync(join(home, name), { recursive: true, force: true });
  }
}
