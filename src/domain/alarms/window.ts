import { SECOND } from '#kernel/clock';
import { evaluationRange, type Point, type Slot } from './evaluate.ts';

/** A moved window: its periods end at whole minutes, those shorter than a minute where they divide it (aws-behaviour.md 5.2). */
const stepOf = (period: number) => Math.min(period, 60) * SECOND;
/** How often an alarm is evaluated. Below a minute twice as often as its window moves, so that late points count soon. */
export const evaluatedEvery = (period: number) => (period < 60 ? 5 : 60) * SECOND;

export interface Window {
  /** Inclusive. */
  from: Date;
  /** Exclusive: all that is before it is over. */
  to: Date;
  /** Seconds. */
  period: number;
  /** How many periods there are. */
  length: number;
}

/** The evaluation range at an instant: the periods that are over. `period` in seconds. */
export function windowAt(now: Date, period: number, periods: number): Window {
  const step = stepOf(period);
  const to = Math.floor(now.getTime() / step) * step;
  const length = evaluationRange(periods);
  return { from: new Date(to - length * period * SECOND), to: new Date(to), period, length };
}

/** The periods of a window with their points, oldest first. Points elsewhere are left out. */
export function slotsOf({ from, period, length }: Window, points: readonly Point[]): Slot[] {
  const slots = Array.from(
    { length },
    (_, index): Slot => ({ at: new Date(from.getTime() + index * period * SECOND) }),
  );
  for (const point of points) {
    const slot = slots[Math.floor((point.at.getTime() - from.getTime()) / (period * SECOND))];
    if (slot) slot.point = point;
  }
  return slots;
}

/**
 * The next moment at which an alarm is evaluated after `now`: at a place in the step that is its own, so that many do not all fall
 * on one instant. `place` is from 0 to 1, exclusive.
 */
export function nextEvaluation(now: Date, period: number, place: number): Date {
  const every = evaluatedEvery(period);
  const offset = Math.floor(place * every);
  const next = Math.floor((now.getTime() - offset) / every + 1) * every + offset;
  return new Date(next);
}
