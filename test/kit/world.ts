import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createApi } from '#api/api';
import { createMetrics } from '#api/metrics';
import type { ChannelType } from '#domain/channels';
import { createEngine, type Engine } from '#engine/engine';
import { type ManualClock, MINUTE, manualClock } from '#kernel/clock';
import { noProbe, type Probe } from '#kernel/probe';
import { createKeyring } from '#kernel/seal';
import { type Db, openDb } from '#storage/db';
import { createDueWork, type DueWork } from '#storage/due';
import { localWake } from '#storage/wake';
import { createAwsFace } from '#wire/face';
import { compose, type House } from '../../src/compose.ts';
import { listen } from '../../src/start/listener.ts';
import { signatureCheck } from '../../src/start/signatures.ts';
import { type FakeChannel, fakeChannel } from './fake-channel.ts';
import { type KeptLog, keptLog } from './log.ts';
import { testDatabase } from './postgres.ts';
import { type Clients, clientsFor } from './world-clients.ts';

/** A quiet night: where every world begins unless told otherwise. */
export const T0 = new Date('2026-01-02T03:10:00.000Z');

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';
export const KEY = { id: 'AKIAWORLDWORLDWORLD1', secret: 'a-secret-for-tests-only' };

export interface WorldOptions {
  now?: Date;
  probe?: Probe;
  /** Log lines of level error that are expected: anything else fails the test when the world closes. */
  expectErrors?: RegExp[];
  /** Kinds of channel for which there is no provider. */
  without?: ChannelType[];
}

/**
 * A whole Muster in this process, over real HTTP and a real PostgreSQL, with a clock that only `advance` moves and an
 * engine that runs only then. Closing it fails on any message that the test did not take and any error it did not expect.
 */
export interface World extends AsyncDisposable {
  url: string;
  db: Db;
  due: DueWork;
  clock: ManualClock;
  engine: Engine;
  house: House;
  log: KeptLog;
  mail: FakeChannel;
  sms: FakeChannel;
  voice: FakeChannel;
  /** Official SDK clients with the administrator's key. */
  aws: Clients;
  now(): Date;
  /** Does all that is due now. */
  runDue(): Promise<void>;
  /** Moves time on, stopping at every moment at which something is due. */
  advance(by: { minutes?: number; seconds?: number; hours?: number }): Promise<void>;
  /** Moves time on as if Muster had stood still: what became due meanwhile is all due at once. */
  sleepThrough(by: { minutes: number }): Promise<void>;
  /** Makes a key of another account. */
  addKey(account: string): Promise<Clients>;
}

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const database = await testDatabase();
  const db = openDb(database.connection, { max: 8 });
  const clock = manualClock(options.now ?? T0);
  const log = keptLog();
  const due = createDueWork(db, localWake(), 'world');
  const mail = fakeChannel('EMAIL');
  const sms = fakeChannel('SMS');
  const voice = fakeChannel('VOICE');
  const fakes = [mail, sms, voice];
  const keyring = createKeyring(randomBytes(32));
  const publicUrl = 'https://muster.example';
  const house = compose({
    db,
    due,
    clock,
    keyring,
    log,
    probe: options.probe ?? noProbe,
    channels: fakes.filter(({ type }) => !options.without?.includes(type)),
    publicUrl,
    timeScale: 1,
  });
  const engine = createEngine({ db, due, clock, wake: localWake(), log, handlers: house.handlers });
  const aws = createAwsFace({ db, clock, log, ...house });
  const metrics = createMetrics(db, () => clock.now());
  const api = await createApi({
    db,
    clock,
    log,
    ...house,
    signature: signatureCheck(house.rooms.accessKeys, clock),
    metrics,
    metricsToken: undefined,
    publicUrl,
    region: REGION,
    version: 'test',
  });
  const listener = await listen('127.0.0.1', 0);
  listener.serve(aws, api.handle);
  const url = `http://127.0.0.1:${listener.port}`;
  const principal = `arn:aws:iam::${ACCOUNT}:user/admin`;
  await db.tx((tx) => house.rooms.accessKeys.create(tx, clock.now(), { ...KEY, account: ACCOUNT, principal }));
  const clients = clientsFor(url, KEY, REGION, () => clock.now());
  const made: Clients[] = [clients];

  const runDue = async () => void (await engine.runDue());
  const moveTo = (target: Date) => {
    clock.moveTo(target);
    for (const each of made) each.sync();
  };
  const advance = async ({
    minutes = 0,
    seconds = 0,
    hours = 0,
  }: {
    minutes?: number;
    seconds?: number;
    hours?: number;
  }) => {
    const target = clock.now().getTime() + (hours * 60 + minutes) * MINUTE + seconds * 1_000;
    for (;;) {
      await runDue();
      const next = await soonest(due, house);
      if (next === undefined || next > target) break;
      moveTo(new Date(Math.max(next, clock.now().getTime())));
    }
    moveTo(new Date(target));
    await runDue();
  };

  return {
    url,
    db,
    due,
    clock,
    engine,
    house,
    log,
    mail,
    sms,
    voice,
    aws: clients,
    now: () => clock.now(),
    runDue,
    advance,
    async sleepThrough({ minutes }) {
      moveTo(new Date(clock.now().getTime() + minutes * MINUTE));
      await runDue();
      // Late messages wait for one another.
      await advance({ seconds: 5 });
    },
    async addKey(account) {
      const key = {
        id: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
        secret: randomBytes(20).toString('hex'),
      };
      await db.tx((tx) =>
        house.rooms.accessKeys.create(tx, clock.now(), {
          ...key,
          account,
          principal: `arn:aws:iam::${account}:user/admin`,
        }),
      );
      const other = clientsFor(url, key, REGION, () => clock.now());
      made.push(other);
      return other;
    },
    async [Symbol.asyncDispose]() {
      for (const each of made) each.close();
      api.drain();
      await listener.close();
      await api.close();
      await house.trail.stop();
      await db.close();
      await database.drop();
      const errors = log.lines.filter(
        (line) => line.level === 'error' && !options.expectErrors?.some((expected) => expected.test(line.message)),
      );
      assert.deepEqual(errors, [], 'errors in the log that the test did not expect');
      assert.deepEqual(
        fakes.flatMap((fake) => fake.left()).map(({ to, subject }) => `${to}: ${subject}`),
        [],
        'messages that the test did not expect',
      );
    },
  };
}

/** When the next work of any queue is due. */
async function soonest(due: DueWork, house: House): Promise<number | undefined> {
  const next = [...(await due.nextDue(house.handlers.map((handler) => handler.queue))).values()].map((at) =>
    at.getTime(),
  );
  return next.length > 0 ? Math.min(...next) : undefined;
}
