// Loaded into a program that launch.mjs started as its child (`--import`), before the program itself.
// The two are to be seen as one process: a signal to the launcher reaches the program exactly once, and a launcher
// that was killed takes the program with it, so that the next start does not find a server nobody is waiting for.
import { Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';

/** A signal counts as arrived when the program got it by itself at most this long before the launcher told of it. */
const SAME_SIGNAL_MS = 1_000;
/** The launcher's word may be quicker than the signal that the terminal sent to both. */
const GRACE_MS = 50;
const SIGNALS = new Set(['SIGINT', 'SIGTERM', 'SIGHUP']);

const arrived = new Map();
const watchers = new Map();

/** Notes when a signal arrives, as long as the program listens for it; without a listener the signal ends it anyway. */
function watch(signal) {
  if (!SIGNALS.has(signal) || watchers.has(signal)) return;
  const watcher = () => arrived.set(signal, performance.now());
  watchers.set(signal, watcher);
  process.prependListener(signal, watcher);
}

function unwatch(signal) {
  const watcher = watchers.get(signal);
  if (watcher === undefined || process.listenerCount(signal) > 1) return;
  watchers.delete(signal);
  process.off(signal, watcher);
}

function deliver(signal) {
  setTimeout(() => {
    const at = arrived.get(signal);
    if (at === undefined || performance.now() - at > SAME_SIGNAL_MS) process.kill(process.pid, signal);
  }, GRACE_MS);
}

function listen() {
  const line = new Socket({ fd: 3, readable: true, writable: true });
  line.on('data', (chunk) => {
    for (const signal of chunk.toString('latin1').split('\n')) {
      if (!SIGNALS.has(signal)) continue;
      line.write(`${signal}\n`);
      deliver(signal);
    }
  });
  const launcherDied = () => process.kill(process.pid, 'SIGKILL');
  line.on('end', launcherDied);
  line.on('error', launcherDied);
  line.unref();
  process.on('newListener', watch);
  process.on('removeListener', unwatch);
}

if (isMainThread) {
  // Processes that the program forks take over its flags, but not this line to the launcher.
  process.execArgv = process.execArgv.filter((flag) => !(flag.startsWith('--import=') && flag.endsWith('/follow.mjs')));
  listen();
}
