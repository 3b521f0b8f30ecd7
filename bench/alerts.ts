import { randomUUID } from 'node:crypto';
import { startAlertmanager } from './kit/alertmanager.ts';
import { call, type Target } from './kit/api.ts';
import { type Connection, openConnection, writeRequest } from './kit/connection.ts';
import { gauged } from './kit/gauge.ts';
import { type Act, closedLoop, type Done } from './kit/load.ts';
import type { Options } from './kit/options.ts';
import { inPairs } from './kit/pairs.ts';
import { median, quantile, type Spread, spread } from './kit/statistics.ts';
import { figure, range, table, trust } from './kit/table.ts';
import { openWorld, type Undo } from './kit/world.ts';

/** Alerts a second that Alertmanager's own path stores, beside an Alertmanager that takes them in memory. */

export interface AlertsRow {
  mode: string;
  batch: number;
  measured: boolean;
  pairs: { quiet: number; tried: number };
  foreignCores: Spread;
  alertsPerSecond: Spread;
  p50Ms: number;
  p99Ms: number;
  failed: number;
  cpu: { server: number; database: number };
  /** What it is held against: an Alertmanager where one is installed, else a server that only answers. */
  beside: string;
  besidePerSecond: Spread;
  ratio: Spread;
}

/** Each alert new, or the same ones again and again. */
const MODES = ['new', 'again'];
const BATCHES = [1, 100];
const REPEATED = 64;
const MOST_PREPARED = { 1: 60_000, 100: 3_000 } as Record<number, number>;
const WARM_UP_SECONDS = 1;

export async function alerts(options: Options, undo: Undo, progress: (text: string) => void): Promise<AlertsRow[]> {
  const world = await openWorld('later', undo, options.profile);
  const secret = await makeKey(world.server);
  const manager = await startAlertmanager();
  if (manager) undo.push(manager.stop);
  const open = (port: number) => Promise.all(Array.from({ length: options.connections }, () => openConnection(port)));
  const [ours, theirs] = [await open(world.port), await open(manager?.port ?? world.bare.port)];
  const watched = { ...world.watched, bare: manager?.pid ?? world.bare.pid };
  const rows: AlertsRow[] = [];
  for (const mode of MODES) {
    for (const batch of BATCHES) {
      progress(`alerts: ${mode}, ${batch} in a request …`);
      const make = () => request(secret, mode === 'new' ? Array.from({ length: batch }, newAlert) : same(batch));
      const requests = (seconds: number, perSecond: number) => {
        const wanted = mode === 'new' ? Math.ceil(perSecond * seconds * 2) + 500 : REPEATED;
        return Array.from({ length: Math.min(wanted, MOST_PREPARED[batch]!) }, make);
      };
      const warm = await load(ours, requests(WARM_UP_SECONDS, 5_000), WARM_UP_SECONDS, mode === 'new');
      const rate = warm.count / warm.seconds;
      const half = (connections: Connection[]) => () => {
        const prepared = requests(options.seconds, rate);
        return gauged(watched, () => load(connections, prepared, options.seconds, mode === 'new'));
      };
      const pairs = await inPairs(options.pairs, half(ours), half(theirs));
      const { used, quiet, tried, measured, foreignCores } = pairs;
      const persecond = ({ count, seconds }: Done) => (count / seconds) * batch;
      const [mine, other] = [
        used.map((one) => persecond(one.ours.value)),
        used.map((one) => persecond(one.bare.value)),
      ];
      const perAlert = (us: (one: (typeof used)[number]['ours']) => number) =>
        median(used.map((one) => us(one.ours) / (one.ours.value.count * batch)));
      const row: AlertsRow = {
        ...{ mode, batch, measured, pairs: { quiet, tried }, foreignCores: spread(foreignCores) },
        alertsPerSecond: spread(mine),
        p50Ms: median(used.map((one) => quantile(one.ours.value.milliseconds, 0.5))),
        p99Ms: median(used.map((one) => quantile(one.ours.value.milliseconds, 0.99))),
        failed: used.reduce((sum, one) => sum + one.ours.value.failed, 0),
        cpu: { server: perAlert((one) => one.serverUs), database: perAlert((one) => one.databaseUs) },
        beside: manager ? 'Alertmanager' : 'bare HTTP',
        besidePerSecond: spread(other),
        ratio: spread(mine.map((value, index) => value / other[index]!)),
      };
      rows.push(row);
      progress(`  ${range(row.alertsPerSecond)} alerts/s; pairs: ${trust(row)}`);
    }
  }
  for (const connection of [...ours, ...theirs]) connection.close();
  await world.stop();
  return rows;
}

async function makeKey(server: Target): Promise<string> {
  const made = (await call(server, 'POST', '/api/v1/intake/keys', { source: 'alertmanager' })) as { secret: string };
  return made.secret;
}

const newAlert = () => alertOf(randomUUID());
const same = (batch: number) => Array.from({ length: batch }, (_, number) => alertOf(`always-${number}`));

/** As Prometheus sends it, of the size that such alerts have. */
function alertOf(instance: string) {
  return {
    labels: { alertname: 'HighLatency', cluster: 'eu-1', instance, job: 'payments', severity: 'critical' },
    annotations: { summary: 'p99 over 2 s', description: 'The 99th percentile of payments is above 2 seconds' },
    startsAt: '2026-01-02T03:10:00.000Z',
    endsAt: '2046-01-02T03:10:00.000Z',
    generatorURL: 'http://prometheus.example/graph?g0.expr=latency',
  };
}

function request(secret: string, body: object): Buffer {
  const headers = { host: 'bench', 'content-type': 'application/json', authorization: `Bearer ${secret}` };
  return writeRequest(headers, JSON.stringify(body), '/api/v2/alerts');
}

function load(connections: Connection[], requests: Buffer[], seconds: number, once: boolean): Promise<Done> {
  let next = 0;
  const acts = connections.map(
    (connection): Act =>
      async () => {
        const { status, milliseconds } = await connection.ask(requests[next++ % requests.length]!);
        return { ok: status === 200, milliseconds };
      },
  );
  return closedLoop(acts, seconds, () => !once || next < requests.length);
}

export function alertsReport(rows: AlertsRow[]): string {
  const head = [
    'alerts',
    'alerts/s',
    'p50 ms',
    'p99 ms',
    'CPU µs/alert',
    'server + database',
    'failed',
    'beside',
    'its/s',
    '÷',
    'pairs',
  ];
  const lines = rows.map((row) => [
    ...[`${row.mode}, ${row.batch} a request`, range(row.alertsPerSecond), figure(row.p50Ms), figure(row.p99Ms)],
    ...[figure(row.cpu.server + row.cpu.database), `${figure(row.cpu.server)} + ${figure(row.cpu.database)}`],
    ...[String(row.failed), row.beside, range(row.besidePerSecond), range(row.ratio), trust(row)],
  ]);
  const marks =
    'Marks: ÷ Alertmanager in memory 0.6 one by one, 0.8 in hundreds, dream 1; again 0.6 and 0.5. Without an Alertmanager\n' +
    'on PATH (prometheus-alertmanager, alertmanager) the ratio is to a server that only answers, and no mark.';
  return `${table(head, lines)}\n\n${marks}`;
}
