import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Log } from '#kernel/log';
import type { Connection } from '#storage/db';
import { startEmbedded } from '#storage/embedded/index';
import type { Settings } from '../settings.ts';

export interface Database {
  connection: Connection;
  /** In words, for the log. */
  what: string;
  stop(): Promise<void>;
}

/** The embedded PostgreSQL, or the one that DATABASE_URL names. */
export async function openDatabase(settings: Settings, log: Log): Promise<Database> {
  const dataDir = resolve(settings.MUSTER_DATA_DIR);
  if (settings.DATABASE_URL) {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    return { connection: { connectionString: settings.DATABASE_URL }, what: 'DATABASE_URL', stop: async () => {} };
  }
  const onFatal = (error: Error) =>
    log.error({ err: error }, 'the embedded database stays down; it is started again and again');
  const embedded = await startEmbedded({ dataDir, log, onFatal });
  return {
    connection: embedded.connection,
    what: `embedded PostgreSQL (pid ${embedded.pid()})`,
    stop: () => embedded.stop(),
  };
}
