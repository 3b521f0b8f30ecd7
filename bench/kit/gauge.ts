import { cpuOf, cpuOfFamily, cpuOfMachine } from './processes.ts';

/** CPU cores that others used while something was measured; above this the measurement is not to be trusted. */
export const BUSY = 0.15;

export interface Gauged<T> {
  value: T;
  /** CPU that was used by what neither serves nor asks, in cores. */
  foreignCores: number;
  /** Microseconds of CPU, by what was watched. */
  serverUs: number;
  databaseUs: number;
  bareUs: number;
  clientUs: number;
}

/** Whom to watch: Muster, its PostgreSQL, and the bare server or another peer. The client is this process. */
export interface Watched {
  server: number;
  postmaster: number;
  bare: number;
}

/** Runs `act` and tells what CPU was used meanwhile, and by whom. */
export async function gauged<T>({ server, postmaster, bare }: Watched, act: () => Promise<T>): Promise<Gauged<T>> {
  const read = () => ({
    server: cpuOf(server),
    database: cpuOfFamily(postmaster),
    bare: cpuOf(bare),
    client: process.cpuUsage(),
    machine: cpuOfMachine(),
    at: performance.now(),
  });
  const before = read();
  const value = await act();
  const after = read();
  const serverUs = after.server - before.server;
  const databaseUs = after.database - before.database;
  const usage = process.cpuUsage(before.client);
  const clientUs = usage.user + usage.system;
  const bareUs = after.bare - before.bare;
  const known = serverUs + databaseUs + clientUs + bareUs;
  const foreignUs = after.machine - before.machine - known;
  return {
    value,
    foreignCores: Math.max(0, foreignUs / ((after.at - before.at) * 1000)),
    serverUs,
    databaseUs,
    bareUs,
    clientUs,
  };
}
