import { type Commits, openCommits } from './kit/bare.ts';
import { type Connection, openConnection } from './kit/connection.ts';
import { gauged } from './kit/gauge.ts';
import { type Act, closedLoop, type Done } from './kit/load.ts';
import type { Options } from './kit/options.ts';
import { inPairs, type Pairs } from './kit/pairs.ts';
import { ALARM, alarmEntry, type Entry, newAlarmName, putEvents, UNMATCHED } from './kit/requests.ts';
import { median, quantile, type Spread, spread } from './kit/statistics.ts';
import { range, trust } from './kit/table.ts';
import { openWorld, type Undo, type World } from './kit/world.ts';

/** Events a second that PutEvents stores, beside a bare HTTP server and bare commits. */

export interface IntakeRow {
  mode: string;
  batch: number;
  measured: boolean;
  pairs: { quiet: number; tried: number };
  foreignCores: Spread;
  eventsPerSecond: Spread;
  p50Ms: number;
  p99Ms: number;
  failed: number;
  /** Microseconds of CPU an event. */
  cpu: { server: number; database: number };
  clientCores: number;
  bare: { httpPerSecond: number; commits64: number; commits1: number };
  /** Requests ÷ bare HTTP; events ÷ commits by many connections and by one. */
  ratios: { http: Spread; commits64: Spread; commits1: Spread };
}

interface Bare {
  http: Done;
  commits64: Done;
  commits1: Done;
}

/** Requests that are sent over and over: for these modes, the same request again is another event. */
const REPEATED = 64;
const WARM_UP_SECONDS = 1;
const MOST_PREPARED = 60_000;

const entryOf: Record<string, () => Entry> = {
  // Held against all rules, and stored.
  unmatched: () => alarmEntry('nobody-waits-for-this', UNMATCHED),
  // Each has an alarm of its own, and so opens an incident of its own.
  opened: () => alarmEntry(newAlarmName(), ALARM),
  // All are of one alarm, whose incident is open.
  folded: () => alarmEntry('always-the-same', ALARM),
};

export async function intake(options: Options, undo: Undo, progress: (text: string) => void): Promise<IntakeRow[]> {
  const world = await openWorld('later', undo, options.profile);
  const ours = await openAll(world.port, options.connections);
  const bareHttp = await openAll(world.bare.port, options.connections);
  const body = JSON.stringify(alarmEntry('bare', UNMATCHED));
  const many = await openCommits(world.server.cluster, options.connections, body);
  const one = await openCommits(world.server.cluster, 1, body);
  const rows: IntakeRow[] = [];
  for (const mode of options.modes) {
    for (const batch of options.batches) {
      progress(`intake: ${mode}, ${batch} in a request …`);
      const row = await measure({ world, ours, bareHttp, many, one }, mode, batch, options);
      progress(`  ${range(row.eventsPerSecond)} events/s; pairs: ${trust(row)}`);
      rows.push(row);
    }
  }
  for (const connection of [...ours, ...bareHttp]) connection.close();
  await many.close();
  await one.close();
  await world.stop();
  return rows;
}

const openAll = (port: number, count: number) => Promise.all(Array.from({ length: count }, () => openConnection(port)));

interface Measured {
  world: World;
  ours: Connection[];
  bareHttp: Connection[];
  many: Commits;
  one: Commits;
}

async function measure(on: Measured, mode: string, batch: number, options: Options): Promise<IntakeRow> {
  const { world, ours, bareHttp, many, one } = on;
  const { seconds } = options;
  const make = () => putEvents(world.server, Array.from({ length: batch }, entryOf[mode]!));
  const fresh = mode === 'opened';
  const warm = await load(ours, prepared(make, fresh ? 2_000 : REPEATED), fresh, WARM_UP_SECONDS);
  // Twice what the warm-up could do: running out of them would end a load early, not falsify it.
  const enough = Math.min(MOST_PREPARED, Math.ceil((warm.count / warm.seconds) * seconds * 2) + 500);
  const repeated = prepared(make, REPEATED);
  const pairs = await inPairs(
    options.pairs,
    () => {
      const requests = fresh ? prepared(make, enough) : repeated;
      return gauged(world.watched, () => load(ours, requests, fresh, seconds));
    },
    () =>
      gauged(world.watched, async () => ({
        http: await load(bareHttp, repeated, false, seconds),
        commits64: await closedLoop(many.acts, seconds),
        commits1: await closedLoop(one.acts, seconds),
      })),
  );
  return toRow(mode, batch, pairs);
}

const prepared = (make: () => Buffer, count: number) => Array.from({ length: count }, make);

/** Sends requests over all connections; each once, or round and round. */
function load(connections: Connection[], requests: Buffer[], once: boolean, seconds: number): Promise<Done> {
  let next = 0;
  const acts = connections.map(
    (connection): Act =>
      async () => {
        const answer = await connection.ask(requests[next++ % requests.length]!);
        return {
          ok: answer.status === 200 && answer.body.includes('"FailedEntryCount":0'),
          milliseconds: answer.milliseconds,
        };
      },
  );
  return closedLoop(acts, seconds, () => !once || next < requests.length);
}

const rate = ({ count, seconds }: Done) => count / seconds;

function toRow(mode: string, batch: number, pairs: Pairs<Done, Bare>): IntakeRow {
  const { used, quiet, tried, measured, foreignCores } = pairs;
  const events = used.map(({ ours }) => rate(ours.value) * batch);
  const over = (value: (bare: Bare) => number, scale: number) =>
    spread(used.map(({ bare }, index) => events[index]! / scale / value(bare.value)));
  const perEvent = (us: (one: (typeof used)[number]['ours']) => number) =>
    median(used.map(({ ours }) => us(ours) / (ours.value.count * batch)));
  return {
    mode,
    batch,
    measured,
    pairs: { quiet, tried },
    foreignCores: spread(foreignCores),
    eventsPerSecond: spread(events),
    p50Ms: median(used.map(({ ours }) => quantile(ours.value.milliseconds, 0.5))),
    p99Ms: median(used.map(({ ours }) => quantile(ours.value.milliseconds, 0.99))),
    failed: used.reduce((sum, { ours }) => sum + ours.value.failed, 0),
    cpu: { server: perEvent((one) => one.serverUs), database: perEvent((one) => one.databaseUs) },
    clientCores: median(used.map(({ ours }) => ours.clientUs / (ours.value.seconds * 1e6))),
    bare: {
      httpPerSecond: median(used.map(({ bare }) => rate(bare.value.http))),
      commits64: median(used.map(({ bare }) => rate(bare.value.commits64))),
      commits1: median(used.map(({ bare }) => rate(bare.value.commits1))),
    },
    ratios: {
      http: over((bare) => rate(bare.http), batch),
      commits64: over((bare) => rate(bare.commits64), 1),
      commits1: over((bare) => rate(bare.commits1), 1),
    },
  };
}
