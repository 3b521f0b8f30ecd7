// Makes sure that node_modules holds what package-lock.json names, before anything of it is loaded.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { withInstallLock } from './install-lock.mjs';

export class InstallFailed extends Error {}

/**
 * Returns at once when a stamp in node_modules says that this very lock file was installed here; otherwise compares, and
 * runs `npm ci` where something is missing. Does nothing in a published package, which carries no lock file.
 * @param {{ root: string, development: boolean, runtimeMissing: () => boolean }} options
 * @throws {InstallFailed} when npm fails or is not there; npm's own words are on standard error by then.
 */
export async function ensureDependencies({ root, development, runtimeMissing }) {
  const lockFile = join(root, 'package-lock.json');
  if (!existsSync(lockFile)) return;
  const ready = () => isInstalled(root, readFileSync(lockFile), development) && !runtimeMissing();
  if (ready()) return;
  // Beside node_modules, which npm removes; the name is one that git ignores.
  await withInstallLock(join(root, '.installing.log'), async () => {
    if (ready()) return;
    process.stderr.write('muster: installing the packages it needs (npm ci) …\n');
    await install(root, development);
    // Optional packages may have been left out for good reasons; what npm made of this lock file is what there is.
    writeStamp(root, stampOf(readFileSync(lockFile), development));
  });
}

function stampOf(lockBytes, development) {
  const hash = createHash('sha256').update(lockBytes).digest('hex');
  return `${hash} ${process.platform}-${process.arch} ${development ? 'development' : 'production'}\n`;
}

const stampFile = (root) => join(root, 'node_modules', '.muster-installed');

function readStamp(root) {
  const file = stampFile(root);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Without the right to write there (another user's checkout) the comparison is made at every start: some milliseconds. */
function writeStamp(root, stamp) {
  try {
    writeFileSync(stampFile(root), stamp);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
  }
}

function isInstalled(root, lockBytes, development) {
  const known = readStamp(root);
  const whole = stampOf(lockBytes, true);
  if (known === whole || (!development && known === stampOf(lockBytes, false))) return true;
  for (const withDevelopment of development ? [true] : [true, false]) {
    if (!isComplete(root, JSON.parse(lockBytes.toString('utf8')), withDevelopment)) continue;
    writeStamp(root, stampOf(lockBytes, withDevelopment));
    return true;
  }
  return false;
}

/** Holds the lock file against what npm notes of its own work in node_modules, and both against the folders. */
function isComplete(root, lock, development) {
  const noted = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(noted)) return false;
  const installed = JSON.parse(readFileSync(noted, 'utf8')).packages;
  return Object.entries(lock.packages).every(
    ([path, wanted]) =>
      !isNeeded(path, wanted, development) ||
      (installed[path]?.version === wanted.version && existsSync(join(root, path, 'package.json'))),
  );
}

function isNeeded(path, wanted, development) {
  if (!/(^|\/)node_modules\//.test(path)) return false;
  if (wanted.link === true || (wanted.dev === true && !development)) return false;
  return wanted.optional !== true && wanted.devOptional !== true ? true : isForThisPlatform(wanted);
}

/** Of the optional packages, those are needed that name this platform and no other condition. */
function isForThisPlatform({ os, cpu, libc, dev }) {
  return (
    dev !== true && libc === undefined && [os].flat().includes(process.platform) && [cpu].flat().includes(process.arch)
  );
}

/** npm's standard output goes to our standard error: ours belongs to the program that is started afterwards. */
function install(root, development) {
  const { command, first } = npm();
  const args = [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=notice', '--include=optional'];
  if (development) args.push('--include=dev');
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
    // We outlive npm, so that the lock is given back; its exit tells the rest.
    const stop = (signal) => child.kill(signal);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
    child.on('close', () => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, stop);
    });
    child.on('error', (error) =>
      reject(
        new InstallFailed(
          `wanted npm to install the packages, but ${command} could not be started (${error.message}); ` +
            `put npm on the PATH, or run \`npm ci\` in ${root} yourself`,
        ),
      ),
    );
    child.on('exit', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new InstallFailed(
            `\`npm ci\` in ${root} ended with ${signal ?? `exit code ${code}`}; its message is above. ` +
              'Check the network and the right to write there, then start again',
          ),
        );
    });
  });
}

/** The npm that runs us, if one does; else the one on the PATH. */
function npm() {
  const running = process.env.npm_execpath;
  const usable = running !== undefined && basename(running) === 'npm-cli.js' && existsSync(running);
  return usable ? { command: process.execPath, first: [running] } : { command: 'npm', first: [] };
}
