import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { closeSync, fstatSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { cut } from '#kernel/text';

/** What makes the memory of an interpreter: a program that reads `input` and writes it to its output. */
export interface Maker {
  command: string;
  args: readonly string[];
  input: string;
  /** Files of which it is made: others make another memory. */
  madeOf: readonly string[];
}

const OURS = /^python-[0-9a-f]{32}\.memory$/;
const MAKE_WITHIN_MS = 240_000;
const made = new Map<string, Promise<number>>();

/**
 * An interpreter that has started, as a file that is open for reading (its descriptor): made once for each maker, kept beside
 * what Node compiles, else without a name among temporary files. A process that begins with it is ready in a tenth of the time.
 * @throws Error saying why it could not be made; the next call tries again.
 */
export function snapshot(maker: Maker): Promise<number> {
  const parts = [process.version, process.arch, maker, maker.madeOf.map((file) => readFileSync(file, 'utf8'))];
  const key = createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
  const known = made.get(key);
  if (known) return known;
  const coming = find(key, maker);
  made.set(key, coming);
  coming.catch(() => made.delete(key));
  return coming;
}

async function find(key: string, maker: Maker): Promise<number> {
  const folder = getCompileCacheDir();
  if (folder === undefined) return makeNameless(maker);
  const file = join(folder, `python-${key}.memory`);
  return openOwn(file) ?? (await makeNamed(file, maker));
}

async function makeNamed(file: string, maker: Maker): Promise<number> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await make(draft, maker);
    renameSync(draft, file);
    forgetOthers(file);
  } catch (error) {
    rmSync(draft, { force: true });
    if (!isUnwritable(error)) throw error;
    // Kept nowhere, where nothing may be written beside the code.
    return makeNameless(maker);
  }
  return openOwn(file) ?? makeNameless(maker);
}

/** Those of earlier versions; whoever has one open keeps it. */
function forgetOthers(file: string): void {
  const folder = dirname(file);
  const others = readdirSync(folder).filter((name) => OURS.test(name) && name !== basename(file));
  for (const name of others) rmSync(join(folder, name), { force: true });
}

async function makeNameless(maker: Maker): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-python-'));
  try {
    const file = join(folder, 'memory');
    await make(file, maker);
    return openSync(file, 'r');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Undefined where it is not there, or where somebody else could have written it. */
function openOwn(file: string): number | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const { uid, mode, size } = fstatSync(descriptor);
  if (uid === process.getuid?.() && (mode & 0o022) === 0 && size > 0) return descriptor;
  closeSync(descriptor);
  return undefined;
}

const isUnwritable = (error: unknown) =>
  error instanceof Error && 'code' in error && ['EACCES', 'EROFS', 'EPERM', 'ENOENT'].includes(String(error.code));

function make(file: string, { command, args, input }: Maker): Promise<void> {
  const sink = openSync(file, 'wx', 0o600);
  const child = spawn(command, args, { cwd: '/', env: {}, stdio: ['pipe', sink, 'pipe'], timeout: MAKE_WITHIN_MS });
  closeSync(sink);
  let errors = '';
  child.stderr!.on('data', (part: Buffer) => {
    errors = (errors + part.toString('utf8')).slice(-4_096);
  });
  // A maker that ends early tells by its exit.
  child.stdin!.on('error', () => undefined);
  child.stdin!.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`Python in WebAssembly could not be prepared (exit code ${code}): ${cut(errors, 400)}`));
    });
  });
}
