import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { testRun } from './test/together.ts';

/**
 * What can be said about the code within seconds, without a database: types, format, lint, the house's own rules, dead
 * code, pure tests. Nothing is written. Prints what failed; exits 1 when anything did. `--no-tests` leaves the pure tests to
 * whoever runs all tests next.
 */
const ROOT = join(import.meta.dirname, '..');
const WIDTH = 2;

interface Check {
  name: string;
  command: string;
  args: string[];
  /** What to type when it fails. */
  remedy: string;
}

/** Tests that need a database, a browser, whole processes or the machine's files and clock; `npm test` runs them. */
const SLOW =
  /\.db\.test\.ts$|^test\/(faults|acceptance|parity|api|browser|histories|terraform)\/|^src\/storage\/embedded\/|^bin\/launch\.test\.mjs$/;

const pureTests = globSync(['src/**/*.test.ts', 'test/**/*.test.ts', 'bin/**/*.test.mjs'], { cwd: ROOT })
  .filter((path) => !SLOW.test(path))
  .sort();
const packages = (name: string) => join(ROOT, 'node_modules', '.bin', name);

const all: Check[] = [
  { name: 'types', command: packages('tsc'), args: ['-p', '.', '--noEmit'], remedy: 'npx tsc -p . --noEmit' },
  {
    name: 'format and lint',
    command: packages('biome'),
    args: ['check', '--error-on-warnings', '--max-diagnostics=20'],
    remedy: 'npx biome check --write',
  },
  {
    name: 'dead code',
    command: packages('knip'),
    args: ['--no-progress', '--no-config-hints', '--exclude', 'types'],
    remedy: 'remove what is unused, or the `export` of what is used in its own file only',
  },
  {
    name: `${pureTests.length} files of pure tests, architecture among them`,
    command: process.execPath,
    args: testRun(pureTests, ['--test-reporter=dot', '--test-timeout=300000']).args,
    remedy: 'npm test -- path/of/the.test.ts',
  },
];

const checks = process.argv.includes('--no-tests') ? all.slice(0, -1) : all;

function run({ name, command, args, remedy }: Check): Promise<boolean> {
  const began = performance.now();
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', (error) => output.push(Buffer.from(`${command}: ${error.message}; run npm ci, then again\n`)));
    child.on('close', (code) => {
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      if (code !== 0) process.stdout.write(`\n${Buffer.concat(output).toString()}`);
      process.stdout.write(
        code === 0 ? `ok      ${name} (${seconds} s)\n` : `FAILED  ${name} (${seconds} s): ${remedy}\n\n`,
      );
      done(code === 0);
    });
  });
}

const waiting = [...checks];
const passed: boolean[] = [];
const worker = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) passed.push(await run(next));
};
await Promise.all(Array.from({ length: WIDTH }, worker));
const failed = passed.filter((ok) => !ok).length;
process.stdout.write(failed === 0 ? 'All checks passed.\n' : `${failed} of ${checks.length} checks failed.\n`);
process.exitCode = failed === 0 ? 0 : 1;
