import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chooseSeed } from '../../test/kit/random.ts';

/**
 * What has a process of its own: tests that start processes or browsers, that wait for real time, or that would hold up others
 * for long.
 */
const ALONE =
  /^(bin|test\/(faults|browser|terraform))\/|^src\/storage\/(embedded\/|wake)|^src\/(start\/start|engine\/engine)\.db|^test\/package\.db/;

/** So many files share a process. More would gain little, and a process that dies takes all of its files along. */
const MOST = 14;

/** Loaded before every test: all laws draw their cases from one seed. */
const SEEDED = pathToFileURL(join(import.meta.dirname, '../../test/kit/seeded.ts')).href;

/**
 * How Node is called to run these test files, paths from the root: several of them in one process, one after the other, for half
 * of what a small file costs is to start a process and to load Muster. Sets the seed of their draws for all of them; answers the
 * arguments, and the line with which this run's draws are made again.
 */
export function testRun(paths: string[], options: string[]): { args: string[]; replay: string } {
  process.env['MUSTER_SEED'] ??= String(chooseSeed());
  return {
    args: ['--disable-warning=ExperimentalWarning', `--import=${SEEDED}`, '--test', ...options, ...together(paths)],
    replay: `MUSTER_SEED=${process.env['MUSTER_SEED']} draws the same cases again`,
  };
}

/**
 * Files in a folder of their own, of which each runs a batch of those that are given. The runner goes by their names: what runs
 * alone, and mostly waits, lies between what keeps a core busy.
 */
function together(paths: string[]): string[] {
  if (paths.length < 2) return paths;
  const alone = paths.filter((path) => ALONE.test(path)).map((path) => [path]);
  const others = paths.filter((path) => !ALONE.test(path));
  const count = Math.ceil(others.length / MOST);
  const batches = Array.from({ length: count }, (_, number) => others.filter((_, index) => index % count === number));
  const folder = mkdtempSync(join(tmpdir(), 'muster-tests-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return spread(alone, batches).map((batch, number) => {
    const entry = join(folder, `${String(number).padStart(3, '0')}.mjs`);
    writeFileSync(entry, entryOf(batch));
    return entry;
  });
}

/** The items of both, each in their order, evenly mixed. */
function spread<T>(some: T[], others: T[]): T[] {
  const placed = [some, others].flatMap((all) => all.map((item, index) => ({ item, at: (index + 0.5) / all.length })));
  return placed.toSorted((one, other) => one.at - other.at).map(({ item }) => item);
}

/** A file is a suite, so its hooks are for its own tests only. */
function entryOf(paths: string[]): string {
  const suites = paths.map((path) => {
    const url = JSON.stringify(pathToFileURL(resolve(path)).href);
    return `suite(${JSON.stringify(path)}, async () => void (await import(${url})));\n`;
  });
  return `import { suite } from 'node:test';\n${suites.join('')}`;
}
