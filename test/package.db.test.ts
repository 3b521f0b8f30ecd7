import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import pkg from '../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..');
const run = promisify(execFile);
const QUIET = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--loglevel=error'];

let folder: string;

/** The environment of somebody who has nothing of Muster's set. */
function bare(more: Record<string, string> = {}): Record<string, string | undefined> {
  const kept = Object.entries(process.env).filter(([name]) => !/^(MUSTER_|AWS_|DATABASE_URL|NODE_)/.test(name));
  return { ...Object.fromEntries(kept), ...more };
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-package-'));
  // The database's user, who is another one when root runs this, has to reach it.
  await chmod(folder, 0o711);
  const { stdout } = await run(process.execPath, [join(ROOT, 'scripts/package.ts'), join(folder, 'packed')], {
    env: bare(),
  });
  await writeFile(join(folder, 'package.json'), '{ "name": "somebody", "private": true }\n');
  await run('npm', ['install', ...QUIET, stdout.trim()], { cwd: folder, env: bare() });
});

after(() => rm(folder, { recursive: true, force: true }));

const installed = (...path: string[]) => join(folder, 'node_modules', 'muster', ...path);

test('the package holds no TypeScript, no test and nothing of the checkout', async () => {
  const files = await readdir(installed(), { recursive: true });
  const strangers = files.filter((path) => /\.ts$|\.test\.|^(test|bench|scripts|node_modules)\//.test(path));
  assert.deepEqual(strangers, []);
  const wanted = ['LICENSE', 'README.md', 'src/cli/main.js', 'migrations/0001_storage.sql', 'docs/settings.md'];
  wanted.push(
    ...['script', 'boto3', 'sandbox', 'process'].map((name) => `src/providers/scripts/python/muster_${name}.py`),
  );
  for (const path of wanted) assert.ok(files.includes(path), path);
  const manifest = JSON.parse(await readFile(installed('package.json'), 'utf8'));
  assert.deepEqual([manifest.private, manifest.devDependencies, manifest.version], [undefined, undefined, pkg.version]);
});

test('the installed command tells its version', async () => {
  const { stdout } = await run('npx', ['--no-install', 'muster', '--version'], { cwd: folder, env: bare() });
  assert.equal(stdout, `${pkg.version}\n`);
});

test('the process of scripts starts from the package, with its Python, behind its walls', async () => {
  const [sandbox, pyodide] = [
    installed('src', 'providers', 'scripts', 'sandbox'),
    join(folder, 'node_modules', 'pyodide'),
  ];
  const args = ['--permission', `--allow-fs-read=${sandbox}/`, `--allow-fs-read=${pyodide}/`, join(sandbox, 'main.js')];
  await assert.rejects(run(process.execPath, args, { env: {} }), /wanted make or run/);
});

test('the installed server starts on an empty data directory, answers, and stops with 0', async () => {
  const env = bare({ MUSTER_PORT: '0', MUSTER_DATA_DIR: join(folder, 'data') });
  const server = spawn(process.execPath, [installed('bin', 'muster.mjs'), 'start'], { cwd: folder, env });
  const ended = once(server, 'exit');
  try {
    const url = await addressOf(server);
    const ready = await fetch(new URL('/readyz', url));
    assert.equal(ready.status, 200, await ready.text());
    const credentials = { AWS_ENDPOINT_URL: url, MUSTER_DATA_DIR: join(folder, 'data') };
    const { stdout } = await run(join(folder, 'node_modules', '.bin', 'muster'), ['whoami'], {
      env: bare(credentials),
    });
    assert.match(stdout, /arn:aws:iam::123456789012:user\/admin/);
  } finally {
    server.kill('SIGTERM');
  }
  assert.deepEqual(await ended, [0, null]);
});

/** The address in the welcome; rejects with all that was said when the server ends before it. */
function addressOf(server: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((done, failed) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const url = /Muster is ready at (http:\S+?)\/ /.exec(said)?.[1];
      if (url) done(url);
    };
    server.stdout!.on('data', hear);
    server.stderr!.on('data', hear);
    server.on('exit', (code) => failed(new Error(`the server ended with ${code} before it was ready:\n${said}`)));
  });
}
