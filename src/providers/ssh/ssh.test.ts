import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Host } from '#domain/hosts';
import { type FakeHost, openFakeHost } from '#test/kit/fake-ssh';
import { createSsh } from './ssh.ts';

let far: FakeHost;
before(async () => {
  far = await openFakeHost();
});
after(() => far[Symbol.asyncDispose]());
const never = new AbortController().signal;

const run = (
  script: string,
  more: { host?: Partial<Host>; key?: string; seconds?: number; maxBytes?: number; signal?: AbortSignal } = {},
) => {
  const { host = {}, key = far.key, seconds = 60, maxBytes = 1_000, signal = never } = more;
  return createSsh({ connectMs: 5_000 }).run(
    { host: { ...far.host, ...host }, key, script, seconds, maxBytes },
    signal,
  );
};

test('a script runs as one argument of a shell, and its output and code come back', async () => {
  far.next({ output: "it's up\n", code: 3 });
  assert.deepEqual(await run("echo 'up'\nexit 3"), { is: 'ended', code: 3, output: "it's up\n" });
  assert.equal(
    far.ran.at(-1),
    String.raw`/bin/sh -c 'echo '\''up'\''
exit 3'`,
  );
});

test('output beyond the bound is thrown away', async () => {
  far.next({ output: 'x'.repeat(100_000) });
  const outcome = await run('yes', { maxBytes: 500 });
  assert.ok(outcome.is === 'ended' && outcome.output.length === 500);
});

test('a host with another key is told nothing, not even ours', async () => {
  const { keys } = far.shown;
  const outcome = await run('true', { host: { hostKey: `SHA256:${'A'.repeat(43)}` } });
  assert.equal(outcome.is, 'refused');
  assert.equal(far.shown.keys, keys);
});

test('a key that the host does not take runs nothing; nor does one that is none', async () => {
  const other = await openFakeHost();
  const count = far.ran.length;
  const outcome = await run('true', { key: other.key });
  await other[Symbol.asyncDispose]();
  assert.equal(outcome.is, 'refused');
  const none = await run('true', { key: 'hunter2' });
  assert.ok(none.is === 'refused' && /holds no private key/.test(none.reason) && !none.reason.includes('hunter2'));
  assert.equal(far.ran.length, count);
});

test('where clouds keep credentials nobody is called, and what is not there is refused', async () => {
  const kept = await run('true', { host: { address: '169.254.169.254' } });
  assert.ok(kept.is === 'refused' && /is no address of a host/.test(kept.reason), JSON.stringify(kept));
  const gone = await run('true', { host: { port: 9 } });
  assert.equal(gone.is, 'refused');
});

test('a connection that breaks leaves it open what became of the command', async () => {
  far.next({ output: 'half', drop: true });
  const outcome = await run('rm -rf /srv/cache');
  assert.deepEqual([outcome.is, outcome.is === 'interrupted' && outcome.output], ['interrupted', 'half']);
});

test('what is given up while it runs is told as interrupted', async () => {
  const gone = new AbortController();
  far.next({ hang: true });
  const running = run('sleep 1000', { signal: gone.signal });
  const before = far.ran.length;
  while (far.ran.length === before) await new Promise((resolve) => setImmediate(resolve));
  gone.abort();
  const outcome = await running;
  assert.deepEqual([outcome.is, outcome.is !== 'ended' && outcome.reason], ['interrupted', 'it was given up']);
});

test('what takes too long is ended', async () => {
  far.next({ hang: true });
  const outcome = await run('sleep 1000', { seconds: 1 });
  assert.deepEqual(
    [outcome.is, outcome.is !== 'ended' && outcome.reason],
    ['interrupted', 'it took longer than 1 seconds'],
  );
});
