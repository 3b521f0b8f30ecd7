import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Alertmanager, startAlertmanager } from './kit/alertmanager.ts';
import { type Connection, openConnection, writeRequest } from './kit/connection.ts';
import { type Gauged, gauged } from './kit/gauge.ts';
import { type Act, closedLoop, type Done } from './kit/load.ts';
import type { Options } from './kit/options.ts';
import { inPairs, type Pairs } from './kit/pairs.ts';
import { alertEvent, putEvents } from './kit/requests.ts';
import { median, quantile, type Spread, spread } from './kit/statistics.ts';
import { range, table, trust } from './kit/table.ts';
import { openWorld, type Undo, type World } from './kit/world.ts';

/** Alerts a second that are on disk before they are answered, beside Alertmanager that takes the same ones into memory. */

interface Row {
  door: string;
  alerts: 'new' | 're-sent';
  batch: number;
  measured: boolean;
  pairs: { quiet: number; tried: number };
  foreignCores: Spread;
  perSecond: { ours: Spread; peer: Spread };
  ratio: Spread;
  p99Ms: { ours: number; peer: number };
  /** Microseconds of CPU an alert: Muster with its PostgreSQL; Alertmanager. */
  cpuUs: { ours: number; peer: number };
  failed: { ours: number; peer: number };
}

/** One way in: where alerts go, how a request for it is written, and how many it may carry. */
interface Door {
  name: string;
  batches: number[];
  write(world: World, alerts: Alert[]): Buffer;
}

type Alert = ReturnType<typeof newAlert>;

const PATH = '/api/v2/alerts';
const REPEATED = 64;
const WARM_UP_SECONDS = 1;
/** As many alerts as are prepared for one load of new ones, at the most: each is a few hundred bytes here. */
const MOST_PREPARED = 400_000;

let number = 0;

/** As Prometheus sends them: some 220 bytes. */
function newAlert() {
  number += 1;
  return {
    labels: { alertname: 'HighLatency', instance: `10.0.0.7:${number}`, job: 'api', severity: 'page' },
    annotations: { summary: 'p99 latency is above 2 s' },
    generatorURL: 'http://prometheus.example:9090/graph?g0.expr=latency',
  };
}

export async function alerts(options: Options, undo: Undo, progress: (text: string) => void): Promise<Row[]> {
  const world = await openWorld('later', undo, options.profile);
  const key = createKey(world);
  const doors: Door[] = [
    { name: PATH, batches: [1, 100], write: (_, list) => ask(list, { authorization: `Bearer ${key}` }) },
    { name: 'PutEvents', batches: [1, 10], write: ({ server }, list) => putEvents(server, list.map(alertEvent)) },
  ];
  const rows: Row[] = [];
  for (const door of doors)
    for (const kind of ['new', 're-sent'] as const)
      for (const batch of door.batches) {
        const name = `${door.name}, ${kind}, ${batch} a request`;
        if (!name.includes(options.only)) continue;
        progress(`alerts: ${name} …`);
        const row = await measure({ world, door, undo }, kind, batch, options);
        progress(`  ${range(row.ratio)} of Alertmanager; pairs: ${trust(row)}`);
        rows.push(row);
      }
  await world.stop();
  return rows;
}

/** As a person makes one. */
function createKey({ server }: World): string {
  const main = join(import.meta.dirname, '../src/cli/main.ts');
  const { id, secret } = server.key;
  return execFileSync(process.execPath, [main, 'intake', 'create-key', '--source', 'alertmanager'], {
    env: {
      PATH: process.env['PATH'],
      AWS_ENDPOINT_URL: server.url,
      AWS_ACCESS_KEY_ID: id,
      AWS_SECRET_ACCESS_KEY: secret,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
  }).trim();
}

const ask = (list: Alert[], headers: Record<string, string>) =>
  writeRequest({ host: '127.0.0.1', 'content-type': 'application/json', ...headers }, JSON.stringify(list), PATH);

interface Measured {
  world: World;
  door: Door;
  undo: Undo;
}

async function measure({ world, door, undo }: Measured, kind: Row['alerts'], batch: number, options: Options) {
  const { seconds } = options;
  const once = kind === 'new';
  const ours = await openAll(world.port, options.connections);
  const writeOurs = (list: Alert[]) => door.write(world, list);
  const writePeers = (list: Alert[]) => ask(list, {});
  const warm = await load(
    ours,
    prepared(writeOurs, batch, once ? 2_000 / Math.sqrt(batch) : REPEATED),
    once,
    WARM_UP_SECONDS,
  );
  const most = MOST_PREPARED / batch;
  const enough = (rate: number) => Math.min(most, Math.ceil(rate * seconds * 2) + 500);
  const repeated = prepared(writeOurs, batch, REPEATED);
  const repeatedPeers = prepared(writePeers, batch, REPEATED);
  const pairs = await inPairs(
    options.pairs,
    () => {
      const requests = once ? prepared(writeOurs, batch, enough(warm.count / warm.seconds)) : repeated;
      return gauged(world.watched, () => load(ours, requests, once, seconds));
    },
    async () => {
      // A fresh one each time: what it keeps of the last load would slow the next.
      const peer = await startAlertmanager(options.alertmanager, undo);
      const requests = once ? prepared(writePeers, batch, most) : repeatedPeers;
      const value = await besidePeer(world, peer, options.connections, requests, once, seconds);
      await peer.stop();
      return value;
    },
  );
  for (const connection of ours) connection.close();
  return toRow(door.name, kind, batch, pairs);
}

async function besidePeer(
  { watched }: World,
  { port, pid }: Alertmanager,
  connections: number,
  requests: Buffer[],
  once: boolean,
  seconds: number,
): Promise<Gauged<Done>> {
  const theirs = await openAll(port, connections);
  const value = await gauged({ ...watched, bare: pid }, () => load(theirs, requests, once, seconds));
  for (const connection of theirs) connection.close();
  return value;
}

const openAll = (port: number, count: number) => Promise.all(Array.from({ length: count }, () => openConnection(port)));

const prepared = (write: (list: Alert[]) => Buffer, batch: number, count: number) =>
  Array.from({ length: count }, () => write(Array.from({ length: batch }, newAlert)));

/** Sends requests over all connections; each once, or round and round. */
function load(connections: Connection[], requests: Buffer[], once: boolean, seconds: number): Promise<Done> {
  let next = 0;
  const acts = connections.map(
    (connection): Act =>
      async () => {
        const { status, body, milliseconds } = await connection.ask(requests[next++ % requests.length]!);
        const refused = body.includes('"FailedEntryCount":') && !body.includes('"FailedEntryCount":0');
        return { ok: status >= 200 && status < 300 && !refused, milliseconds };
      },
  );
  return closedLoop(acts, seconds, () => !once || next < requests.length);
}

function toRow(door: string, kind: Row['alerts'], batch: number, pairs: Pairs<Done, Done>): Row {
  const { used, quiet, tried, measured, foreignCores } = pairs;
  const rate = ({ count, seconds }: Done) => (count / seconds) * batch;
  const sum = (of: (pair: (typeof used)[number]) => number) => used.reduce((total, pair) => total + of(pair), 0);
  const p99 = (done: Done) => quantile(done.milliseconds, 0.99);
  const alertsOf = ({ count }: Done) => count * batch;
  return {
    door,
    alerts: kind,
    batch,
    measured,
    pairs: { quiet, tried },
    foreignCores: spread(foreignCores),
    perSecond: {
      ours: spread(used.map((pair) => rate(pair.ours.value))),
      peer: spread(used.map((pair) => rate(pair.bare.value))),
    },
    ratio: spread(used.map((pair) => rate(pair.ours.value) / rate(pair.bare.value))),
    p99Ms: {
      ours: median(used.map((pair) => p99(pair.ours.value))),
      peer: median(used.map((pair) => p99(pair.bare.value))),
    },
    cpuUs: {
      ours: median(used.map(({ ours }) => (ours.serverUs + ours.databaseUs) / alertsOf(ours.value))),
      peer: median(used.map(({ bare }) => bare.bareUs / alertsOf(bare.value))),
    },
    failed: { ours: sum((pair) => pair.ours.value.failed), peer: sum((pair) => pair.bare.value.failed) },
  };
}

export function alertsReport(rows: Row[]): string {
  const figures = table(
    ['alerts', 'alerts/s', 'Alertmanager', 'ratio', 'p99 ms', 'its', 'CPU µs/alert', 'its', 'failed', 'pairs'],
    rows.map((row) => [
      `${row.door}, ${row.alerts}, ${row.batch} a request`,
      range(row.perSecond.ours),
      range(row.perSecond.peer),
      range(row.ratio),
      ...[row.p99Ms.ours, row.p99Ms.peer, row.cpuUs.ours, row.cpuUs.peer].map((value) => value.toFixed(1)),
      `${row.failed.ours} / ${row.failed.peer}`,
      trust(row),
    ]),
  );
  const marks =
    'Marks, on disk ÷ in memory: new ones 0.6 one by one, 0.8 in hundreds; re-sent 0.6 and 0.5; dream 1 each.';
  return `${figures}\n\n${marks}`;
}
