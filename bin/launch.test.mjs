import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

/** A Node without process.execve, as those before 22.15 are: there the launcher has to follow a child. */
const OLD = ['--import=data:text/javascript,process.execve=undefined'];
const WAYS = [
  ['in its place', []],
  ['as its child', OLD],
];

const PROGRAM = `
  const [what, code] = process.argv.slice(2);
  if (what === 'serve') {
    process.once('SIGTERM', () => { process.stdout.write('stopping '); setTimeout(() => process.exit(7), 300); });
    process.on('SIGINT', () => process.stdout.write('interrupted '));
  }
  if (what === 'serve' || what === 'wait') {
    process.stdout.write(process.pid + '\\n');
    setInterval(() => {}, 1000);
  } else {
    console.log(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), main: import.meta.main, flags: process.execArgv }));
    process.exitCode = Number(code ?? 0);
  }
`;

/** A package with the launcher and a program that tells what it sees. */
function checkout(t) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'muster-launch-')));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  cpSync(fileURLToPath(new URL('.', import.meta.url)), join(root, 'bin'), { recursive: true });
  mkdirSync(join(root, 'src', 'cli'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  writeFileSync(join(root, 'src', 'cli', 'main.ts'), PROGRAM);
  return root;
}

async function start(root, flags, what) {
  const launcher = spawn(process.execPath, [...flags, join(root, 'bin', 'muster.mjs'), what], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let output = '';
  const ended = new Promise((resolve) => launcher.on('close', (code, signal) => resolve({ code, signal, output })));
  const pid = await new Promise((resolve) => {
    launcher.stdout.on('data', (chunk) => {
      const first = output === '';
      if (first) resolve(Number(chunk));
      output += first ? '' : chunk;
      if (first) output = ' ';
    });
  });
  return { launcher: launcher.pid, pid, ended };
}

for (const [way, flags] of WAYS) {
  test(`the program run ${way} gets the arguments and the working directory, and its exit code is handed on`, (t) => {
    const root = checkout(t);
    mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
    symlinkSync('../../bin/muster.mjs', join(root, 'node_modules', '.bin', 'muster'));
    const link = join(root, 'node_modules', '.bin', 'muster');
    const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, link, 'say', '3', '--x=y z'], {
      encoding: 'utf8',
      cwd: tmpdir(),
    });
    assert.deepEqual(JSON.parse(stdout), {
      args: ['say', '3', '--x=y z'],
      cwd: realpathSync(tmpdir()),
      main: true,
      flags: ['--disable-warning=ExperimentalWarning'],
    });
    assert.equal(stderr, '');
    assert.equal(status, 3);
  });

  test(`what a program run ${way} compiles is kept for the next start, where it can be`, (t) => {
    const root = checkout(t);
    const { NODE_COMPILE_CACHE: _, ...env } = process.env;
    const say = (more) =>
      spawnSync(process.execPath, [...flags, join(root, 'bin', 'muster.mjs'), 'say'], {
        encoding: 'utf8',
        env: { ...env, ...more },
      });
    const kept = join(root, 'node_modules', '.cache', 'muster');
    assert.equal(say().status, 0);
    assert.ok(readdirSync(kept).length > 0);
    rmSync(kept, { recursive: true });
    writeFileSync(kept, 'not a directory');
    const { status, stderr } = say();
    assert.deepEqual([status, stderr], [0, '']);
    assert.equal(say({ NODE_COMPILE_CACHE: join(root, 'elsewhere') }).status, 0);
    assert.ok(existsSync(join(root, 'elsewhere')), 'where the environment says');
  });

  test(`a program run ${way} gets a signal once, whether one process or the group is sent it`, async (t) => {
    const root = checkout(t);
    for (const target of [(run) => run.launcher, (run) => -run.launcher]) {
      const run = await start(root, flags, 'serve');
      process.kill(target(run), 'SIGTERM');
      assert.deepEqual(await run.ended, { code: 7, signal: null, output: ' stopping ' });
    }
  });

  test(`a program run ${way} that a signal ends makes the launcher end by the same`, async (t) => {
    const root = checkout(t);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      const run = await start(root, flags, 'wait');
      process.kill(run.launcher, signal);
      assert.deepEqual(await run.ended, { code: null, signal, output: ' ' });
    }
  });

  test(`killing the launcher kills a program run ${way}`, async (t) => {
    const run = await start(checkout(t), flags, 'serve');
    process.kill(run.launcher, 'SIGKILL');
    // The pipe is closed, and `ended` resolves, when the last process that holds it is gone.
    assert.equal((await run.ended).signal, 'SIGKILL');
  });
}

/** Stands in for npm: notes each call, takes a moment, and makes what npm would. */
const NPM = `
  import { appendFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
  appendFileSync('calls.txt', process.argv.slice(2).join(' ') + '\\n');
  console.log('npm says something on its standard output');
  await new Promise((resolve) => setTimeout(resolve, 500));
  rmSync('node_modules', { recursive: true, force: true });
  mkdirSync('node_modules/left', { recursive: true });
  writeFileSync('node_modules/left/package.json', '{}');
  cpSync('package-lock.json', 'node_modules/.package-lock.json');
  process.exitCode = Number(process.env.NPM_FAILS ?? 0);
`;

function uninstalled(t) {
  const root = checkout(t);
  const lock = { packages: { '': {}, 'node_modules/left': { version: '1.0.0' } } };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lock));
  mkdirSync(join(root, 'npm'));
  writeFileSync(join(root, 'npm', 'npm-cli.js'), NPM);
  const run = (env = {}) =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [join(root, 'bin', 'muster.mjs'), 'say'], {
        env: { ...process.env, npm_execpath: join(root, 'npm', 'npm-cli.js'), ...env },
      });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk) => (stdout += chunk));
      child.stderr.on('data', (chunk) => (stderr += chunk));
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });
  const calls = () =>
    existsSync(join(root, 'calls.txt')) ? readFileSync(join(root, 'calls.txt'), 'utf8').trim().split('\n') : [];
  return { root, run, calls };
}

test('what is missing is installed once, however many start at once, and nothing of it is on standard output', async (t) => {
  const { run, calls, root } = uninstalled(t);
  const runs = await Promise.all([run(), run(), run()]);
  for (const { code, stdout } of runs) {
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout).args, ['say']);
  }
  assert.equal(runs.filter(({ stderr }) => stderr.includes('npm says something')).length, 1);
  assert.equal(calls().length, 1);
  assert.match(calls()[0], /^ci --no-audit --no-fund /);
  assert.equal(existsSync(join(root, '.installing.log')), false);
  assert.equal((await run()).stderr, '', 'the next start has nothing to say');
});

test('a package that was removed, or a lock file that changed, makes it install again', async (t) => {
  const { run, calls, root } = uninstalled(t);
  await run();
  rmSync(join(root, 'node_modules'), { recursive: true });
  await run();
  assert.equal(calls().length, 2);
  const changed = { packages: { '': {}, 'node_modules/left': { version: '2.0.0' } } };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(changed));
  await run();
  assert.equal(calls().length, 3);
});

test('what was installed without the launcher is left as it is', async (t) => {
  const { run, calls, root } = uninstalled(t);
  mkdirSync(join(root, 'node_modules', 'left'), { recursive: true });
  writeFileSync(join(root, 'node_modules', 'left', 'package.json'), '{}');
  cpSync(join(root, 'package-lock.json'), join(root, 'node_modules', '.package-lock.json'));
  assert.equal((await run()).code, 0);
  assert.deepEqual(calls(), []);
});

test('when npm fails the program is not run, and the message says what to do', async (t) => {
  const { run } = uninstalled(t);
  const { code, stdout, stderr } = await run({ NPM_FAILS: '1' });
  assert.equal(code, 1);
  assert.equal(stdout, '');
  assert.match(stderr, /`npm ci` in .* ended with exit code 1; .*start again/);
});
