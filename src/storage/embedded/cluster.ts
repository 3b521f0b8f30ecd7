import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '#kernel/text';
import { type Binaries, type Log, OR_ELSE, USER } from './contract.ts';
import { readIfThere, statIfThere, syncFolder } from './files.ts';
import { ownFolder, type Place } from './location.ts';
import { childOptions } from './owner.ts';
import { elapsed, seconds } from './wait.ts';

const run = promisify(execFile);

/** The major version that wrote the cluster, undefined where there is none yet. */
export function majorOf(cluster: string): number | undefined {
  const text = readIfThere(join(cluster, 'PG_VERSION'))?.trim();
  return text === undefined ? undefined : Number.parseInt(text, 10);
}

/**
 * Makes the cluster unless it is there. It is made under another name and then renamed, so that one with the right name
 * is whole. Only the Unix socket in a private folder leads to it, so whoever comes through that is trusted.
 */
export async function ensureCluster(place: Place, binaries: Binaries, log: Log): Promise<void> {
  if (majorOf(place.cluster) !== undefined) return;
  refuseForeignFiles(place.cluster);
  // Each attempt has a name of its own: the initdb of a killed Muster may still be writing to an earlier one.
  removeDrafts(place.home);
  const draft = join(place.home, `${DRAFT}${randomUUID()}`);
  const begun = elapsed();
  await initialise(draft, place, binaries);
  if (statIfThere(place.cluster)) rmdirSync(place.cluster);
  renameSync(draft, place.cluster);
  syncFolder(place.home);
  log.info(
    { cluster: place.cluster, version: binaries.version, milliseconds: Math.round(elapsed() - begun) },
    'made a new database',
  );
}

const DRAFT = 'postgres.new-';

function removeDrafts(home: string): void {
  for (const name of readdirSync(home)) {
    if (name.startsWith(DRAFT))
      rmSync(join(home, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

function refuseForeignFiles(cluster: string): void {
  if (!statIfThere(cluster) || readdirSync(cluster).length === 0) return;
  throw new Error(
    `${cluster} holds files but no PG_VERSION: it is no PostgreSQL database, or a damaged one. ` +
      'Restore it from a backup, or move it away to begin with an empty database.',
  );
}

/**
 * C.UTF-8 sorts by bytes, the same everywhere, and knows upper and lower case beyond ASCII. PostgreSQL's own, where it has one,
 * compares without calling the system's library; not every system has that.
 */
function locales(major: number): string[][] {
  if (major >= 17) return [['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']];
  return [['--locale-provider=libc', '--locale=C.UTF-8'], ['--locale=C']];
}

async function initialise(draft: string, place: Place, binaries: Binaries): Promise<void> {
  const faults: string[] = [];
  for (const locale of locales(binaries.major)) {
    rmSync(draft, { recursive: true, force: true });
    ownFolder(draft, place.owner);
    const args = ['-D', draft, `--username=${USER}`, '--auth-local=trust', '--auth-host=reject', '--encoding=UTF8'];
    try {
      await run(join(binaries.bin, 'initdb'), [...args, ...locale, '--data-checksums', '--no-instructions'], {
        ...childOptions(place.owner),
        timeout: seconds(120),
      });
      return;
    } catch (error) {
      faults.push(messageOf(error).trim());
      if (!/locale/i.test(messageOf(error))) break;
    }
  }
  throw new Error(`initdb could not make a database in ${draft}: ${faults.join('; then: ')}. ${OR_ELSE}`);
}
