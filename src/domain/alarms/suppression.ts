import type { AlarmState } from './alarm.ts';

/** Why the actions of a composite alarm do not run (aws-behaviour.md 5.5). */
export type SuppressedBy =
  /** It is in ALARM, and its suppressor may still go into ALARM. */
  | 'WaitPeriod'
  /** Its suppressor has left ALARM a moment ago. */
  | 'ExtensionPeriod'
  /** Its suppressor is in ALARM. */
  | 'Alarm';

export interface Suppression {
  by: SuppressedBy;
  /** The end of a period; absent while the suppressor is in ALARM. */
  until?: Date;
  /** A change of state waits for its actions: from which state it was. */
  held?: AlarmState;
}

export interface SuppressionInput {
  /** The composite alarm's state has changed just now, from this one, */
  changedFrom?: AlarmState;
  /** and is ALARM. */
  inAlarm: boolean;
  suppressor: { inAlarm: boolean; waitMs: number; extensionMs: number } | undefined;
}

export interface SuppressionDecision {
  /** Undefined: actions run as they come. */
  next: Suppression | undefined;
  /** The actions of the state that it is in now run now, as for a change from this one. */
  act: AlarmState | undefined;
}

/**
 * What becomes of a composite alarm's actions. Called at every change of its own state or its suppressor's, and when a period
 * ends. However often it is called, each change of state sets its actions going at most once.
 */
export function decide(now: Date, was: Suppression | undefined, input: SuppressionInput): SuppressionDecision {
  const { changedFrom, inAlarm, suppressor } = input;
  const held = changedFrom ?? was?.held;
  const holding = held ? { held } : {};
  if (!suppressor) return { next: undefined, act: held };
  if (suppressor.inAlarm) return { next: { by: 'Alarm', ...holding }, act: undefined };
  const begin = (by: SuppressedBy, ms: number): SuppressionDecision =>
    ms > 0
      ? { next: { by, until: new Date(now.getTime() + ms), ...holding }, act: undefined }
      : { next: undefined, act: held };
  const wait = () => begin('WaitPeriod', suppressor.waitMs);
  const extension = () => begin('ExtensionPeriod', suppressor.extensionMs);
  if (!was) return changedFrom && inAlarm ? wait() : { next: undefined, act: changedFrom };
  if (was.by === 'Alarm') return extension();
  if (changedFrom) return was.by === 'WaitPeriod' ? wait() : extension();
  const isOver = was.until === undefined || was.until <= now;
  return isOver ? { next: undefined, act: held } : { next: was, act: undefined };
}

/** `ActionsSuppressedReason` */
export const suppressedReason = ({ by }: Suppression) => `Actions suppressed by ${by}`;
