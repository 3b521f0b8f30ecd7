import { messageOf } from '#kernel/text';
import { bringUp } from './bring-up.ts';
import type { Connection, Log } from './contract.ts';
import { endOrphans } from './pid-file.ts';
import type { Launch, Running } from './postmaster.ts';
import { isAlive, send } from './processes.ts';
import { elapsed, pause, seconds, until } from './wait.ts';

/** A server that is kept running until it is stopped. */
export interface Supervised {
  stop(): Promise<void>;
  pid(): number | undefined;
}

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = seconds(2);
/** After this long without a server the owner is told; the attempts go on. */
const HOPELESS = seconds(60);
/** A fast shutdown disconnects everybody and writes a checkpoint; then an immediate one, then none at all. */
const SHUTDOWN: [signal: NodeJS.Signals, patience: number][] = [
  ['SIGINT', seconds(30)],
  ['SIGQUIT', seconds(10)],
  ['SIGKILL', seconds(5)],
];

/**
 * Brings the server up and, whenever it dies, up again, for as long as it takes.
 * @throws Error when the first start fails. Later failures are logged; after 60 s without a server `onFatal` is called,
 *   once for each such time.
 */
export async function supervise(
  launch: Launch,
  connection: Connection,
  log: Log,
  onFatal: (error: Error) => void,
): Promise<Supervised> {
  const stopping = new AbortController();
  let current: Running | undefined;
  const onProcess = (running: Running) => {
    current = running;
  };
  // Whatever makes this process exit without stop(), the server is told; it ends by itself.
  const onExit = () => {
    if (current && current.ended() === undefined) send(current.pid, 'SIGINT');
  };
  process.on('exit', onExit);
  try {
    await bringUp(launch, connection, log, stopping.signal, onProcess);
  } catch (error) {
    process.off('exit', onExit);
    throw error;
  }

  const watch = async () => {
    while (current && !stopping.signal.aborted) {
      const how = await Promise.race([current.gone, aborted(stopping.signal)]);
      if (stopping.signal.aborted) return;
      log.error({ pid: current.pid, how }, 'the database died; starting it again');
      const again = () => bringUp(launch, connection, log, stopping.signal, onProcess);
      if (await restart(again, log, stopping.signal, onFatal)) log.info({ pid: current.pid }, 'the database is back');
    }
  };
  const watching = watch();

  let stopped: Promise<void> | undefined;
  const stop = async () => {
    stopping.abort();
    await watching;
    if (current) await shutDown(current, log);
    await endOrphans(launch.place.cluster);
    current = undefined;
    process.off('exit', onExit);
  };
  return {
    stop() {
      stopped ??= stop();
      return stopped;
    },
    pid: () => (current?.ended() === undefined ? current?.pid : undefined),
  };
}

/** Tries until it is up; false when `signal` was aborted first. */
async function restart(
  again: () => Promise<Running | undefined>,
  log: Log,
  signal: AbortSignal,
  onFatal: (error: Error) => void,
): Promise<boolean> {
  const begun = elapsed();
  let told = false;
  for (let wait = FIRST_PAUSE; !signal.aborted; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
    try {
      return (await again()) !== undefined;
    } catch (error) {
      log.error({ fault: messageOf(error) }, 'the database could not be started; trying again');
      if (!told && elapsed() - begun > HOPELESS) {
        told = true;
        onFatal(new Error(`the database has been down for a minute: ${messageOf(error)}`, { cause: error }));
      }
    }
    await pause(wait, signal);
  }
  return false;
}

async function shutDown(running: Running, log: Log): Promise<void> {
  const over = () => running.ended() !== undefined || !isAlive(running.pid);
  for (const [signal, patience] of SHUTDOWN) {
    if (over() || !send(running.pid, signal)) return;
    if (await until(over, patience)) return;
    log.warn({ pid: running.pid, signal, seconds: patience / 1_000 }, 'the database did not stop in time');
  }
}

function aborted(signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('stopped');
    else signal.addEventListener('abort', () => resolve('stopped'), { once: true });
  });
}
