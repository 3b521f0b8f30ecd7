import { createHash } from 'node:crypto';
import type { Due } from '#storage/due';
import { type AlarmConfig, type AlarmRef, alarmArn } from './alarm.ts';
import { nextEvaluation } from './window.ts';

/** Metric alarms, each under its ARN: its next evaluation. */
export const EVALUATION_QUEUE = 'alarms.evaluate';
/** Composite alarms, each under its ARN: something that it names has changed, or a period of suppression ends. */
export const COMPOSITE_QUEUE = 'alarms.composite';
const PRIORITY = 2;

/** `idle`: its last evaluation found no data. */
export const evaluationWork = (alarm: AlarmRef, runAt: Date, payload: { idle?: true } = {}): Due => ({
  ...{ queue: EVALUATION_QUEUE, key: alarmArn(alarm), account: alarm.account, runAt, priority: PRIORITY, payload },
});

/** `cause`: what besides a change of its alarms is the reason, for the text of a state that follows. */
export const compositeWork = (alarm: AlarmRef, runAt: Date, cause?: 'created' | 'updated'): Due => ({
  ...{ queue: COMPOSITE_QUEUE, key: alarmArn(alarm), account: alarm.account, runAt, priority: PRIORITY },
  payload: cause ? { cause } : {},
});

/** Seconds: the period of what an alarm judges; of several metrics, that of the first. */
export function periodOf({ Period, Metrics = [] }: AlarmConfig): number {
  const judged = Metrics.find((query) => query.ReturnData ?? true);
  const periods = [Period, judged?.Period, judged?.MetricStat?.Period];
  return periods.find((one) => one !== undefined) ?? Metrics.find((one) => one.MetricStat)?.MetricStat?.Period ?? 60;
}

/** When an alarm is evaluated next. Its place in the minute is made of its name. */
export function nextLook(now: Date, alarm: AlarmRef & { config: AlarmConfig }): Date {
  const place = createHash('sha256').update(alarmArn(alarm)).digest().readUInt32BE(0) / 2 ** 32;
  return nextEvaluation(now, periodOf(alarm.config), place);
}
