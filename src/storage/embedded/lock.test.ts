import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { lockFolder } from './lock.ts';
import { startOf } from './processes.ts';

function folder(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'muster-lock-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const heldBy = (pid: number, start: string) => `${JSON.stringify({ pid, start, token: 'other' })}\n`;

test('a lock that is held refuses, naming the holder, and can be taken once it is released', async (t) => {
  const here = folder(t);
  const first = await lockFolder(here);
  await assert.rejects(lockFolder(here), new RegExp(`another Muster \\(process ${process.pid}\\)`));
  first.release();
  first.release();
  (await lockFolder(here)).release();
  assert.deepEqual(readdirSync(here), []);
});

const left: [name: string, content: string][] = [
  ['of a process that is gone', heldBy(2 ** 30, 'long ago')],
  ['of an earlier process with the number of a living one', heldBy(process.ppid, 'before the last boot')],
  ['emptied by a power cut', ''],
];
for (const [name, content] of left) {
  test(`a lock ${name} is taken over, by one of many`, async (t) => {
    const here = folder(t);
    writeFileSync(join(here, 'muster.lock'), content);
    const all = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(here)));
    const got = all.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    assert.equal(got.length, 1);
    got[0]?.release();
    assert.deepEqual(readdirSync(here), []);
  });
}

test('a living holder keeps its lock', async (t) => {
  const here = folder(t);
  writeFileSync(join(here, 'muster.lock'), heldBy(process.ppid, startOf(process.ppid) ?? ''));
  await assert.rejects(lockFolder(here), new RegExp(`process ${process.ppid}\\)`));
});
