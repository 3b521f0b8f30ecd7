import type { ProbePoint } from '#kernel/probe';
import { createLog } from '../../src/log.ts';
import { startMuster } from '../../src/main.ts';
import { settingsFrom } from '../../src/settings.ts';

/** A node in a process of its own, for tests that kill it (node-process.ts is the other end of its IPC channel). */

/** What the test tells the node. */
export type ToNode =
  /** The node kills itself, as by `kill -9`, when it next comes to this point. */
  | { dieAt: ProbePoint }
  /** Its machine's wall clock leaps by so much: skewed-clock.ts does it. */
  | { leapMs: number };

/** What the node tells the test. */
export type FromNode = { ready: { url: string } } | { armed: ProbePoint } | { leapt: number };

const tell = (message: FromNode) => process.send?.(message);
let dieAt: ProbePoint | undefined;

const settings = settingsFrom(process.env);
const starting = startMuster({
  settings,
  log: createLog(settings.MUSTER_LOG_LEVEL),
  probe(point) {
    if (point !== dieAt) return;
    process.kill(process.pid, 'SIGKILL');
    return new Promise<void>(() => {});
  },
});

process.on('message', (message: ToNode) => {
  if (!('dieAt' in message)) return;
  dieAt = message.dieAt;
  tell({ armed: dieAt });
});
// Without its test a node has nobody who ends it, nor its database.
for (const end of ['disconnect', 'SIGTERM'] as const) {
  process.once(end, () => void starting.then((muster) => muster.stop()).then(() => process.exit(0)));
}

const { url } = await starting;
tell({ ready: { url } });
