// Runs a TypeScript file of this package with Node 26, whatever Node started us. Standard output belongs to that file
// alone: whatever the launcher has to say goes to standard error.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureDependencies, InstallFailed } from './dependencies.mjs';

const NEEDED_MAJOR = 26;
const FLAGS = ['--disable-warning=ExperimentalWarning'];
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** How long the program may take to say that it has seen a signal before it is sent the plain way. */
const ACKNOWLEDGE_MS = 2_000;

const bin = dirname(fileURLToPath(import.meta.url));
const root = dirname(bin);

/**
 * Installs what is missing, then becomes (or starts and follows) `script`. The working directory stays the caller's.
 * @param {{ script: string, args: string[], development: boolean }} what `script` is a path from the package's root;
 *   `development` says whether the packages for tests and checks are needed, too.
 */
export async function launch({ script, args, development }) {
  try {
    await ensureDependencies({ root, development, runtimeMissing: () => findNode() === undefined });
  } catch (error) {
    if (!(error instanceof InstallFailed)) throw error;
    return fail(error.message);
  }
  const node = findNode();
  if (node === undefined) return fail(noRuntime());
  const file = sourceOf(script);
  if (file === undefined) return fail(`wanted to run ${script}, but ${root} has no such file; check the path`);

  // What Node compiles is kept beside the packages: the next start, and each command, takes half the time. A directory
  // that cannot be written costs nothing: Node then compiles as it would have.
  process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'muster');
  // Where this Node can, the program takes our place: one process less, and signals and exit codes need no handing on.
  if (process.execve) process.execve(node, [node, ...FLAGS, file, ...args], process.env);
  else follow(node, [...FLAGS, `--import=${new URL('./follow.mjs', import.meta.url)}`, file, ...args]);
}

/** The file to run; a published package carries `.js` where a checkout has `.ts`. */
function sourceOf(script) {
  const file = resolve(root, script);
  return [file, file.replace(/\.ts$/, '.js')].find((candidate) => existsSync(candidate));
}

/** The program file of a Node that can run us: the running one, or the one that npm installed for this platform. */
function findNode() {
  if (Number.parseInt(process.versions.node, 10) >= NEEDED_MAJOR) return process.execPath;
  const require = createRequire(import.meta.url);
  for (const name of [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`]) {
    for (const folder of require.resolve.paths(name) ?? []) {
      const file = join(folder, name, 'bin', 'node');
      if (existsSync(file)) return file;
    }
  }
  return undefined;
}

function noRuntime() {
  return (
    `Muster runs on Node ${NEEDED_MAJOR} or later; this is ${process.version}, and npm has no package with a newer one ` +
    `installed for ${process.platform}-${process.arch}. Install Node ${NEEDED_MAJOR} (https://nodejs.org) and start again; ` +
    'on linux and macOS, x64 and arm64, `npm ci --include=optional` brings it.'
  );
}

function fail(message) {
  process.stderr.write(`muster: ${message}\n`);
  process.exitCode = 1;
}

/** Starts the program and lives exactly as long: signals go down to it, its exit code or signal comes up. */
function follow(node, args) {
  const child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'pipe'] });
  const line = child.stdio[3];
  const unanswered = new Map();
  line.on('error', (error) => {
    // The program has closed its end: it is about to exit, and 'exit' below will tell how.
    if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') throw error;
  });
  line.on('data', (chunk) => {
    for (const signal of chunk.toString('latin1').split('\n')) {
      clearTimeout(unanswered.get(signal));
      unanswered.delete(signal);
    }
  });
  // A terminal (or `kill -- -GROUP`) sends to both of us, `kill PID` to one. So a signal is only told to the program, and
  // follow.mjs there delivers it if it has not arrived by itself; twice would look like an impatient second Ctrl-C.
  const forward = (signal) => {
    if (unanswered.has(signal)) return;
    line.write(`${signal}\n`);
    unanswered.set(
      signal,
      setTimeout(() => {
        unanswered.delete(signal);
        child.kill(signal);
      }, ACKNOWLEDGE_MS),
    );
  };
  for (const signal of FORWARDED) process.on(signal, forward);

  child.on('error', (error) => fail(`could not start ${node}: ${error.message}; delete node_modules and start again`));
  child.on('exit', (code, signal) => {
    for (const timer of unanswered.values()) clearTimeout(timer);
    for (const name of FORWARDED) process.off(name, forward);
    line.destroy();
    if (signal === null) {
      process.exitCode = code ?? 1;
      return;
    }
    process.exitCode = 128 + (constants.signals[signal] ?? 0);
    process.kill(process.pid, signal);
  });
}
