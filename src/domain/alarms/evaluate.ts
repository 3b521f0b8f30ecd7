import { unreachable } from '#kernel/unreachable';
import type { AlarmState } from './alarm.ts';

/** The statistic over one period. */
export interface Point {
  /** When the period began. */
  at: Date;
  value: number;
  /** Of how many samples; absent for a result of metric math. */
  sampleCount?: number;
}

/** One period of the evaluation range: its point, or that there is none. */
export interface Slot {
  at: Date;
  point?: Point;
}

export const missingDataTreatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
export type MissingData = (typeof missingDataTreatments)[number];

/** M out of N. */
export interface Test {
  /** N, at least 1. */
  periods: number;
  /** M, 1 to N. */
  toAlarm: number;
  missing: MissingData;
  breaches: (point: Point) => boolean;
}

/**
 * `state` is undefined where the alarm keeps the one that it has. `why` names the rule that decided: `points`, there are N of them;
 * `noData`, there is none; `filled`, missing ones were counted; `premature`, all that there are breach, and the oldest is old
 * enough, or not.
 */
export interface Verdict {
  state: AlarmState | undefined;
  why: 'points' | 'noData' | 'filled' | 'premature';
  /** The points that decided, oldest first: N at most. */
  considered: Point[];
  /** How many periods were missing among the N. */
  missing: number;
}

/** More periods are looked at than N, so that a few missing ones do not count (aws-behaviour.md 5.2). */
const EXTRA_PERIODS = 2;
export const evaluationRange = (periods: number): number => periods + EXTRA_PERIODS;

/** Judges the periods of an evaluation range, oldest first, the newest of them complete (aws-behaviour.md 5.2). */
export function evaluate(test: Test, slots: readonly Slot[]): Verdict {
  const real = slots.flatMap(({ point }) => point ?? []);
  const considered = real.slice(-test.periods);
  const missing = test.periods - considered.length;
  const breaching = considered.filter(test.breaches).length;
  const verdict = (why: Verdict['why'], state: AlarmState | undefined) => ({ state, why, considered, missing });
  const alarmFrom = (count: number) => (count >= test.toAlarm ? 'ALARM' : 'OK');
  if (missing === 0) return verdict('points', alarmFrom(breaching));
  if (considered.length === 0) return verdict('noData', stateWithoutData(test.missing));
  switch (test.missing) {
    case 'breaching':
      return verdict('filled', alarmFrom(breaching + missing));
    case 'notBreaching':
      return verdict('filled', alarmFrom(breaching));
    case 'missing':
    case 'ignore':
      if (breaching >= test.toAlarm) return verdict('filled', 'ALARM');
      if (breaching < considered.length) return verdict('filled', 'OK');
      return verdict('premature', test.missing === 'missing' && isOld(test, slots) ? 'ALARM' : undefined);
    default:
      return unreachable(test.missing);
  }
}

function stateWithoutData(missing: MissingData): AlarmState | undefined {
  return ({ missing: 'INSUFFICIENT_DATA', ignore: undefined, breaching: 'ALARM', notBreaching: 'OK' } as const)[
    missing
  ];
}

/** Whether the oldest point lies at least M periods back, its own counted. */
function isOld({ toAlarm }: Test, slots: readonly Slot[]): boolean {
  const oldest = slots.findIndex(({ point }) => point !== undefined);
  return slots.length - oldest >= toAlarm;
}
