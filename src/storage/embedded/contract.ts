import type { Log as FullLog } from '#kernel/log';

/** What the supervisor needs of a log. */
export type Log = Pick<FullLog, 'info' | 'warn' | 'error'>;

/** Where a server is reached: a Unix socket `.s.PGSQL.<port>` in the folder `host`, for `pg`. */
export interface Connection {
  host: string;
  port: number;
  user: string;
  database: string;
}

/** The unprivileged user on whose behalf root runs the server. */
export interface Owner {
  uid: number;
  gid: number;
}

/** A PostgreSQL installation that was run once to see that it can be. */
export interface Binaries {
  /** The folder with `postgres` and `initdb`. */
  bin: string;
  /** 18 for 18.4. */
  major: number;
  /** As `postgres --version` tells it, e.g. `18.4`. */
  version: string;
}

export const USER = 'muster';
export const DATABASE = 'muster';
export const PORT = 5432;

/** The last sentence of every error for which another database is the way out. */
export const OR_ELSE = 'Or set DATABASE_URL to a PostgreSQL 15 or later that runs elsewhere.';
