import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findBinaries } from './binaries.ts';
import { ensureCluster, majorOf } from './cluster.ts';
import { type Connection, DATABASE, type Log, PORT, USER } from './contract.ts';
import { choosePlace, openDataDir, ownFolder } from './location.ts';
import { type FolderLock, lockFolder } from './lock.ts';
import { livePostmaster } from './pid-file.ts';
import { supervise } from './supervisor.ts';

export type { Log } from './contract.ts';

export interface EmbeddedDatabase {
  /** For `pg`: `host` is the folder of the server's Unix socket. The same for as long as this object is in use. */
  readonly connection: Readonly<Connection>;
  /** Resolves when the server is stopped and the data directory given back; a second call waits for the same end. */
  stop(): Promise<void>;
  /** The server's process, undefined while there is none. */
  readonly pid: () => number | undefined;
}

export interface EmbeddedOptions {
  /** Made if it is not there. */
  dataDir: string;
  log: Log;
  /** Called when the server has been down for a minute, once for each such time; it is still being restarted. */
  onFatal?: (error: Error) => void;
  /** PostgreSQL's own settings, on top of small and durable ones. */
  settings?: Record<string, string>;
  /** The folder with `postgres` and `initdb`; by default npm's package is looked for, then the system's folders. */
  binDir?: string;
}

/**
 * Starts PostgreSQL on the data directory, or adopts the one that a killed Muster left running there; keeps it up until
 * `stop()`, and tells it to stop when this process exits. Resolves when the database answers.
 * @throws Error when another Muster uses the data directory, no binaries fit, or the server will not start; its message
 *   says what to do.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const dataDir = openDataDir(options.dataDir);
  const locks: FolderLock[] = [await lockFolder(dataDir)];
  const release = () => {
    for (const lock of locks.splice(0)) lock.release();
  };
  try {
    const place = choosePlace(dataDir, options.log);
    // A copied data directory still points to the database of the original.
    if (place.home !== dataDir) locks.push(await lockFolder(place.home));
    const { connection, server } = await start(dataDir, place, options);
    return {
      connection,
      pid: server.pid,
      async stop() {
        await server.stop();
        removeIfApart(connection.host, place.home);
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** A socket's folder among temporary files is not left behind. */
function removeIfApart(socketDir: string, home: string): void {
  if (dirname(socketDir) !== home) rmSync(socketDir, { recursive: true, force: true });
}

async function start(dataDir: string, place: ReturnType<typeof choosePlace>, options: EmbeddedOptions) {
  const { log, binDir, settings = {}, onFatal = () => undefined } = options;
  const { home, owner, cluster } = place;
  const search = { home, owner, log, major: majorOf(cluster), ...(binDir !== undefined && { binDir }) };
  const binaries = findBinaries(search);
  await ensureCluster(place, binaries, log);
  const live = livePostmaster(cluster);
  const socketDir = live?.socketDir || place.socketDir;
  const port = live?.port ?? PORT;
  ownFolder(socketDir, owner);
  const connection = { host: socketDir, port, user: USER, database: DATABASE };
  const launch = { place, binaries, socketDir, port, settings, logFile: join(dataDir, 'postgres.log') };
  const server = await supervise(launch, connection, log, onFatal);
  log.info({ pid: server.pid(), version: binaries.version, cluster }, 'the database is up');
  return { connection, server };
}
