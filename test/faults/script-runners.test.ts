import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createContainer, createPowerShell, createPython } from '#providers/scripts';
import { pythonContract } from '#test/kit/script-contract';
import { isRoot, messageOfFailure, payloadOf, runScript } from '#test/kit/scripts';

/** The runners that a setting switches on. */
const PYTHON = ['/usr/bin/python3', '/usr/local/bin/python3'].find((path) => existsSync(path));
const skip = PYTHON === undefined && 'no python3 on this machine';
const memory = 512 * 1_048_576;
const folder = await mkdtemp(join(tmpdir(), 'muster-runners-'));
after(() => rm(folder, { recursive: true, force: true }));
await chmod(folder, 0o755);

/** An executable of our own that stands for one that is not on this machine. */
async function standIn(name: string, script: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

const python = () => createPython({ command: PYTHON!, memory });

test('a real Python keeps the contract of a runner', { skip }, (t) => pythonContract(t, python()));

test('a real Python has bounds and a folder of its own, and no way to start a program', { skip }, async () => {
  const script = `
import os, subprocess, threading
def attempt(run):
    try: return "GOT " + str(run())
    except BaseException as error: return type(error).__name__
def f(events, context):
    return [
        sorted(os.environ), os.getcwd() == os.environ["HOME"], os.listdir("."), os.getuid(), os.getgroups(),
        attempt(lambda: bytearray(2 * 1024 ** 3)), attempt(lambda: open("/etc/shadow").read()),
        attempt(lambda: open("big", "wb").write(b"x" * (65 * 1024 * 1024))),
        attempt(lambda: subprocess.run(["/bin/true"])), attempt(lambda: threading.Thread(target=print).start()),
    ]
`;
  process.env['MUSTER_IN_THE_ENVIRONMENT'] = 'found me';
  const payload = payloadOf(await runScript(python(), script)) as unknown[];
  const [environment, isHome, files, uid, groups, ...tries] = payload;
  assert.deepEqual([environment, isHome, files], [['HOME', 'LANG', 'PATH', 'TMPDIR'], true, []]);
  const [much, shadow, big, program, thread] = tries;
  assert.deepEqual([much, big, program], ['MemoryError', 'OSError', 'BlockingIOError']);
  assert.equal(thread, 'RuntimeError');
  if (!isRoot) return;
  assert.match(String(uid), /^655[23]\d$/);
  assert.deepEqual([groups, shadow], [[], 'PermissionError']);
});

test('a Python that is not there is told', async () => {
  const runner = createPython({ command: join(folder, 'no-python'), memory });
  assert.match(messageOfFailure(await runScript(runner, 'def f(e, c): pass\n')), /could not be started: .*ENOENT/);
});

test('a container gets no network, no right and no file that it can change, and Python runs in it', {
  skip,
}, async () => {
  const kept = join(folder, 'engine-arguments');
  // Keeps its arguments; what would run in the image runs here.
  const engine = await standIn(
    'engine',
    `for a in "$@"; do printf '%s\\n' "$a"; [ "$a" = image:1 ] && break; done > ${kept}
while [ "$1" != image:1 ]; do shift; done; shift; shift; exec ${PYTHON} "$@"`,
  );
  const runner = createContainer({ command: engine, image: 'image:1', memory });
  assert.equal(payloadOf(await runScript(runner, 'def f(e, c):\n  return 1\n')), 1);
  const said = (await readFile(kept, 'utf8')).split('\n').join(' ');
  for (const part of [
    'run --rm --interactive',
    '--network none',
    '--read-only',
    '--user 65534:65534',
    '--cap-drop ALL',
    '--security-opt no-new-privileges',
    '--memory 536870912b --memory-swap 536870912b',
    '--cpus 1 --pids-limit 64',
    '--pull never',
  ]) {
    assert.ok(said.includes(part), `${part} in ${said}`);
  }
});

test('a container that is not done when its command line is ended is removed by its name', async () => {
  const kept = join(folder, 'removed');
  const engine = await standIn(
    'slow-engine',
    `if [ "$1" = rm ]; then printf '%s' "$*" > ${kept}; exit 0; fi\nprintf '%s' "$5" > ${kept}.name\necho no message\nexec sleep 30`,
  );
  const runner = createContainer({ command: engine, image: 'image:1', memory });
  assert.match(messageOfFailure(await runScript(runner, 'x')), /ended without an answer/);
  const name = await readFile(`${kept}.name`, 'utf8');
  assert.match(name, /^muster-script-[0-9a-f-]{36}$/);
  assert.equal(await readFile(kept, 'utf8'), `rm --force ${name}`);
});

test('PowerShell gets the payload in its environment; what it writes is the payload', async () => {
  // Not PowerShell: says how it was called, and does what the script asks of it by its first line.
  const shell = await standIn(
    'pwsh',
    `case "$(head -n 1 "$5")" in
  fail) echo "At line:1 throw" >&2; exit 1;;
  text) echo "just text";;
  *) echo "looking"; printf '{"flags":"%s","input":%s,"has":"%s"}\\n' "$1 $2 $3 $4" "$InputPayload" "$MUSTER_IN_THE_ENVIRONMENT";;
esac`,
  );
  const runner = createPowerShell({ command: shell, memory });
  const inputs = { InputPayload: { a: ['ä'] } };
  const outcome = await runScript(runner, 'return 1', { inputs });
  assert.deepEqual(payloadOf(outcome), {
    ...{ flags: '-NoLogo -NoProfile -NonInteractive -File', input: { a: ['ä'] }, has: '' },
  });
  assert.equal(payloadOf(await runScript(runner, 'text')), 'just text');
  assert.match(messageOfFailure(await runScript(runner, 'fail')), /^PowerShell: exit code 1: At line:1 throw/);
});
