import { after, MINUTE, SECOND } from '#kernel/clock';
import type { Log } from '#kernel/log';
import { invalid, notFound } from '#kernel/refusal';
import type { Db, Queries, Tx } from '#storage/db';
import type { Due, DueWork, Job } from '#storage/due';
import { workInPlace } from '#storage/due-audit';
import { judged, type ProbeResult } from './probe.ts';
import { probesSql, toResult } from './probes.sql.ts';
import type { Provider } from './providers.ts';

const PROBE_QUEUE = 'probes';
/** After a start the first look: what else starts comes first. */
const SOON_MS = 5 * SECOND;
/** What is bad is looked at again sooner, so that a mended one shows. */
const BAD_AGAIN_MS = 10 * MINUTE;
const CONCURRENCY = 4;
const PRIORITY = 5;

export interface ProbesDeps {
  db: Db;
  due: DueWork;
  log: Log;
  now: () => Date;
  providers: readonly Provider[];
  /** From one look to the next, in milliseconds. */
  everyMs: number;
}

export interface Probes {
  readonly providers: readonly Provider[];
  /** What was found last, by provider. */
  results(on: Queries): Promise<Map<string, ProbeResult>>;
  /** Looks at one as soon as this has committed. Refuses an unknown one, and one of which nothing can be known. */
  ask(tx: Tx, now: Date, name: string): Promise<void>;
}

/** What was found last, by provider. */
export async function probeResults(on: Queries): Promise<Map<string, ProbeResult>> {
  return new Map((await on.rows(probesSql.all)).map((row) => [row.provider, toResult(row)]));
}

/** Looks at every provider at the start, then again and again; keeps and tells what is found. */
export function createProbes(deps: ProbesDeps) {
  const { db, due, log, now, providers, everyMs } = deps;
  const known = () => providers.filter(({ probe, notReady }) => probe && notReady() === undefined);
  const work = (key: string, runAt: Date): Due => ({
    ...{ queue: PROBE_QUEUE, key, account: '', runAt, priority: PRIORITY, payload: {} },
  });

  async function look(job: Job, provider: Provider | undefined, signal: AbortSignal): Promise<void> {
    const probed = provider?.notReady() === undefined ? await provider?.probe?.(signal) : undefined;
    // What this node does not have set up another one may have: its auditor plans it again.
    if (!probed) return db.tx((tx) => due.finish(tx, job));
    const { next, changed } = await db.tx(async (tx) => {
      const at = now();
      await due.finish(tx, job);
      const row = await tx.first(probesSql.lock, [job.key]);
      const verdict = judged(at, job.key, row && toResult(row), probed);
      await tx.rows(probesSql.save, valuesOf(verdict.next));
      const wait = probed.ok ? everyMs : Math.min(everyMs, BAD_AGAIN_MS);
      await due.put(tx, at, [work(job.key, after(at, wait))]);
      return verdict;
    });
    if (changed) tell(log, next);
  }

  const probes: Probes = {
    providers,
    results: probeResults,
    async ask(tx, at, name) {
      const provider = providers.find((one) => one.name === name);
      if (!provider) throw notFound('PROVIDER', name);
      const reason = provider.notReady();
      if (reason !== undefined) throw invalid(`${name} is not set up: ${reason}`);
      if (!provider.probe) throw invalid(`${name} has no way to be tried without sending something: send a test page`);
      await due.put(tx, at, [work(name, at)]);
    },
  };
  return {
    probes,
    /** Every provider is looked at soon: its settings may be others than before. */
    plan: () =>
      db.tx((tx) =>
        due.put(
          tx,
          now(),
          known().map(({ name }) => work(name, after(now(), SOON_MS))),
        ),
      ),
    handler: {
      queue: PROBE_QUEUE,
      concurrency: CONCURRENCY,
      handle: (job: Job, { signal }: { signal: AbortSignal }) =>
        look(
          job,
          providers.find(({ name }) => name === job.key),
          signal,
        ),
    },
    /** Every provider that can be looked at has its next look. */
    invariant: {
      name: 'probes.not-planned',
      queues: [PROBE_QUEUE],
      async find(on: Queries, at: Date) {
        const names = known().map(({ name }) => name);
        const planned = await workInPlace(on, at, PROBE_QUEUE, names);
        const faults = names.filter((name) => !planned.has(name));
        return {
          faults: faults.map((key) => ({ key, account: '', text: `nothing would look at the provider ${key}` })),
        };
      },
      async repair(tx: Tx, at: Date, { key }: { key: string }) {
        if ((await workInPlace(tx, at, PROBE_QUEUE, [key])).has(key)) return undefined;
        await due.put(tx, at, [work(key, after(at, SOON_MS))]);
        return { account: '', region: '', text: `the next look at the provider ${key} is planned again` };
      },
    },
  };
}

const valuesOf = ({ provider, ok, since, at, lastOkAt, reason, todo }: ProbeResult) => [
  ...[provider, ok, since, at],
  ...[lastOkAt ?? null, reason ?? null, todo ?? null],
];

/** Once for each change: what stays bad is told by the doctor and the metrics. */
function tell(log: Log, { provider, ok, reason, todo, lastOkAt }: ProbeResult): void {
  if (ok) log.info({ provider }, 'a provider would take messages');
  else
    log.warn(
      { provider, reason, todo, lastOkAt },
      'a provider would take no messages: mend it before somebody is paged',
    );
}
