import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { startTestServer } from '../test/kit/postgres.ts';
import { testRun } from './test/together.ts';

/**
 * Runs the tests against a PostgreSQL of their own: all of them, or the files and patterns that are given. The last line is
 * `N passed, N failed`. `--long` (npm run test:long) runs the long ones, too, and draws other cases each time.
 */
const given = process.argv.slice(2).filter((argument) => argument !== '--long');
if (given.length < process.argv.length - 2) process.env['MUSTER_LONG'] = '1';
const everything = ['src/**/*.test.ts', 'test/**/*.test.ts', 'bin/**/*.test.mjs'];
const files = globSync(given.length > 0 ? given : everything, { cwd: process.cwd() })
  .filter((path) => !path.includes('node_modules'))
  .sort();
if (files.length === 0) {
  console.error(`No test files fit ${given.join(' ')}`);
  process.exit(2);
}

const server = await startTestServer();
const stop = () => void server.stop().then(() => process.exit(130));
process.once('SIGINT', stop);
process.once('SIGTERM', stop);

const tally = await run(files);
await server.stop();
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed > 0 || tally.code !== 0 || tally.passed === 0 ? 1 : 0);

interface Tally {
  passed: number;
  failed: number;
  code: number;
}

function run(paths: string[]): Promise<Tally> {
  const { args, replay } = testRun(paths, ['--test-reporter=spec', '--test-concurrency=2', '--test-timeout=300000']);
  console.log(replay);
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const counts = new Map<string, number>();
    let rest = '';
    child.stdout.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk);
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        // The runner's own closing lines: `ℹ pass 12`.
        const [, word, count] = /^\S (pass|fail|cancelled) (\d+)$/.exec(line) ?? [];
        if (word) counts.set(word, Number(count));
      }
    });
    child.on('close', (code) => {
      const failed = (counts.get('fail') ?? 0) + (counts.get('cancelled') ?? 0);
      done({ passed: counts.get('pass') ?? 0, failed, code: code ?? 1 });
    });
  });
}
