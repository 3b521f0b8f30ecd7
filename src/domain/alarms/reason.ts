import { count } from '#kernel/text';
import { alarmTime } from './alarm-time.ts';
import type { Point, Slot, Test, Verdict } from './evaluate.ts';
import { double, javaDouble, javaJson } from './java-json.ts';

/** How a threshold is told of. */
export interface Told {
  threshold: number;
  /** `greater than` */
  words: string;
}

/** The reason of a state that an evaluation has entered, as CloudWatch words it (aws-behaviour.md 5.3). */
export function reasonOf(test: Test, verdict: Verdict, told: Told): string {
  const { state, missing, considered } = verdict;
  if (state === 'INSUFFICIENT_DATA')
    return `Insufficient Data: ${missing === 1 ? '1 datapoint was' : `${missing} datapoints were`} unknown.`;
  const alarm = state === 'ALARM';
  const meant = considered.filter((point) => test.breaches(point) === alarm);
  const filled = fillOf(test, verdict, alarm);
  if (considered.length === 0)
    return `Threshold Crossed: no datapoints were received for ${count(missing, 'period')} and ${filled}.`;
  const parts = [...(meant.length > 0 ? [crossed(test, meant, told, alarm)] : []), ...(filled ? [filled] : [])];
  const least = alarm ? test.toAlarm : test.periods - test.toAlarm + 1;
  const transition = alarm ? 'OK -> ALARM' : 'ALARM -> OK';
  return `Threshold Crossed: ${parts.join(' and ')} (minimum ${count(least, 'datapoint')} for ${transition} transition).`;
}

/** Where there are so many, CloudWatch's text has the newest of them in a sentence of their own. */
const MANY = 5;

/** `1 out of the last 3 datapoints [99.5 (02/10/19 16:59:00)] was greater than the threshold (50.0)`, newest first. */
function crossed({ periods }: Test, points: Point[], { threshold, words }: Told, alarm: boolean): string {
  const newest = points.slice(-MANY).toReversed();
  const list = `[${newest.map(({ at, value }) => `${javaDouble(value)} (${dayTime(at)})`).join(', ')}]`;
  const verb = points.length === 1 ? 'was' : 'were';
  const limit = `${alarm ? '' : 'not '}${words} the threshold (${javaDouble(threshold)})`;
  const many = `${points.length} out of the last ${periods} datapoints`;
  if (points.length < MANY) return `${many} ${list} ${verb} ${limit}`;
  return `${many} ${verb} ${limit}. The most recent datapoints${alarm ? ' which crossed the threshold' : ''}: ${list}`;
}

/** What missing periods were counted as, where that spoke for the state. */
function fillOf(test: Test, { missing }: Verdict, alarm: boolean): string | undefined {
  const speaks = test.missing === (alarm ? 'breaching' : 'notBreaching');
  if (missing === 0 || !speaks) return undefined;
  return `${missing === 1 ? '1 missing datapoint was' : `${missing} missing datapoints were`} treated as [${alarm ? 'Breaching' : 'NonBreaching'}]`;
}

/** `dd/MM/yy HH:mm:ss`, UTC. */
function dayTime(at: Date): string {
  const [date = '', time = ''] = at.toISOString().split('T');
  const [year = '', month, day] = date.split('-');
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}

/** What an evaluation has read, for `StateReasonData`. */
export interface Reading {
  at: Date;
  unit?: string;
  /** Absent where metric math is judged. */
  statistic?: string;
  /** Seconds. */
  period: number;
  threshold: number;
  slots: readonly Slot[];
}

/** Periods and points that `StateReasonData` has at most, the newest: a week of minutes would be a megabyte. */
const DATA_POINTS = 10;

/** `StateReasonData` as JSON text, numbers written as CloudWatch's (aws-behaviour.md 5.3). */
export function reasonDataOf(
  { at, unit, statistic, period, threshold, slots }: Reading,
  { considered }: Verdict,
): string {
  const oldest = considered[0];
  const evaluated = slots.slice(-DATA_POINTS).toReversed().map(evaluatedOf);
  return javaJson({
    version: '1.0',
    queryDate: alarmTime(at),
    ...(oldest ? { startDate: alarmTime(oldest.at) } : {}),
    ...(unit ? { unit } : {}),
    ...(statistic ? { statistic } : {}),
    period,
    recentDatapoints: considered.slice(-DATA_POINTS).map(({ value }) => double(value)),
    threshold: double(threshold),
    evaluatedDatapoints: evaluated,
  });
}

const evaluatedOf = ({ at, point }: Slot) => ({
  timestamp: alarmTime(at),
  ...(point?.sampleCount === undefined ? {} : { sampleCount: double(point.sampleCount) }),
  ...(point ? { value: double(point.value) } : {}),
});
