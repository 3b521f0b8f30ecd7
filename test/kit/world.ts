import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type QuotaSetting, quotasFrom } from '#domain/accounts';
import type { Channel, ChannelType, OutgoingMessage, SendLimits } from '#domain/channels';
import type { Mailbox } from '#domain/engagements';
import type { FollowerKind } from '#domain/followers';
import { AUDIT_EVERY_MS, type Auditor } from '#engine/auditor';
import type { Engine } from '#engine/engine';
import { type ManualClock, MINUTE, manualClock } from '#kernel/clock';
import { noProbe, type Probe } from '#kernel/probe';
import { createKeyring, type Keyring } from '#kernel/seal';
import { createBeacon } from '#providers/heartbeat';
import { createOutgoing } from '#providers/outgoing';
import type { SlackClient } from '#providers/slack';
import type { Connection, Db } from '#storage/db';
import type { DueWork } from '#storage/due';
import type { House } from '../../src/compose.ts';
import type { RunbookMaterials } from '../../src/start/runbooks.ts';
import { type FakeChannel, fakeChannel } from './fake-channel.ts';
import { type KeptLog, keptLog } from './log.ts';
import { type TestDatabase, testDatabase } from './postgres.ts';
import { type Clients, clientsFor } from './world-clients.ts';
import { openNode, REGION, type WorldNode } from './world-node.ts';

export { REGION } from './world-node.ts';

/** A quiet night: where every world begins unless told otherwise. */
export const T0 = new Date('2026-01-02T03:10:00.000Z');

export const ACCOUNT = '123456789012';
export const KEY = { id: 'AKIAWORLDWORLDWORLD1', secret: 'a-secret-for-tests-only' };

/** Every page goes at once, however many. */
export const UNHELD: SendLimits = { pages: 0, windowMs: MINUTE, personPages: 0, perSecond: {} };
/** Those of a Muster that nobody told otherwise. */
const LIMITS: SendLimits = { pages: 3, windowMs: MINUTE, personPages: 0, perSecond: {} };

export interface WorldOptions {
  now?: Date;
  probe?: Probe;
  limits?: SendLimits;
  /** Quotas other than those of the declaration. */
  quotas?: Partial<Record<QuotaSetting, number>>;
  /** Log lines of level error that are expected: anything else fails the test when the world closes. */
  expectErrors?: RegExp[];
  /** The people of rotations are mailed of gaps. */
  gapMail?: boolean;
  /** Where heartbeats go, and how often. */
  heartbeat?: { url: string; everyMs: number; allowPrivate?: boolean };
  /** With which forms in Slack are opened; buttons are shown then. */
  slack?: SlackClient;
  /** Kinds of followers besides those of the house. */
  followerKinds?: FollowerKind[];
  /** So many days after its end nothing but hashes is kept of an incident. */
  retentionDays?: number;
  /** Runbooks' documents, roles and actions. */
  runbooks?: RunbookMaterials;
  /** A stage of which every page was refused for good makes way at once. */
  skipRefusedStages?: boolean;
  /** `advance` lets the auditor look whenever it would. */
  audited?: boolean;
  /** Kinds of channel for which there is no provider. */
  without?: ChannelType[];
  /** Where mails are answered to, and where the answers lie. */
  mailReplyTo?: string;
  mailbox?: { mailbox: Mailbox; everyMs: number };
  /** Channels in the place of the fakes of their types. */
  channels?: Channel[];
  /** Our public key for push services, where the channel for web push has keys of its own. */
  pushKey?: string;
  /** What is taken of other systems' alerts; as by default unless given. */
  intakeLimits?: { bodyBytes: number; perSecond: number };
  /** Where AWS is that rules call. */
  awsUrl?: string;
  /** What a former world has left: its database, which knows the administrator's key, and its keyring. */
  found?: { database: TestDatabase; keyring: Keyring };
}

/** How far time moves: the sum of what is given. */
export interface Span {
  hours?: number;
  minutes?: number;
  seconds?: number;
}

/**
 * A whole Muster in this process, over real HTTP and a real PostgreSQL, with a clock that only `advance` moves and an
 * engine that runs only then. Closing it fails on any message that the test did not take and any error it did not expect.
 */
export interface World extends AsyncDisposable {
  url: string;
  connection: Connection;
  db: Db;
  due: DueWork;
  clock: ManualClock;
  engine: Engine;
  auditor: Auditor;
  house: House;
  keyring: Keyring;
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
  advance(by: Span): Promise<void>;
  /** Moves time on while no engine runs. Calls are answered; what becomes due waits. */
  standStill(by: Span): void;
  /** Moves time on as if Muster had stood still: what became due meanwhile is all due at once. */
  sleepThrough(by: Span): Promise<void>;
  /** Does what is due and takes the one mail that is there for an address. */
  firstMail(address: string): Promise<OutgoingMessage>;
  /** A further node on the same database, with clients of its own. It ends with the world; `advance` does not run it. */
  beside(): Promise<WorldNode & { aws: Clients }>;
  /** Clients with keys that somebody has, a role's session for one. */
  clientsWith(key: { id: string; secret: string; sessionToken?: string }): Clients;
  /** Makes a key of another account. */
  addKey(account: string): Promise<Clients>;
}

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const { database, keyring } = options.found ?? {
    database: await testDatabase(),
    keyring: createKeyring(randomBytes(32)),
  };
  const clock = manualClock(options.now ?? T0);
  const log = keptLog();
  const mail = fakeChannel('EMAIL');
  const probe = options.probe ?? noProbe;
  const sms = fakeChannel('SMS');
  const voice = fakeChannel('VOICE');
  const fakes = [mail, sms, voice, fakeChannel('PUSH'), fakeChannel('WEBHOOK')];
  const given = options.channels ?? [];
  const materials = {
    connection: database.connection,
    clock,
    keyring,
    log,
    channels: [...given, ...fakes.filter(({ type }) => !given.some((one) => one.type === type))].filter(
      ({ type }) => !options.without?.includes(type),
    ),
    probe,
    limits: options.limits ?? LIMITS,
    quotas: quotasFrom(options.quotas),
    gapMail: options.gapMail ?? false,
    followerKinds: options.followerKinds ?? [],
    ...(options.runbooks ? { runbooks: options.runbooks } : {}),
    ...(options.slack ? { slack: options.slack } : {}),
    retentionDays: options.retentionDays ?? 0,
    skipRefusedStages: options.skipRefusedStages ?? false,
    ...(options.mailReplyTo ? { mailReplyTo: options.mailReplyTo } : {}),
    ...(options.mailbox ? { mailbox: options.mailbox } : {}),
    ...heartbeatOf(options),
    ...(options.pushKey ? { pushKey: options.pushKey } : {}),
    ...(options.intakeLimits ? { intakeLimits: options.intakeLimits } : {}),
    awsUrl: options.awsUrl ?? 'http://127.0.0.1:9',
  };
  const nodes = [await openNode('world', materials)];
  const { url, db, due, engine, auditor, house } = nodes[0]!;
  const made: Clients[] = [];
  const clientsOf = (at: string, key: { id: string; secret: string; sessionToken?: string }) => {
    const clients = clientsFor(at, key, REGION, () => clock.now());
    made.push(clients);
    return clients;
  };
  const addKey = (key: { id: string; secret: string }, account: string) => {
    const principal = `arn:aws:iam::${account}:user/admin`;
    return db.tx((tx) => house.rooms.accessKeys.create(tx, clock.now(), { ...key, account, principal }));
  };
  if (!options.found) await addKey(KEY, ACCOUNT);

  const runDue = async () => void (await engine.runDue());
  const moveTo = (target: Date) => {
    clock.moveTo(target);
    for (const each of made) each.sync();
  };
  let looksAt = clock.now().getTime() + AUDIT_EVERY_MS;
  const audit = async () => {
    if (options.audited && clock.now().getTime() >= looksAt) {
      await auditor.look();
      looksAt = clock.now().getTime() + AUDIT_EVERY_MS;
    }
  };
  const after = ({ hours = 0, minutes = 0, seconds = 0 }: Span) =>
    // Rounded: a millisecond that a fraction loses would be one too early.
    new Date(clock.now().getTime() + Math.round((hours * 60 + minutes) * MINUTE + seconds * 1_000));
  const advance = async (by: Span) => {
    const target = after(by);
    for (;;) {
      await runDue();
      await audit();
      const next = Math.min(
        await soonest(due, clock.now(), house),
        options.audited ? looksAt : Number.POSITIVE_INFINITY,
      );
      if (next > target.getTime()) break;
      moveTo(new Date(Math.max(next, clock.now().getTime())));
    }
    moveTo(target);
    await runDue();
  };

  return {
    url,
    connection: database.connection,
    db,
    due,
    clock,
    engine,
    auditor,
    house,
    keyring,
    log,
    mail,
    sms,
    voice,
    aws: clientsOf(url, KEY),
    now: () => clock.now(),
    runDue,
    advance,
    standStill: (by) => moveTo(after(by)),
    async sleepThrough(by) {
      moveTo(after(by));
      await runDue();
      // Late messages wait for one another.
      await advance({ seconds: 5 });
    },
    async firstMail(address) {
      await runDue();
      const mails = mail.take(address);
      assert.equal(mails.length, 1, `one mail to ${address}`);
      return mails[0]!;
    },
    async beside() {
      const node = await openNode(`world-${nodes.length}`, materials);
      nodes.push(node);
      return { ...node, aws: clientsOf(node.url, KEY) };
    },
    clientsWith: (key) => clientsOf(url, key),
    async addKey(account) {
      const id = `AKIA${randomBytes(8).toString('hex').toUpperCase()}`;
      const key = { id, secret: randomBytes(20).toString('hex') };
      await addKey(key, account);
      return clientsOf(url, key);
    },
    async [Symbol.asyncDispose]() {
      for (const each of made) each.close();
      const faults = await faultsIn(house, db, clock.now());
      for (const node of nodes) await node.close();
      await database.drop();
      judge(log, fakes, options.expectErrors ?? []);
      assert.deepEqual(faults, [], 'what the auditor would find at the end of the test');
    },
  };
}

/** Fails on an error in the log and on a message that the test did not expect. */
function judge(log: KeptLog, fakes: FakeChannel[], expected: RegExp[]): void {
  const errors = log.lines.filter(
    (line) => line.level === 'error' && !expected.some((pattern) => pattern.test(line.message)),
  );
  assert.deepEqual(errors, [], 'errors in the log that the test did not expect');
  assert.deepEqual(
    fakes.flatMap((fake) => fake.left()).map(({ to, subject }) => `${to}: ${subject}`),
    [],
    'messages that the test did not expect',
  );
}

function heartbeatOf({ heartbeat }: WorldOptions) {
  if (!heartbeat) return {};
  const outgoing = createOutgoing({ allowPrivate: heartbeat.allowPrivate ?? true, trusted: [] });
  return { heartbeat: { beacon: createBeacon({ url: heartbeat.url, outgoing }), everyMs: heartbeat.everyMs } };
}

/** When the next work of any queue is due; without any, never. */
async function soonest(due: DueWork, now: Date, house: House): Promise<number> {
  const queues = house.handlers.map((handler) => handler.queue);
  const next = [...(await due.nextDue(now, queues)).values()].map((at) => at.getTime());
  return Math.min(...next);
}

/** What breaks the rooms' invariants: a test leaves nothing behind that would need an auditor. */
async function faultsIn(house: House, db: Db, now: Date): Promise<string[]> {
  const texts: string[] = [];
  for (const { find, name } of house.invariants.filter(({ queues }) => queues?.every(isNoHousekeeping) ?? true)) {
    let after: string | undefined;
    do {
      const { faults, next } = await find(db, now, after);
      texts.push(...faults.map(({ text }) => `${name}: ${text}`));
      after = next;
    } while (after !== undefined);
  }
  return texts;
}

/** A world's housekeeping is not planned: a day that passes in a test need not do an hour's work twenty-four times. */
const isNoHousekeeping = (queue: string) => !/^(accounts\.|topics\.|housekeeping\.|(mailbox|probes)$)/.test(queue);
