import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Client } from 'pg';
import { endOrphans, livePostmaster } from '#storage/embedded/pid-file';
import { isAlive, send } from '#storage/embedded/processes';
import { moveClock } from '../kit/moved-clock.ts';
import { type NodeProcess, spawnNode } from '../kit/node-process.ts';
import { sdkFor } from '../kit/sdk.ts';
import { type ReceivedMail, type SmtpSink, startSmtpSink } from '../kit/smtp-sink.ts';
import type { Clients } from '../kit/world-clients.ts';
import { eventually } from './eventually.ts';

/** A node that answers, and the official clients for it. */
export interface Running extends NodeProcess {
  aws: Clients;
}

/** Real processes on a data directory of their own, and a mail server whose tally says what people got. */
export interface Site {
  readonly sink: SmtpSink;
  /** Spawns a node with the embedded database (the first, or one started again after it). */
  spawn(skewMs?: number): NodeProcess;
  /** Spawns a further node on the database that a former one has left running. */
  spawnBeside(skewMs?: number): NodeProcess;
  /** Waits until a spawned node answers, and makes its clients. */
  ready(node: NodeProcess): Promise<Running>;
  /** With `skewMs`, the node's own wall clock is that far off. */
  start(skewMs?: number): Promise<Running>;
  startBeside(skewMs?: number): Promise<Running>;
  /** Kills the database's main process. Answers the moment of the signal. */
  killDatabase(): Promise<Date>;
  /** The same where it may not be running. */
  killDatabaseIfUp(): Promise<Date[]>;
  /** Moves the database's clock; clients made afterwards go by it. */
  moveClock(offsetMs: number): Promise<void>;
  /** Waits until no page is on its way to be sent. */
  sent(): Promise<void>;
  /** Waits until no plan runs and nothing is to be sent: what has not arrived by now never will. */
  quiet(): Promise<void>;
  /** The mails to a person that nobody has taken yet: these were expected. */
  take(address: string): ReceivedMail[];
  /** Those that nobody took. */
  left(): ReceivedMail[];
}

export interface SiteOptions {
  /** How many times faster plans run: by default a minute is a second. */
  timeScale?: number;
  /** Error lines of the nodes' logs that belong to the test; any other fails it. */
  expectErrors?: RegExp;
  timeoutMs?: number;
}

/** So long the clean-up may need for a server that was told to quit. */
const END_MS = 60_000;
/** Longer than any plan of these tests, on a busy machine. */
const QUIET_MS = 120_000;

/**
 * A test on a site of its own. It ends when the site is quiet, and fails on any message that it did not take and on any
 * error in a node's log that it did not expect. Every process is ended and every file removed, whatever happened.
 */
export function siteTest(
  name: string,
  body: (site: Site, t: TestContext) => Promise<void>,
  options: SiteOptions = {},
): void {
  test(name, { timeout: options.timeoutMs ?? 240_000 }, async (t) => {
    const { site, nodes, end } = await openSite(options);
    // Not `finally`: a test that runs out of time is left hanging where it waits.
    t.after(end);
    await body(site, t);
    await site.quiet();
    const left = site.left().map(({ to, subject, key }) => `${to}: ${subject} (${key})`);
    assert.deepEqual(left, [], 'messages that nobody expected');
    assert.deepEqual(unexpected(nodes, options.expectErrors), [], 'errors in the log that nobody expected');
  });
}

/** Lines of level error (pino's 50) and worse. */
function unexpected(nodes: NodeProcess[], expected: RegExp | undefined): string[] {
  const errors = nodes
    .flatMap((node) => node.log)
    .filter((line) => /"level":[56]0/.test(line) || !line.startsWith('{'));
  return errors.filter((line) => !expected?.test(line));
}

async function openSite(options: SiteOptions) {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'muster-fault-')));
  await chmod(root, 0o755);
  const sink = await startSmtpSink();
  const dataDir = join(root, 'first');
  const cluster = join(dataDir, 'postgres');
  const nodes: NodeProcess[] = [];
  const clients: Clients[] = [];
  const taken = new Set<ReceivedMail>();
  let offset = 0;

  const common = {
    MUSTER_PORT: '0',
    MUSTER_PUBLIC_URL: 'http://muster.example',
    MUSTER_MASTER_KEY: randomBytes(32).toString('base64'),
    MUSTER_SMTP_URL: sink.url,
    MUSTER_TIME_SCALE: String(options.timeScale ?? 60),
    MUSTER_TIME_SCALE_FORCE: '1',
    // What is lost or doubled is counted page by page: nothing is held and drawn together.
    MUSTER_STORM_PAGES: '0',
  };
  const spawned = (settings: Record<string, string>, skewMs?: number) => {
    const node = spawnNode({ ...common, ...settings }, skewMs);
    nodes.push(node);
    return node;
  };

  const server = () => {
    const live = livePostmaster(cluster);
    if (!live) throw new Error(`no database runs in ${cluster}`);
    return live;
  };
  const query = async (sql: string): Promise<Record<string, unknown>[]> => {
    const { socketDir, port } = server();
    const client = new Client({ host: socketDir, port, user: 'muster', database: 'muster' });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const none = (what: string, where: string) =>
    eventually(what, QUIET_MS, async () => (await query(`select from due where ${where} limit 1`)).length === 0);

  const site: Site = {
    sink,
    spawn: (skewMs) => spawned({ MUSTER_DATA_DIR: dataDir }, skewMs),
    spawnBeside(skewMs) {
      const { socketDir, port } = server();
      const DATABASE_URL = `postgresql://muster@localhost/muster?host=${encodeURIComponent(socketDir)}&port=${port}`;
      return spawned({ MUSTER_DATA_DIR: join(root, `node-${nodes.length}`), DATABASE_URL }, skewMs);
    },
    async ready(node) {
      const { url } = await node.ready;
      // The first node's file serves all: they share the database that knows the key.
      const aws = await sdkFor(url, join(dataDir, 'credentials'), offset);
      clients.push(aws);
      return { ...node, aws };
    },
    start: (skewMs) => site.ready(site.spawn(skewMs)),
    startBeside: (skewMs) => site.ready(site.spawnBeside(skewMs)),
    async killDatabase() {
      const { pid } = server();
      const at = new Date();
      send(pid, 'SIGKILL');
      await eventually('the killed database is gone', END_MS, () => !isAlive(pid));
      return at;
    },
    killDatabaseIfUp: async () => (livePostmaster(cluster) ? [await site.killDatabase()] : []),
    async moveClock(offsetMs) {
      offset = offsetMs;
      await moveClock(query, offsetMs);
    },
    sent: async () => void (await none('nothing is to be sent', `queue like 'send.%'`)),
    quiet: async () =>
      void (await none('no plan runs, nothing is to be sent', `queue = 'engagement' or queue like 'send.%'`)),
    take(address) {
      const found = sink.to(address).filter((mail) => !taken.has(mail));
      for (const mail of found) taken.add(mail);
      return found;
    },
    left: () => sink.mails.filter((mail) => !taken.has(mail)),
  };

  const end = async () => {
    for (const each of clients) each.close();
    for (const node of nodes) await node.kill();
    const live = livePostmaster(cluster);
    if (live) send(live.pid, 'SIGQUIT');
    await eventually('the database has quit', END_MS, () => !live || !isAlive(live.pid)).finally(
      () => live && send(live.pid, 'SIGKILL'),
    );
    await endOrphans(cluster);
    await sink.close();
    await rm(root, { recursive: true, force: true });
  };
  return { site, nodes, end };
}
