import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Channel, SendLimits } from '#domain/channels';
import { noProbe } from '#kernel/probe';
import { createKeyring } from '#kernel/seal';
import { createEndpoints } from '#providers/endpoints';
import { createEventTargets } from '#providers/event-targets';
import { createOutgoing } from '#providers/outgoing';
import { type DatabaseClock, databaseClock } from '#storage/clock';
import { type Db, openDb } from '#storage/db';
import { createDueWork, type DueWork } from '#storage/due';
import { startEmbedded } from '#storage/embedded/index';
import { migrate } from '#storage/migrate';
import { localWake, type Wake } from '#storage/wake';
import { type KeptLog, keptLog } from '#test/kit/log';
import { compose, type House } from '../../src/compose.ts';
import type { Undo } from './world.ts';

/** All rooms on a fresh database of the default durability, in this process: for what is measured below the faces. */
export interface BenchHouse {
  db: Db;
  due: DueWork;
  clock: DatabaseClock;
  wake: Wake;
  log: KeptLog;
  house: House;
  /** Of the database server. */
  postmaster: number;
}

/** Nothing is held: a bench measures how fast pages can leave. */
const UNHELD: SendLimits = { pages: 0, windowMs: 60_000, personPages: 0, perSecond: {} };
/** What the settings say where nobody sets them. */
export const USUAL: SendLimits = { ...UNHELD, pages: 3 };

/** `settings` are the database server's own. */
export async function openHouse(
  channel: Channel,
  undo: Undo,
  settings: Record<string, string> = {},
  limits: SendLimits = UNHELD,
): Promise<BenchHouse> {
  const dataDir = await mkdtemp(join(tmpdir(), 'muster-bench-'));
  undo.push(() => rm(dataDir, { recursive: true, force: true }));
  // So that the database can lie in it also when another user runs it.
  await chmod(dataDir, 0o711);
  const quiet = { info: () => {}, warn: console.warn, error: console.error };
  const server = await startEmbedded({ dataDir, log: quiet, settings });
  undo.push(server.stop);
  const connection = { ...server.connection };
  await migrate(connection);
  const db = openDb(connection);
  undo.push(db.close);
  const clock = await databaseClock(db, (error) => process.stderr.write(`the clock: ${String(error)}\n`));
  undo.push(async () => clock.stop());
  const log = keptLog();
  const wake = localWake();
  const due = createDueWork(db, wake, 'bench');
  const outgoing = createOutgoing({ allowPrivate: false, trusted: [] });
  const house = compose({
    ...{ db, due, clock, log, probe: noProbe, channels: [channel] },
    keyring: createKeyring(randomBytes(32)),
    endpoints: createEndpoints({ outgoing }),
    eventOutside: createEventTargets({
      outgoing,
      allowPrivate: false,
      aws: { accessKeyId: undefined, secret: undefined, baseUrl: undefined, outgoing },
    }),
    publicUrl: 'https://muster.example',
    timeScale: 1,
    limits,
  });
  undo.push(house.trail.stop);
  return { db, due, clock, wake, log, house, postmaster: server.pid()! };
}
