import { type Connection, type Log, OR_ELSE } from './contract.ts';
import { clearAfterDead, livePostmaster } from './pid-file.ts';
import {
  adoptPostmaster,
  type Launch,
  logSince,
  type Running,
  rotateLog,
  sizeOf,
  startPostmaster,
} from './postmaster.ts';
import { ask, createDatabase } from './probe.ts';
import { send } from './processes.ts';
import { elapsed, pause, seconds } from './wait.ts';

/** Messages of a start that will succeed as soon as the last processes of the former server are gone. */
const PASSING =
  /lock file .* already exists|shared memory block .* still in use|could not create shared memory|Address already in use/;
/** For how long such a start is tried again. */
const PATIENCE = seconds(15);
/** For how long an adopted server may have no socket: one that lost its folder never gets it back. */
const SOCKETLESS = seconds(15);
/** Recovery after a crash takes as long as there is journal to replay; beyond this somebody should look. */
const LONGEST_START = seconds(600);

type Outcome = 'ready' | 'ended' | 'cancelled' | { fault: string };

/**
 * Brings the server of a cluster up, or finds it running and takes it over, and waits until it answers.
 * `onProcess` is told of each server process that is tried. Undefined when `signal` was aborted first; the process told
 * last may be running then, and is the caller's to stop.
 * @throws Error with the server's own last words when it will not start.
 */
export async function bringUp(
  launch: Launch,
  connection: Connection,
  log: Log,
  signal: AbortSignal,
  onProcess: (running: Running) => void,
): Promise<Running | undefined> {
  const begun = elapsed();
  while (!signal.aborted) {
    const { running, logFrom, adopted } = await startOrAdopt(launch, log);
    onProcess(running);
    const outcome = await untilReady(running, adopted, connection, log, signal);
    if (outcome === 'ready') return running;
    if (outcome === 'cancelled') return undefined;
    const words = lastWords(logSince(launch.logFile, logFrom));
    const fault = outcome === 'ended' ? (running.ended() ?? 'it ended') : outcome.fault;
    const passing = outcome === 'ended' && (adopted || PASSING.test(words));
    if (!passing || elapsed() - begun > PATIENCE) {
      if (outcome !== 'ended' && !adopted) send(running.pid, 'SIGINT');
      throw new Error(
        `The database in ${launch.place.cluster} did not start: ${fault}. ${words}See ${launch.logFile}. ${OR_ELSE}`,
      );
    }
    log.warn({ fault, words }, 'the database could not start yet; trying again');
    await pause(200, signal);
  }
  return undefined;
}

interface Attempt {
  running: Running;
  adopted: boolean;
  /** Where in the log this attempt begins. */
  logFrom: number;
}

async function startOrAdopt(launch: Launch, log: Log): Promise<Attempt> {
  const { place, socketDir, port, logFile } = launch;
  const live = livePostmaster(place.cluster);
  if (live) {
    log.warn({ pid: live.pid }, 'found the database running without a Muster to look after it; taking it over');
    // At another socket nobody would find it: it is stopped, and the next attempt starts it at ours.
    if (live.socketDir !== socketDir || live.port !== port) send(live.pid, 'SIGINT');
    return { running: adoptPostmaster(live.pid), adopted: true, logFrom: sizeOf(logFile) };
  }
  await clearAfterDead(place.cluster, socketDir);
  rotateLog(logFile);
  const logFrom = sizeOf(logFile);
  return { running: startPostmaster(launch), adopted: false, logFrom };
}

async function untilReady(
  running: Running,
  adopted: boolean,
  connection: Connection,
  log: Log,
  signal: AbortSignal,
): Promise<Outcome> {
  const begun = elapsed();
  let told = begun;
  for (let wait = 10; ; wait = Math.min(wait * 1.3, 250)) {
    if (running.ended() !== undefined) return 'ended';
    if (signal.aborted) return 'cancelled';
    const answer = await ask(connection);
    if (answer === 'ready') return 'ready';
    if (answer === 'no database') await createDatabase(connection);
    if (typeof answer === 'object' && elapsed() - begun > PATIENCE) return answer;
    if (answer === 'nobody there' && adopted && elapsed() - begun > SOCKETLESS) send(running.pid, 'SIGINT');
    if (elapsed() - begun > LONGEST_START) return { fault: `it did not answer within ${LONGEST_START / 1_000} s` };
    if (elapsed() - told > seconds(10)) {
      told = elapsed();
      log.warn({ pid: running.pid, answer }, 'the database does not answer yet, it may be recovering; still waiting');
    }
    await pause(wait, signal);
  }
}

/** The lines that say why, as one sentence. */
function lastWords(text: string): string {
  const lines = text.split('\n').filter((line) => /(FATAL|PANIC|ERROR|HINT|DETAIL|error while loading)/.test(line));
  const words = lines.slice(-4).map((line) => line.replace(/^.*?(?=FATAL|PANIC|ERROR|HINT|DETAIL)/, '').trim());
  return words.length > 0 ? `${words.join(' ')} ` : '';
}
