import { setTimeout as pause } from 'node:timers/promises';
import { type Commits, openCommits } from './kit/bare.ts';
import { type Answer, type Connection, openConnection } from './kit/connection.ts';
import { gauged } from './kit/gauge.ts';
import { type Done, openLoop, sharing } from './kit/load.ts';
import type { Options } from './kit/options.ts';
import { inPairs, type Pairs } from './kit/pairs.ts';
import { ALARM, alarmEntry, newAlarmName, putEvents } from './kit/requests.ts';
import { median, quantile, type Spread, spread } from './kit/statistics.ts';
import { figure, trust } from './kit/table.ts';
import { openWorld, type Undo, type World } from './kit/world.ts';

/** From a PutEvents being sent to its page's mail being in the mail server's hands; each event its own incident and page. */

export interface LatencyRow {
  rate: number;
  measured: boolean;
  pairs: { quiet: number; tried: number };
  foreignCores: Spread;
  /** Sent → mail received. */
  page: { p50Ms: number; p99Ms: number };
  /** Sent → answered. */
  answer: { p50Ms: number; p99Ms: number };
  mailsMissing: number;
  /** Microseconds of CPU a page, all told. */
  cpu: { server: number; database: number };
  bare: { httpP50Ms: number; httpP99Ms: number; commitP50Ms: number; commitP99Ms: number };
  /** The page's p50 and p99 ÷ the same of a bare HTTP answer, and of a bare commit. */
  ratios: { http50: Spread; http99: Spread; commit50: Spread; commit99: Spread };
}

interface Paged {
  milliseconds: number[];
  answers: Done;
  missing: number;
}

interface Bare {
  http: Done;
  commit: Done;
}

/** How long mails may still come in after the last event. */
const LAST_MAIL_MS = 20_000;
/** Connections for bare commits: enough that none has to wait for another. */
const COMMITTERS = 8;

export async function latency(options: Options, undo: Undo, progress: (text: string) => void): Promise<LatencyRow[]> {
  const world = await openWorld('at once', undo, options.profile);
  const ours = connectionPool(world.port);
  const bareHttp = connectionPool(world.bare.port);
  const commits = await openCommits(world.server.cluster, COMMITTERS, JSON.stringify(alarmEntry('bare', ALARM)));
  await page(world, ours, 20, 1);
  const rows: LatencyRow[] = [];
  for (const rate of options.rates) {
    progress(`latency: ${rate} events a second …`);
    const row = await measure({ world, ours, bareHttp, commits }, rate, options);
    progress(`  p50 ${figure(row.page.p50Ms)} ms, p99 ${figure(row.page.p99Ms)} ms; pairs: ${trust(row)}`);
    rows.push(row);
  }
  ours.close();
  bareHttp.close();
  await commits.close();
  await world.stop();
  return rows;
}

interface Measured {
  world: World;
  ours: Pool;
  bareHttp: Pool;
  commits: Commits;
}

async function measure(
  { world, ours, bareHttp, commits }: Measured,
  rate: number,
  options: Options,
): Promise<LatencyRow> {
  const { seconds } = options;
  const committing = sharing(commits.acts);
  const request = putEvents(world.server, [alarmEntry(newAlarmName(), ALARM)]);
  const pairs = await inPairs(
    options.pairs,
    () => gauged(world.watched, () => page(world, ours, rate, seconds)),
    () =>
      gauged(world.watched, async () => ({
        http: await openLoop(async () => timed(await bareHttp.ask(request)), rate, seconds),
        commit: await openLoop(committing, rate, seconds),
      })),
  );
  return toRow(rate, pairs);
}

const timed = ({ status, milliseconds }: Answer) => ({ ok: status === 200, milliseconds });

/** Sends events, and times each until its mail is received. */
async function page(world: World, pool: Pool, rate: number, seconds: number): Promise<Paged> {
  const names = Array.from({ length: rate * seconds }, newAlarmName);
  const requests = names.map((name) => putEvents(world.server, [alarmEntry(name, ALARM)]));
  const sentAt = new Map<string, number>();
  const milliseconds: number[] = [];
  const allCame = world.sink.waitFor(
    ({ text }) => {
      // Called at the moment of receipt. A digest names several incidents.
      for (const [, name] of text.matchAll(/:alarm:(alarm-[\w-]+)/g)) {
        const sent = sentAt.get(name!);
        if (sent !== undefined) milliseconds.push(performance.now() - sent);
        sentAt.delete(name!);
      }
      return milliseconds.length === names.length;
    },
    seconds * 1000 + LAST_MAIL_MS,
  );
  let next = 0;
  const answers = await openLoop(
    async () => {
      const number = next++;
      sentAt.set(names[number]!, performance.now());
      return timed(await pool.ask(requests[number]!));
    },
    rate,
    seconds,
  );
  // Told as missing in the result, not as an error: a bench prints what it saw.
  await Promise.race([allCame.catch(() => undefined), pause(LAST_MAIL_MS, undefined, { ref: false })]);
  return { milliseconds, answers, missing: names.length - milliseconds.length };
}

interface Pool {
  ask(request: Buffer): Promise<Answer>;
  close(): void;
}

/** Kept connections, each with one request at a time; opened as they are needed. */
function connectionPool(port: number): Pool {
  const idle: Connection[] = [];
  return {
    async ask(request) {
      const connection = idle.pop() ?? (await openConnection(port));
      const answer = await connection.ask(request);
      idle.push(connection);
      return answer;
    },
    close: () => {
      for (const connection of idle) connection.close();
    },
  };
}

function toRow(rate: number, pairs: Pairs<Paged, Bare>): LatencyRow {
  const { used, quiet, tried, measured, foreignCores } = pairs;
  const ours = (share: number) => used.map((one) => quantile(one.ours.value.milliseconds, share));
  const answers = (share: number) => used.map((one) => quantile(one.ours.value.answers.milliseconds, share));
  const bare = (of: keyof Bare, share: number) => used.map((one) => quantile(one.bare.value[of].milliseconds, share));
  const ratio = (of: keyof Bare, share: number) => {
    const below = bare(of, share);
    return spread(ours(share).map((value, index) => value / below[index]!));
  };
  const perPage = (us: (one: (typeof used)[number]['ours']) => number) =>
    median(used.map(({ ours: one }) => us(one) / one.value.milliseconds.length));
  return {
    rate,
    measured,
    pairs: { quiet, tried },
    foreignCores: spread(foreignCores),
    page: { p50Ms: median(ours(0.5)), p99Ms: median(ours(0.99)) },
    answer: { p50Ms: median(answers(0.5)), p99Ms: median(answers(0.99)) },
    mailsMissing: used.reduce((sum, one) => sum + one.ours.value.missing, 0),
    cpu: { server: perPage((one) => one.serverUs), database: perPage((one) => one.databaseUs) },
    bare: {
      httpP50Ms: median(bare('http', 0.5)),
      httpP99Ms: median(bare('http', 0.99)),
      commitP50Ms: median(bare('commit', 0.5)),
      commitP99Ms: median(bare('commit', 0.99)),
    },
    ratios: {
      http50: ratio('http', 0.5),
      http99: ratio('http', 0.99),
      commit50: ratio('commit', 0.5),
      commit99: ratio('commit', 0.99),
    },
  };
}
