// Lets one process at a time install. The owner touches the lock file every second, so one left behind by a killed
// process is known by its age: no process ids, which other containers and later processes may bear as well.
import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const TOUCH_MS = 1_000;
const STALE_MS = 15_000;
const LOOK_AGAIN_MS = 250;

/**
 * Runs `work` while holding `file`; waits for another's work to end first, however long that takes.
 * @param {string} file
 * @param {() => Promise<void>} work
 */
export async function withInstallLock(file, work) {
  const token = randomUUID();
  let told = false;
  while (!(await acquire(file, token))) {
    if (!told) process.stderr.write('muster: waiting for another process that is installing packages …\n');
    told = true;
    await sleep(LOOK_AGAIN_MS);
  }
  const touch = () => {
    if (holder(file) === token) utimesSync(file, new Date(), new Date());
  };
  const heartbeat = setInterval(touch, TOUCH_MS);
  try {
    await work();
  } finally {
    clearInterval(heartbeat);
    if (holder(file) === token) rmSync(file);
  }
}

async function acquire(file, token) {
  try {
    writeFileSync(file, token, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (!isStale(file)) return false;
  // Two may find it stale at once: each puts its own in place, and the last one, still there a moment later, has it.
  const mine = `${file}.${token}`;
  writeFileSync(mine, token);
  renameSync(mine, file);
  await sleep(LOOK_AGAIN_MS);
  return holder(file) === token;
}

function isStale(file) {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs > STALE_MS;
}

function holder(file) {
  return statSync(file, { throwIfNoEntry: false }) === undefined ? undefined : readFileSync(file, 'utf8');
}
