import type { Metrics } from '#domain/metrics';
import { after, MINUTE } from '#kernel/clock';
import type { Log } from '#kernel/log';
import { isUnavailable } from '#kernel/refusal';
import { together } from '#kernel/together';
import type { Db, Tx } from '#storage/db';
import { type Due, type Job, LeaseLost } from '#storage/due';
import { alarmArn, alarmNamed, type MetricAlarm } from './alarm.ts';
import { alarmsSql } from './alarms.sql.ts';
import { EVALUATION_QUEUE, evaluationWork, nextLook } from './due-work.ts';
import { type AlarmsDeps, enter, ownActor, saveState } from './enter.ts';
import { type Judgement, judge } from './judge.ts';
import { type Read, readAll } from './readings.ts';
import { toAlarm } from './rows.ts';

/** Evaluations that share a query and a transaction at most, and such groups at once. */
const TOGETHER = { most: 128, flights: 2 };
/** An alarm without data in its window changes with new data only, which wake it; it is looked at so often all the same. */
const IDLE_MS = 15 * MINUTE;

export interface EvaluationDeps extends AlarmsDeps {
  db: Db;
  log: Log;
  now: () => Date;
  metrics: Metrics;
}

/** Evaluates the metric alarms whose time has come; those of an account and region that come together share a query. */
export function evaluationHandler(deps: EvaluationDeps) {
  const evaluate = together<Job, undefined>({
    ...TOGETHER,
    kind: ({ key }) => placeOf(key),
    shared: isUnavailable,
    alone: async (job) => {
      const [lost] = await evaluateAll(deps, [job]);
      if (lost) throw new LeaseLost(lost);
      return undefined;
    },
    all: async (jobs) => {
      await evaluateAll(deps, jobs);
      return jobs.map(() => undefined);
    },
  });
  return {
    queue: EVALUATION_QUEUE,
    concurrency: 2 * TOGETHER.most,
    handle: (job: Job): Promise<void> => evaluate(job),
  };
}

const placeOf = (key: string) => key.split(':', 5).join(':');

interface Case {
  job: Job;
  alarm: MetricAlarm;
  read: Read;
  judgement: Judgement;
}

/** Answers the jobs that were not ours any more. */
async function evaluateAll(deps: EvaluationDeps, jobs: Job[]): Promise<Job[]> {
  const { db, due, metrics } = deps;
  const now = deps.now();
  const { account, region } = alarmNamed(jobs[0]!.key)!;
  const names = jobs.map(({ key }) => alarmNamed(key)!.name);
  const rows = (await db.rows(alarmsSql.named, [account, region, names])).map(toAlarm);
  const alarms = new Map(rows.flatMap((alarm) => (alarm.kind === 'metric' ? [[alarmArn(alarm), alarm]] : [])));
  const reads = await readAll(db, metrics, now, [...alarms.values()]);
  const cases = jobs.flatMap((job): Case[] => {
    const alarm = alarms.get(job.key);
    const read = alarm && reads.get(alarm);
    if (!alarm || !read) return [];
    const failed: Judgement = { kind: 'stays', idle: false };
    return [{ job, alarm, read, judgement: 'points' in read ? judge(now, alarm, read.points) : failed }];
  });
  const moved = cases.filter(isMoved);
  const still = cases.filter((one) => !isMoved(one));
  const known = new Set(cases.map(({ job }) => job));
  const gone = jobs.filter((job) => !known.has(job));
  const lost = await db.tx(async (tx) => {
    const ours = await due.finishAll(tx, [...gone, ...still.map(({ job }) => job)]);
    const mine = still.filter(({ job }) => ours.has(job.id));
    await due.put(
      tx,
      now,
      mine.map((one) => nextWork(now, one)),
    );
    return [...gone, ...still.map(({ job }) => job)].filter(({ id }) => !ours.has(id));
  });
  // Each in a transaction of its own: what one sets going, or cannot, is no matter of the others.
  const failures: unknown[] = [];
  for (const one of moved) await db.tx((tx) => move(tx, now, deps, one)).catch((error) => failures.push(error));
  const [failure] = failures.filter((error) => !(error instanceof LeaseLost));
  if (failure) throw failure;
  return lost;
}

function isMoved({ alarm, read, judgement }: Case): boolean {
  const failed = 'failed' in read ? 'EVALUATION_ERROR' : undefined;
  return judgement.kind === 'changes' || alarm.evaluationState !== failed;
}

/** The next evaluation. The second time that there are no data it is far off: by then whoever was storing some has done it. */
function nextWork(now: Date, { job, alarm, judgement }: Case): Due {
  const isIdle = judgement.kind === 'stays' && judgement.idle;
  const wasIdle = (job.payload as { idle?: true }).idle === true;
  const runAt = isIdle && wasIdle ? after(now, IDLE_MS) : nextLook(now, alarm);
  return evaluationWork(alarm, runAt, isIdle ? { idle: true } : {});
}

/** Changes an alarm's state, unless somebody else has changed it meanwhile: then it is evaluated again at once. */
async function move(tx: Tx, now: Date, deps: EvaluationDeps, one: Case): Promise<void> {
  const { job, alarm, read, judgement } = one;
  const row = await tx.first(alarmsSql.lock, [alarm.account, alarm.region, alarm.name]);
  await deps.due.finish(tx, job);
  if (!row) return;
  const was = toAlarm(row);
  const isSame = was.configUpdatedAt <= alarm.configUpdatedAt && was.updatedAt <= alarm.updatedAt;
  if (was.kind !== 'metric' || !isSame) return deps.due.put(tx, now, [evaluationWork(alarm, now)]);
  const { evaluationState: _former, reasonData: _data, ...rest } = was;
  if ('failed' in read) {
    deps.log.warn(
      { alarm: alarmArn(alarm), reason: read.failed },
      'an alarm cannot be evaluated and keeps its state; put it again with metrics that can be computed',
    );
    await saveState(tx, { ...was, evaluationState: 'EVALUATION_ERROR' });
  } else if (judgement.kind === 'changes') {
    const { state, reason, reasonData } = judgement;
    const next: MetricAlarm = { ...rest, state, reason, reasonData, updatedAt: now, transitionedAt: now };
    await enter(tx, now, deps, ownActor(alarm, job.requestId ?? job.id), was, next, true);
  } else {
    await saveState(tx, { ...rest, ...(was.reasonData ? { reasonData: was.reasonData } : {}) });
  }
  await deps.due.put(tx, now, [nextWork(now, one)]);
}
