import { afterVain, type FunctionCaller, type Heard, isFunctionArn } from '#domain/events';
import { after } from '#kernel/clock';
import { newId } from '#kernel/ids';
import type { Log } from '#kernel/log';
import type { Db, Tx } from '#storage/db';
import type { DueWork, Job } from '#storage/due';
import { patiently } from '#storage/patiently';
import type { AlarmAction, AlarmChange } from './action.ts';
import type { AlarmKind, AlarmRef } from './alarm.ts';
import { actionItem, addHistory } from './history.ts';

/** A Lambda function as an alarm's action, in any state: work of its own calls it, and tells the alarm's history what came of it. */

const QUEUE = 'alarms.functions';
const CONCURRENCY = 8;
/** Somebody waits for it: as the deliveries of a severe page. */
const PRIORITY = 2;
/** A function that cannot be called for an hour is given up: what it would be told is old by then. */
const RETRIES = { ageSeconds: 3_600 };

interface Payload {
  arn: string;
  input: string;
  alarm: AlarmRef & { kind: AlarmKind };
  /** Milliseconds of the change that the function is told of. */
  updatedAt: number;
  /** When it was decided on, in milliseconds. */
  at: number;
}

/** What AWS's alarms tell a function: the change's event in a form of its own. */
function functionInput({ alarmArn, alarm, event }: Pick<AlarmChange, 'alarmArn' | 'alarm' | 'event'>): string {
  const { detail } = JSON.parse(event) as { detail: { state: { timestamp: string } } };
  const { account: accountId, region } = alarm;
  const { timestamp: time } = detail.state;
  return JSON.stringify({ source: 'aws.cloudwatch', alarmArn, accountId, time, region, alarmData: detail });
}

export function functionAction(due: DueWork): AlarmAction {
  return {
    name: 'Lambda function',
    accepts: isFunctionArn,
    onlyOnAlarm: false,
    async run(tx, now, change) {
      const { account, region, name, kind, updatedAt } = change.alarm;
      const payload: Payload = {
        ...{ arn: change.actionArn, input: functionInput(change), alarm: { account, region, name, kind } },
        ...{ updatedAt: updatedAt.getTime(), at: now.getTime() },
      };
      const { requestId } = change.actor;
      const work = { queue: QUEUE, key: newId(now), account, runAt: now, priority: PRIORITY, payload, requestId };
      await due.put(tx, now, [work]);
      return undefined;
    },
  };
}

export interface FunctionDeps {
  db: Db;
  due: DueWork;
  log: Log;
  now: () => Date;
  functions: FunctionCaller;
}

/** Killed between the call and its record, the function is called again with the same input. */
export function functionHandler(deps: FunctionDeps) {
  return {
    queue: QUEUE,
    concurrency: CONCURRENCY,
    async handle(job: Job, { signal }: { signal: AbortSignal }): Promise<void> {
      const { arn, input } = job.payload as Payload;
      const heard = await deps.functions.invoke(deps.now(), { arn, input }, signal);
      await patiently(signal, () => deps.db.tx((tx) => record(tx, deps, job, heard)));
    },
  };
}

async function record(tx: Tx, { due, log, now }: FunctionDeps, job: Job, heard: Heard): Promise<void> {
  const { arn, alarm, updatedAt, at } = job.payload as Payload;
  const next = heard.ok ? undefined : afterVain(heard, RETRIES, job.attempt, now().getTime() - at);
  if (!heard.ok && next && 'waitMs' in next) return due.again(tx, job, after(now(), next.waitMs), heard.reason);
  await due.finish(tx, job);
  const result = heard.ok ? { result: heard.result } : { error: heard.reason };
  await addHistory(tx, now(), alarm, [actionItem(arn, { updatedAt: new Date(updatedAt) }, result)]);
  if (heard.ok) return;
  const about = { requestId: job.requestId, alarm: alarm.name, action: arn, reason: heard.reason };
  tx.afterCommit(() => log.warn(about, 'an alarm’s action failed'));
}
